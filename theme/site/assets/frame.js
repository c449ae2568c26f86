// What the frame around a page does beyond what HTML and style sheets do by themselves: light or dark, the drawer, the section
// that is being read, and the way back to the top. In place of Material's own script, which weighs as much as a long page.
{
  const root = document.documentElement;
  root.classList.replace("no-js", "js");

  // Light or dark. The choice is kept as Material's inline script in the header reads it, before a page is painted.
  const choices = [...document.querySelectorAll("input[name=__palette]")];
  const light = matchMedia("(prefers-color-scheme: light)");
  const parts = ["media", "scheme", "primary", "accent"];
  const colors = (input) => Object.fromEntries(parts.map((part) => [part, input.getAttribute(`data-md-color-${part}`)]));
  const wear = (index, focused) => {
    const input = choices[index];
    input.checked = true;
    const color = colors(input);
    let worn = color;
    if (color.media === "(prefers-color-scheme)") {
      const wanted = `(prefers-color-scheme: ${light.matches ? "light" : "dark"})`;
      worn = colors(choices.find((choice) => choice.getAttribute("data-md-color-media") === wanted) ?? input);
    }
    for (const part of parts) if (part !== "media" && worn[part]) document.body.setAttribute(`data-md-color-${part}`, worn[part]);
    // The button shown is the one that leads on from this choice.
    choices.forEach((choice, n) => { choice.nextElementSibling.hidden = n !== index; });
    if (focused) input.nextElementSibling.focus();
    return { index, color };
  };
  if (choices.length > 0) {
    const kept = __md_get("__palette");
    let index = kept && choices[kept.index] ? kept.index : 0;
    wear(index);
    const choose = (next, focused) => {
      index = next;
      __md_set("__palette", wear(index, focused));
    };
    choices.forEach((choice, n) => choice.addEventListener("change", () => choose(n)));
    light.addEventListener("change", () => wear(index));
    for (const label of document.querySelectorAll("label[for^=__palette_]")) {
      label.tabIndex = 0;
      label.setAttribute("role", "button");
      label.setAttribute("aria-label", label.title);
      press(label, () => choose(choices.indexOf(document.getElementById(label.htmlFor)), true));
    }
  }

  // The drawer that holds the navigation on small screens.
  const drawer = document.getElementById("__drawer");
  const opener = document.querySelector("label.md-header__button[for=__drawer]");
  if (drawer && opener) {
    const tell = () => opener.setAttribute("aria-expanded", String(drawer.checked));
    const set = (open) => {
      drawer.checked = open;
      tell();
    };
    opener.tabIndex = 0;
    opener.setAttribute("role", "button");
    opener.setAttribute("aria-label", opener.title || opener.textContent.trim());
    tell();
    press(opener, () => set(!drawer.checked));
    drawer.addEventListener("change", tell);
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !drawer.checked) return;
      set(false);
      opener.focus();
    });
    document.querySelector(".md-sidebar--primary")?.addEventListener("click", (event) => { if (event.target.closest("a")) set(false); });
  }

  // The table of contents shows which section is being read.
  const links = new Map();
  for (const link of document.querySelectorAll(".md-sidebar--secondary a.md-nav__link[href^='#']")) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) links.set(heading, link);
  }
  const top = document.querySelector("[data-md-component=top]");
  let active = null, before = scrollY, asked = false;
  const follow = () => {
    asked = false;
    if (links.size > 0) {
      let reading = null;
      for (const [heading, link] of links) {
        if (heading.getBoundingClientRect().top > innerHeight / 4) break;
        reading = link;
      }
      if (reading !== active) {
        active?.classList.remove("md-nav__link--active");
        active?.removeAttribute("aria-current");
        reading?.classList.add("md-nav__link--active");
        reading?.setAttribute("aria-current", "location");
        active = reading;
      }
    }
    // Whoever scrolls up far down a page may want to go all the way.
    if (top) top.hidden = scrollY < 400 || (scrollY > before - 2 && top.hidden);
    before = scrollY;
  };
  if (links.size > 0 || top) addEventListener("scroll", () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(follow);
  }, { passive: true });
  top?.addEventListener("click", () => {
    scrollTo({ top: 0 });
    document.querySelector(".md-skip, a")?.focus({ preventScroll: true });
  });

  /** Makes an element that only a pointer could press answer to the keyboard as well. */
  function press(target, act) {
    target.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      act();
    });
  }
}
