// The parts of the frame that need a script: color scheme, drawer, folded parts, the current
// section in the table of contents, and the button back to the top. It replaces Material's script, which is
// as large as a long page.
{
  const root = document.documentElement;
  root.classList.replace("no-js", "js");

  /** Replaces a label with a button that looks the same, because the keyboard cannot reach a label. */
  const buttonFor = (label, act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `${label.className} frame-button`;
    button.title = label.title;
    button.setAttribute("aria-label", label.title);
    button.hidden = label.hidden;
    button.append(...label.childNodes);
    button.addEventListener("click", act);
    label.replaceWith(button);
    return button;
  };

  // Color scheme. Material's inline script reads the stored choice before a page is painted.
  const choices = [...document.querySelectorAll("input[name=__palette]")];
  const light = matchMedia("(prefers-color-scheme: light)");
  const parts = ["media", "scheme", "primary", "accent"];
  const colors = (input) => Object.fromEntries(parts.map((part) => [part, input.getAttribute(`data-md-color-${part}`)]));
  const wear = (index) => {
    const input = choices[index];
    input.checked = true;
    const color = colors(input);
    let worn = color;
    if (color.media === "(prefers-color-scheme)") {
      const wanted = `(prefers-color-scheme: ${light.matches ? "light" : "dark"})`;
      worn = colors(choices.find((choice) => choice.getAttribute("data-md-color-media") === wanted) ?? input);
    }
    for (const part of parts) if (part !== "media" && worn[part]) document.body.setAttribute(`data-md-color-${part}`, worn[part]);
    // Show the button that switches from this scheme to the next.
    buttons.forEach((button, n) => { button.hidden = n !== index; });
    __md_set("__palette", { index, color });
  };
  const labels = [...document.querySelectorAll("label[for^=__palette_]")];
  const buttons = labels.map((label, n) => buttonFor(label, () => {
    const next = (n + 1) % choices.length;
    wear(next);
    buttons[next].focus();
  }));
  // The buttons replace these inputs, so keep the keyboard focus away from them.
  for (const input of choices) input.hidden = true;
  if (choices.length > 0) {
    const kept = __md_get("__palette");
    wear(kept && choices[kept.index] ? kept.index : 0);
    light.addEventListener("change", () => wear(choices.findIndex((choice) => choice.checked)));
  }

  // The drawer that holds the navigation on small screens.
  const drawer = document.getElementById("__drawer");
  const label = document.querySelector("label.md-header__button[for=__drawer]");
  if (drawer && label) {
    const tell = () => opener.setAttribute("aria-expanded", String(drawer.checked));
    const set = (open) => {
      drawer.checked = open;
      tell();
    };
    const opener = buttonFor(label, () => set(!drawer.checked));
    opener.classList.add("drawer-button");
    tell();
    drawer.addEventListener("change", tell);
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !drawer.checked) return;
      set(false);
      opener.focus();
    });
    document.querySelector(".md-sidebar--primary")?.addEventListener("click", (event) => { if (event.target.closest("a")) set(false); });
  }

  // Open the folded parts around the target of a link; not all browsers do so.
  const unfold = () => {
    const wanted = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!wanted) return;
    let opened = false;
    for (let part = wanted.closest("details:not([open])"); part; part = part.parentElement.closest("details:not([open])")) {
      part.open = true;
      opened = true;
    }
    if (opened) wanted.scrollIntoView();
  };
  addEventListener("hashchange", unfold);
  unfold();
  // A second click on a link leaves the address unchanged, so no event reports it.
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href^='#']") : null;
    if (link && link.hash === location.hash) unfold();
  });

  // The list of sections above a long page closes once a section is chosen.
  const sections = document.querySelector(".sections details");
  sections?.addEventListener("click", (event) => { if (event.target.closest("a")) sections.open = false; });

  // Mark the section being read in the table of contents.
  const links = new Map();
  for (const link of document.querySelectorAll(".md-sidebar--secondary a.md-nav__link[href^='#']")) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) links.set(heading, link);
  }
  const top = document.querySelector("[data-md-component=top]");
  // Where the contents are not in view, the bar above the text names the section.
  const current = sections?.querySelector("summary");
  const contents = current?.textContent;
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
        if (current) current.textContent = reading?.textContent.trim() ?? contents;
        active = reading;
      }
    }
    // Offer the button while a reader far down the page scrolls up.
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
}
