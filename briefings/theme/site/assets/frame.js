// The parts of the frame that need a script at once: links to facts of pages that moved, color scheme, sections of
// the site, and folded parts. With reading.js it replaces Material's script, which is as large as a long page.
{
  const root = document.documentElement;
  root.classList.replace("no-js", "js");

  // A page that moved sends its readers on. Links to its facts lead to the same facts there.
  const moved = document.querySelector('meta[http-equiv="refresh"]');
  if (moved && location.hash) location.replace(moved.content.replace("0; url=", "") + location.hash);

  /** Replaces a label with a button that looks the same, because the keyboard cannot reach a label. */
  const buttonFor = (label, act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = label.className;
    button.title = label.title;
    button.setAttribute("aria-label", label.title);
    button.hidden = label.hidden;
    button.append(...label.childNodes);
    button.addEventListener("click", act);
    label.replaceWith(button);
    return button;
  };

  // Light or dark. The script beside the button has applied the stored choice before the page was painted.
  const button = document.querySelector("button.scheme");
  if (button) {
    // Of each choice: when it applies by itself, the scheme, and the name of the step to the next.
    const choices = button.dataset.schemes.split("|").map((choice) => choice.split(";"));
    const light = matchMedia("(prefers-color-scheme: light)");
    const icons = {
      "(prefers-color-scheme)": "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20m0 18V4a8 8 0 0 1 0 16",
      "(prefers-color-scheme: light)": "M12 7a5 5 0 1 0 0 10 5 5 0 0 0 0-10M11 1h2v4h-2zm0 18h2v4h-2zM1 11h4v2H1zm18 0h4v2h-4zM4.2 5.6l1.4-1.4 2.9 2.8L7 8.4zm11.3 11.3 1.4-1.4 2.9 2.9-1.4 1.4zM4.2 18.4 7 15.5l1.5 1.5-2.9 2.8zM15.5 7l2.9-2.8 1.4 1.4-2.9 2.9z",
      "(prefers-color-scheme: dark)": "M13 2a10 10 0 1 0 9 13A8 8 0 0 1 13 2",
    };
    let chosen = 0;
    try {
      chosen = Number(localStorage.getItem("scheme"));
    } catch { /* Nothing is stored. */ }
    if (!choices[chosen]) chosen = 0;
    const wear = () => {
      const [media, scheme, next] = choices[chosen];
      const wanted = `(prefers-color-scheme: ${light.matches ? "light" : "dark"})`;
      const worn = media === "(prefers-color-scheme)" ? choices.find(([when]) => when === wanted) : null;
      document.body.dataset.mdColorScheme = worn?.[1] ?? scheme;
      button.title = next;
      button.setAttribute("aria-label", next);
      button.innerHTML = `<svg viewBox="0 0 24 24"><path d="${icons[media] ?? icons["(prefers-color-scheme)"]}"/></svg>`;
    };
    button.addEventListener("click", () => {
      chosen = (chosen + 1) % choices.length;
      try {
        localStorage.setItem("scheme", String(chosen));
      } catch { /* It holds for this page. */ }
      wear();
    });
    light.addEventListener("change", wear);
    wear();
    button.hidden = false;
  }

  // The sections of the site, which small screens show on demand.
  const drawer = document.getElementById("__drawer");
  const label = document.querySelector("label.menu");
  if (drawer && label) {
    const tell = () => opener.setAttribute("aria-expanded", String(drawer.checked));
    const set = (open) => {
      drawer.checked = open;
      tell();
    };
    const opener = buttonFor(label, () => set(!drawer.checked));
    tell();
    drawer.addEventListener("change", tell);
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !drawer.checked) return;
      set(false);
      opener.focus();
    });
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
}
