// Cards, evidence, and where the reader is, which are loaded when the reader first moves, points or types. What a
// pointer or the focus does before that is repeated when they have arrived. Only what marks are called is said at
// once, for those who hear the page.
{
  // A mark is spoken as what it tells and where it leads: "Evidence: 2 publishers, 6 sources (1a, 3)", and what is missing.
  // Those without words say it to a mouse, too.
  const { name } = JSON.parse(document.querySelector(".card-data")?.dataset.words ?? "{}");
  for (const mark of name ? document.querySelectorAll("a.ev") : []) {
    const said = name.replace("{support}", mark.getAttribute("aria-label") ?? `${mark.firstChild.textContent.trim()} (${mark.lastChild.textContent})`);
    mark.setAttribute("aria-label", said);
    if (mark.childElementCount === 0) mark.title = said;
  }
  for (const lack of document.querySelectorAll("i.ev--undated")) lack.title = lack.textContent;

  const style = document.createElement("link");
  const scripts = document.importNode(document.querySelector("template.later").content, true);
  const signs = ["scroll", "pointerover", "pointerdown", "keydown", "focusin"];
  const parts = [style, ...scripts.children];
  let waiting = parts.length;
  let pointer = "mouse";
  let pressed = null; // the link that was pressed last

  const load = () => {
    for (const sign of signs) removeEventListener(sign, load, true);
    style.rel = "stylesheet";
    style.href = new URL("panels.css", document.querySelector("script[src*='/later.js']").src);
    document.head.append(style);
    for (const script of scripts.children) script.async = false; // in their order
    document.body.append(scripts);
  };
  const arrive = () => {
    waiting -= 1;
    if (waiting > 0) return;
    removeEventListener("click", hold, true);
    const over = document.querySelector("a:hover");
    over?.dispatchEvent(new PointerEvent("pointerover", { bubbles: true, pointerType: pointer }));
    document.querySelector("a:focus-visible")?.dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
    if (!pressed) return;
    pressed.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, pointerType: pointer }));
    pressed.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, detail: 1 }));
  };
  const hold = (event) => {
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const isCard = pointer !== "mouse" && /\/actors\/[^/.]+\/?$/.test(link?.pathname);
    if (!isCard && !link?.matches("a.ev, .figures a[href^='#embed-']")) return;
    event.preventDefault();
    event.stopPropagation();
    pressed = link;
  };

  for (const part of parts) {
    part.addEventListener("load", arrive);
    part.addEventListener("error", arrive);
  }
  addEventListener("pointerdown", (event) => { pointer = event.pointerType; }, true);
  addEventListener("click", hold, true);
  for (const sign of signs) addEventListener(sign, load, { capture: true, passive: true });
}
