// Evidence: all sources of a fact in one panel, at the side on wide screens and from below on small ones. Its
// content is copied from the page's list of sources. Without this script, an evidence mark is a link there.
{
  const words = JSON.parse(document.querySelector(".card-data")?.dataset.words ?? "{}");
  const panel = document.createElement("div");
  panel.className = "evidence";
  panel.id = "__evidence";
  panel.tabIndex = -1;
  panel.setAttribute("popover", "auto");
  panel.setAttribute("role", "dialog");

  let opener = null; // the mark whose evidence is shown
  let closing = null; // the mark whose evidence this press has just closed

  const isOpen = () => panel.isConnected && panel.matches(":popover-open");
  const element = (name, className, ...children) => {
    const made = document.createElement(name);
    made.className = className;
    made.append(...children);
    return made;
  };
  const button = (className, label, act) => {
    const made = element("button", className, label);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  };

  const copy = (node) => {
    const made = node.cloneNode(true);
    made.removeAttribute("id");
    for (const part of made.querySelectorAll("[id]")) part.removeAttribute("id");
    for (const part of made.querySelectorAll("br")) part.remove();
    return made;
  };

  // The words of a passage as a text directive, without the quotation marks around them and the dots at its ends.
  const directiveOf = (quotation) => {
    const [before, after] = words.quoted.split("{words}");
    const plain = quotation.cloneNode(true);
    for (const dots of plain.querySelectorAll(".cut")) dots.remove();
    const said = plain.textContent.slice(before.length, -after.length || undefined);
    return `text=${encodeURIComponent(said).replace(/[-!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)}`;
  };

  // The address of a passage: that of its source, with a text directive.
  const addressOf = (original, quotation) => {
    const [address, fragment = ""] = original.getAttribute("href").split("#");
    return `${address}#${fragment.split(":~:")[0]}:~:${quotation.dataset.at ?? directiveOf(quotation)}`;
  };

  // What the passages give of the particulars of a fact: first the number of a sentence on what is missing, then
  // each particular after a code of its state, as briefings/render/particulars.py writes them.
  const STATES = { 0: "in_passage", o: "elsewhere", n: "near", c: "counted", d: "derived", "-": "not_found" };
  const particularsOf = (mark) => {
    const [sentence, ...parts] = (mark.dataset.given ?? "").split("¦");
    const particulars = parts.map((part) => {
      const [, code, number, start, end, said] = /^([-a-z]|(\d+)(?::(\d+)-(\d+))?) (.*)$/u.exec(part);
      return { state: STATES[code] ?? STATES[0], number: Number(number ?? -1), start, end, said };
    });
    return { missing: sentence && words.missing[sentence], particulars };
  };

  // Marks the words of a passage that give particulars. Their places are counted in characters.
  const highlight = (quotation, found) => {
    const [before] = words.quoted.split("{words}");
    const signs = [...quotation.textContent];
    // Where the passage begins inside a sentence, dots stand before its words.
    const dots = quotation.querySelector(".cut");
    const first = [...before].length + (dots?.previousSibling?.textContent === before ? [...dots.textContent].length : 0);
    const pieces = [];
    let end = 0;
    for (const each of found.toSorted((one, other) => one.start - other.start)) {
      const from = first + Number(each.start);
      if (from < end) continue;
      const to = first + Number(each.end);
      pieces.push(signs.slice(end, from).join(""), element("mark", "", signs.slice(from, to).join("")));
      end = to;
    }
    quotation.replaceChildren(...pieces, signs.slice(end).join(""));
    return quotation;
  };

  // A table of the particulars in words, those that are found at the same place in one row.
  const tableOf = (particulars) => {
    const list = element("dl", "given");
    for (const state of Object.values(STATES)) {
      const said = particulars.filter((each) => each.state === state).map((each) => each.said);
      if (said.length > 0) list.append(element("dt", `given--${state}`, said.join(" · ")), element("dd", "", words.given[state]));
    }
    return [element("p", "given__heading", words.given.heading), list];
  };

  const passageOf = (source, quotation, found) => {
    const made = element("span", "passage", highlight(copy(quotation), found));
    const mark = [quotation.nextElementSibling, source.querySelector("small + .proof")].find((each) => each?.matches(".proof"));
    const [level, word] = words.unmarked;
    made.append(" ", mark ? copy(mark) : element("span", `proof proof--${level}`, word));
    const original = source.querySelector("small > a[href^='http']");
    if (original) {
      const link = element("a", "evidence__open", words.open);
      link.href = addressOf(original, quotation);
      made.append(" ", link);
    }
    return made;
  };

  // The fact that a mark belongs to: the nearest part of the page that has an anchor.
  const anchorOf = (mark) => {
    for (let node = mark.closest("li, td, p, summary, .summary, div[id]"); node; node = node.parentElement) {
      const id = node.id || node.querySelector(":scope > [id]")?.id;
      if (id) return id;
    }
    return "";
  };

  // A button that copies the address of a place on this page, or of the page.
  const copyLink = (anchor) => {
    const copyButton = button("evidence__copy", words.copy, async () => {
      const address = new URL(location.href);
      address.hash = anchor;
      try {
        await navigator.clipboard.writeText(address.href);
        copyButton.textContent = words.copied;
      } catch {
        // Without permission, the address bar has the link.
        location.hash = anchor;
      }
    });
    return copyButton;
  };

  // Where all passages are proved in the same way, that is said once, below them.
  const sharedProof = (list) => {
    const proofs = [...list.querySelectorAll(".proof")];
    if (proofs.length < 2 || new Set(proofs.map((proof) => proof.textContent)).size > 1) return [];
    for (const proof of proofs) proof.remove();
    return [proofs[0]];
  };

  const show = (mark) => {
    // The numbers of the cited sources and passages: 3, 5a.
    const numbers = (mark.querySelector("sup") ?? mark).textContent.split(", ");
    const { missing, particulars } = particularsOf(mark);
    const sources = new Map(); // each source with its cited passages
    const found = new Map(); // each passage with the particulars that it gives
    for (const [n, number] of numbers.entries()) {
      const place = document.getElementById(`s${number}`);
      if (!place) continue;
      found.set(place, particulars.filter((each) => each.number === n && each.end));
      const source = place.parentElement;
      if (!sources.has(source)) sources.set(source, []);
      if (place.matches("q")) sources.get(source).push(place);
    }
    if (sources.size === 0) return false;
    const items = [...sources].map(([source, passages]) => element("li", "",
      ...[...source.children].slice(0, 3).flatMap((part) => [copy(part), " "]),
      ...(passages.length > 0 ? passages.map((passage) => passageOf(source, passage, found.get(passage))) : [element("span", "passage", words.whole)])));
    const name = mark.getAttribute("aria-label");
    const title = element("strong", "evidence__title", name);
    const close = button("card__close", "×", () => panel.hidePopover());
    close.setAttribute("aria-label", words.close);
    const explained = words.meanings?.[/ev--(\w+)/.exec(mark.className)[1]];
    const meaning = explained ? [element("p", "evidence__meaning", explained)] : [];
    if (missing) meaning.push(element("p", "evidence__missing", missing));
    else if (particulars.length > 0 && particulars.every(({ state }) => /in_passage|near|elsewhere/.test(state))) {
      meaning.push(element("p", "evidence__covered", words.given.all));
    }
    const table = particulars.length > 0 ? tableOf(particulars) : [];
    if (missing) table.push(element("p", "given__doubt", words.given.doubt));
    opener = mark;
    panel.setAttribute("aria-label", name);
    const list = element("ol", "", ...items);
    panel.replaceChildren(close, title, ...meaning, list, ...sharedProof(list), ...table, copyLink(anchorOf(mark)));
    // Right after the mark, so that the Tab key moves into the panel.
    mark.after(panel);
    panel.showPopover();
    panel.scrollTop = 0;
    mark.setAttribute("aria-expanded", "true");
    panel.focus({ preventScroll: true });
    return true;
  };

  // On the page of a source, each passage leads to its place there.
  const original = document.querySelector(".about-source > ul a[href^='http']");
  for (const quotation of original && words.quoted ? document.querySelectorAll(".rests q") : []) {
    const link = element("a", "", ...quotation.childNodes);
    quotation.append(link);
    link.href = addressOf(original, quotation);
  }

  document.querySelector(".page-tools")?.append(copyLink(""));

  // A mark is spoken as what it tells and where it leads: "Evidence: 2 publishers, 6 sources", and what is missing.
  // Those without words say it to a mouse, too.
  for (const mark of words.name ? document.querySelectorAll("a.ev") : []) {
    const name = words.name.replace("{support}", mark.getAttribute("aria-label") ?? mark.firstChild.textContent.trim());
    mark.setAttribute("aria-label", name);
    if (mark.childElementCount === 0) mark.title = name;
  }
  for (const lack of document.querySelectorAll("i.ev--undated")) lack.title = lack.textContent;

  panel.addEventListener("beforetoggle", (event) => {
    if (event.newState === "closed") opener?.removeAttribute("aria-expanded");
  });
  document.addEventListener("pointerdown", () => { closing = isOpen() ? opener : null; }, true);
  document.addEventListener("click", (event) => {
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const mark = event.target instanceof Element ? event.target.closest("a.ev") : null;
    if (mark && (closing === mark && event.detail > 0 || show(mark))) event.preventDefault();
    closing = null;
  });
}
