// Opens the search: on its button, on the keys f, s and /, on the form of the 404 page, and for ?q= in the
// address. Nothing of the search is loaded before that.
{
  // On a page with an element named "currentScript", `document.currentScript` is that element instead.
  const script = document.currentScript;
  const base = script instanceof HTMLScriptElement && new URL(".", script.src);
  const button = document.querySelector("[data-search]");

  // What the search loads in turn is loaded along with it.
  const early = (rel, path, as) => {
    const link = document.createElement("link");
    Object.assign(link, { rel, href: new URL(`../pagefind/${path}`, base), crossOrigin: "anonymous" });
    if (as) link.as = as;
    document.head.append(link);
  };

  // The content security policy lets a trusted script load another with an element, but not with `import()`.
  let loading = null;
  const load = () => loading ??= new Promise((done, failed) => {
    early("modulepreload", "pagefind.js");
    for (const file of ["words.json", "names.json"]) early("preload", file, "fetch");
    const search = document.createElement("script");
    search.type = "module";
    search.src = new URL("search.js", base);
    search.addEventListener("load", done);
    search.addEventListener("error", failed);
    document.head.append(search);
  });

  // Without a query, the search shows what the address asks for.
  const open = async (query) => {
    try {
      await load();
      document.dispatchEvent(new CustomEvent("briefings:search", { detail: { base, button, query } }));
    } catch {
      location.assign(button.href);
    }
  };

  const typing = (target) => target.isContentEditable || /^(input|select|textarea)$/i.test(target.tagName) && target.type !== "radio" && target.type !== "checkbox";

  if (button && base) {
    button.setAttribute("role", "button");
    button.setAttribute("aria-haspopup", "dialog");
    button.setAttribute("aria-keyshortcuts", "f s /");
    button.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      open("");
    });
    button.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      open("");
    });
    document.addEventListener("keydown", (event) => {
      if (event.metaKey || event.ctrlKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
      if (event.key !== "f" && event.key !== "s" && event.key !== "/") return;
      event.preventDefault();
      open("");
    });
    const isAsked = () => new URLSearchParams(location.search).has("q");
    addEventListener("popstate", () => { if (loading || isAsked()) open(); });
    if (isAsked()) open();

    const here = document.querySelector(".search-here a");
    if (here) {
      const form = document.createElement("form");
      const field = document.createElement("input");
      const submit = document.createElement("button");
      form.className = "find";
      form.setAttribute("role", "search");
      field.type = "search";
      field.setAttribute("aria-label", here.textContent);
      submit.textContent = here.textContent;
      // Most mistyped addresses end in a name.
      const name = location.pathname.split("/").filter(Boolean).at(-1) ?? "";
      field.value = /[%.]/.test(name) ? "" : name.replace(/[-_]+/g, " ");
      form.append(field, submit);
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        open(field.value);
      });
      here.parentElement.replaceWith(form);
    }
  }
}
