// Opens the search when a reader asks for it, by its button, by f, s or /, or by ?q= in the address.
// Nothing of the search itself is loaded before that.
{
  const base = new URL(".", document.currentScript.src);
  const button = document.querySelector("[data-search]");

  const open = async (query) => {
    try {
      const search = await import(new URL("search.js", base));
      search.open({ base, button, query });
    } catch {
      location.assign(button.href);
    }
  };

  const typing = (target) => target.isContentEditable || /^(input|select|textarea)$/i.test(target.tagName) && target.type !== "radio" && target.type !== "checkbox";

  if (button) {
    button.setAttribute("role", "button");
    button.setAttribute("aria-haspopup", "dialog");
    button.setAttribute("aria-keyshortcuts", "f s /");
    button.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      open();
    });
    button.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      open();
    });
    document.addEventListener("keydown", (event) => {
      if (event.metaKey || event.ctrlKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
      if (event.key !== "f" && event.key !== "s" && event.key !== "/") return;
      event.preventDefault();
      open();
    });
    const asked = new URLSearchParams(location.search).get("q");
    if (asked !== null) open(asked);
  }
}
