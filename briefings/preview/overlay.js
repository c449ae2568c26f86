// Keeps an open page up to date: it is loaded again when a newer build is there, and shows over itself what keeps the next from coming.
// All that is shown comes as data and is set as text.
{
  const script = document.currentScript;
  const address = (name) => new URL(name, script.src).href;
  const HIDDEN = "briefings-preview-hidden";

  // ---- News -----------------------------------------------------------------------------------------------------------

  // Only a page that is seen listens: a browser keeps few connections to a host, and a page in each of many tabs would take them all.
  let stream = null, seen = script.dataset.build, told = 0;
  // Most builds leave most pages as they are.
  const another = async () => {
    try {
      const answer = await fetch(location.pathname, { method: "HEAD", cache: "no-store" });
      return answer.headers.get("x-preview-page") !== script.dataset.page;
    } catch {
      return true;
    }
  };
  const stop = () => {
    stream?.close();
    stream = null;
  };
  const listen = () => {
    if (document.hidden) return stop();
    if (stream && stream.readyState !== EventSource.CLOSED) return;
    stream = new EventSource(address("events"));
    stream.onmessage = async (event) => {
      const { build, failure } = JSON.parse(event.data), mine = ++told;
      if (build !== seen && (await another())) {
        // The browser keeps the place that the page was scrolled to.
        location.reload();
      } else if (mine === told) {
        seen = build;
        show(failure);
      }
    };
    // A browser asks again by itself, but not after an answer that it took for final.
    stream.onerror = () => setTimeout(listen, 1000);
  };
  document.addEventListener("visibilitychange", listen);
  addEventListener("pageshow", listen);
  addEventListener("pagehide", stop);
  listen();

  // ---- The overlay ----------------------------------------------------------------------------------------------------

  let host = null, shadow = null, panel = null, chip = null, shown = null;

  const make = (name, attributes, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const button = (attributes, text, act) => {
    const made = make("button", { type: "button", ...attributes }, text);
    made.addEventListener("click", act);
    return made;
  };

  const show = (failure) => {
    if (failure?.id === shown?.id) return;
    shown = failure;
    if (!failure) return host.remove();
    if (!host) build();
    const held = shadow.activeElement, was_open = host.isConnected && !panel.hidden;
    const fresh = drawn(failure);
    panel.replaceWith(fresh);
    panel = fresh;
    sized.disconnect();
    sized.observe(panel);
    chip.textContent = failure.title;
    if (!host.isConnected) document.body.append(host);
    // What is wrong in drafts waits behind its button, since the site is good.
    fold(failure.folded ? !was_open : sessionStorage.getItem(HIDDEN) === failure.id);
    // Focus is never taken from the page, and not lost where it was in the panel.
    if (held) (panel.hidden ? chip : panel.querySelector("button")).focus({ preventScroll: true });
  };

  const build = () => {
    host = make("briefings-preview", { lang: shown.lang });
    shadow = host.attachShadow({ mode: "open" });
    const styles = make("link", { rel: "stylesheet", href: address("overlay.css") });
    // Seen only in its styles: without them it would lie at the end of the page for an instant.
    host.style.visibility = "hidden";
    styles.onload = styles.onerror = () => { host.style.visibility = ""; };
    panel = make("section", {});
    chip = button({ class: "chip" }, "", () => {
      fold(false);
      panel.querySelector("button").focus({ preventScroll: true });
    });
    shadow.append(styles, panel, chip);
  };

  // The page gets as much longer as the panel is high, so that its end can be read above it.
  const sized = new ResizeObserver(() => { host.style.height = `${panel.offsetHeight}px`; });

  const fold = (folded) => {
    panel.hidden = folded;
    chip.hidden = !folded;
    if (folded) sessionStorage.setItem(HIDDEN, shown.id);
    else sessionStorage.removeItem(HIDDEN);
  };
  const dismiss = () => {
    const held = shadow.activeElement;
    fold(true);
    if (held) chip.focus({ preventScroll: true });
  };
  document.addEventListener("keydown", (event) => {
    // A dialog of the page that is open is what Escape is meant for.
    if (event.key !== "Escape" || event.defaultPrevented || !shown || panel.hidden) return;
    if (document.querySelector("dialog[open], :popover-open")) return;
    dismiss();
  });

  const drawn = (failure) => {
    const said = [failure.note, failure.message].filter(Boolean).map((text) => make("p", {}, text));
    const head = make("header", {},
      make("div", { role: "alert" }, make("h2", { id: "title" }, failure.title), ...said),
      button({ class: "close", "aria-label": failure.words.hide, title: failure.words.hide }, "×", dismiss));
    const panel = make("section", { class: "panel", "aria-labelledby": "title" }, head);
    if (failure.problems.length > 0) panel.append(make("ol", {}, ...failure.problems.map((problem) => item(problem, failure.codes[problem.code], failure.words))));
    if (failure.lines.length > 0) panel.append(make("pre", { class: "lines" }, failure.lines.join("\n")));
    return panel;
  };

  const item = (problem, code, words) => {
    const made = make("li", {},
      make("p", { class: "message", lang: problem.lang }, problem.message),
      make("p", { class: "place" }, `${problem.path}:${problem.line}:${problem.column}`));
    if (problem.text.trim()) made.append(excerpt(problem));
    if (problem.hint) made.append(make("p", { class: "hint", lang: problem.lang }, make("b", {}, `${words.hint}: `), problem.hint));
    const explained = make("details", { lang: "en" }, make("summary", {}, problem.code), make("p", {}, `${code.meaning} ${code.why}`));
    for (const [title, text] of [[words.wrong, code.wrong], [words.right, code.right]])
      if (text) explained.append(make("p", {}, `${title}:`), make("pre", {}, text.trim()));
    made.append(explained);
    return made;
  };

  /** The line with its place marked; of a long one, what is around the place. Columns count characters, not UTF-16 units. */
  const excerpt = (problem) => {
    const line = [...problem.text.trimEnd()];
    const begin = Math.min(problem.column - 1, line.length), end = Math.min(begin + problem.width, line.length);
    const from = begin > 120 ? begin - 80 : 0, to = line.length > end + 120 ? end + 80 : line.length;
    const text = (one, other) => line.slice(one, other).join("");
    return make("pre", { class: "excerpt" },
      make("span", { class: "number" }, `${problem.line}`),
      (from > 0 ? "…" : "") + text(from, begin),
      // Where a line ends too early, the place is behind its end.
      make("mark", {}, text(begin, end) || " "),
      text(end, to) + (to < line.length ? "…" : ""));
  };
}
