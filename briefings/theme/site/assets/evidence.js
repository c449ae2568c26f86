// Evidence: all sources of a fact in one panel: beside the fact on wide screens, from below on small ones. Its
// content is copied from the page's list of sources. Without this script, an evidence mark is a link there.
{
  const words = { ...siteWords, ...JSON.parse(document.querySelector(".card-data")?.dataset.words ?? "{}") };
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
    if (className) made.className = className;
    made.append(...children);
    return made;
  };
  const button = (className, label, act) => {
    const made = element("button", className, label);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  };

  // The words of a part of the page in one line, without evidence and the signs that keep a date on one line.
  const wordsOf = (node, without = ".ev, .evidence") => {
    const made = node.cloneNode(true);
    for (const part of made.querySelectorAll(without)) part.remove();
    return made.textContent.replace(/\u2060/gu, "").replace(/\s+/gu, " ").trim();
  };

  const copy = (node) => {
    const made = node.cloneNode(true);
    made.removeAttribute?.("id");
    for (const part of made.querySelectorAll?.("[id]") ?? []) part.removeAttribute("id");
    return made;
  };

  // Words as a text directive, by which browsers find them on a page.
  const directive = (...said) =>
    `text=${said.map((part) => encodeURIComponent(part).replace(/[-!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)).join(",")}`;

  // How many characters of a quotation stand before and after the words of its passage: quotation marks, and dots
  // for what is left out.
  const around = (quotation) => {
    const marks = words.quoted.split("{words}"), dots = (quotation.dataset.cut ?? "0 0").split(" ");
    return marks.map((mark, n) => mark.length + Number(dots[n]));
  };

  // The words of a passage as a text directive.
  const directiveOf = (quotation) => {
    const [before, after] = around(quotation);
    return directive(quotation.textContent.slice(before, -after || undefined));
  };

  // The address of a passage: that of its source, with a text directive.
  const addressOf = (original, quotation) => {
    const [address, fragment = ""] = original.getAttribute("href").split("#");
    return `${address}#${fragment.split(":~:")[0]}:~:${quotation.dataset.at ?? directiveOf(quotation)}`;
  };

  // What the passages give of the particulars of a fact: first the number of a sentence on what is missing, then
  // each particular after a code of its state, as briefings/render/particulars.py writes them.
  const STATES = { 0: "in_passage", o: "elsewhere", n: "near", s: "of_source", c: "counted", d: "derived", "-": "not_found" };
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
    const signs = [...quotation.textContent], [first] = around(quotation);
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
    // What proves all passages of a source stands once, before them.
    const { proof } = quotation.dataset, shared = source.querySelector(".proof");
    const [level, word] = proof ? [proof, quotation.nextSibling.textContent.trim()] : words.unmarked;
    made.append(" ", !proof && shared ? copy(shared) : element("span", `proof proof--${level}`, word));
    const original = source.querySelector(":scope > a[href^='http']");
    if (original) {
      const link = element("a", "evidence__open", words.open);
      link.href = addressOf(original, quotation);
      made.append(" ", link);
    }
    return made;
  };

  // The words that a mark belongs to: those before it in its block, after the mark before it.
  const sentenceOf = (mark) => {
    const block = mark.closest("li, td, dd, p, summary");
    const before = document.createRange();
    before.setStart(block, 0);
    before.setEndBefore(mark);
    const passed = [...block.querySelectorAll(".ev")].filter((other) => before.comparePoint(other, 0) === 0).at(-1);
    if (passed) before.setStartAfter(passed);
    return wordsOf(before.cloneContents(), ".ev, .evidence, .when, .who-said, .meta");
  };

  // Lists of key facts, key events and agreements lead to their facts.
  const leadOf = (mark) => mark.closest(":is(.key-facts, .milestones, .legend) li")?.querySelector(":scope > a[href^='#']:not(.ev)");
  const targetOf = (link) => link && document.getElementById(decodeURIComponent(link.hash.slice(1)))?.closest("li");

  // Whose words they are or what a number counts, where that stands above.
  const subjectOf = (mark) => {
    const above = mark.closest("li")?.parentElement.closest("li")?.querySelector("strong, b");
    if (above) return above;
    let node = mark.closest(".statements") && mark.closest("ul");
    while (node && node.tagName !== "H3") node = node.previousElementSibling;
    return node?.querySelector("a");
  };

  // The small print beside a fact: its date, what its number is, that it is announced, its result, and
  // that sources differ.
  const remarksOn = (mark) => {
    const item = targetOf(leadOf(mark)) ?? mark.closest("li"), own = mark.closest(".meta");
    const beside = own ? [own] : item?.querySelectorAll(":is(.when, .who-said, .meta:not(:has(.tag)))") ?? [];
    const above = item?.closest("li:has(> .verdict)")?.querySelectorAll(":scope > .verdict") ?? [];
    return [...new Set([...beside, ...above].map((part) => wordsOf(part)).filter(Boolean))];
  };

  // The address of the page where it is published, also in a preview or a copy.
  const pageAddress = (document.querySelector("link[rel='canonical']")?.href ?? location.href).split("#")[0];

  // The address of the fact that a mark belongs to: the nearest part of the page that has an anchor of its own. A
  // sentence of a summary has none, and is found by its words.
  const addressAt = (mark) => {
    if (mark.closest(".summary")) {
      const said = sentenceOf(mark).split(" ");
      const ends = said.length > 8 ? [said.slice(0, 4), said.slice(-4)] : [said];
      return `${pageAddress}#:~:${directive(...ends.map((part) => part.join(" ")))}`;
    }
    const lead = leadOf(mark);
    if (lead) return new URL(lead.hash, pageAddress).href;
    let node = mark.closest("li, td, p, summary, div[id]");
    while (node && !node.id && !node.querySelector(":scope > span[id]")) node = node.parentElement;
    const id = node && (node.id || node.querySelector(":scope > span[id]").id);
    return id ? new URL(`#${id}`, pageAddress).href : pageAddress;
  };

  // A button that copies a text. Without permission, it shows the text instead.
  const copyButton = (text, label, copied) => {
    const made = button("evidence__copy", label, async () => {
      try {
        await navigator.clipboard.writeText(text);
        made.textContent = copied;
      } catch {
        made.replaceWith(element("code", "", text));
      }
    });
    return made;
  };
  const copyLink = (address) => copyButton(address, words.copy, words.copied);

  // What the list says of a source, before its passages.
  const headOf = (source) => {
    const about = [...source.childNodes], end = about.findIndex((part) => part instanceof Element && part.matches("q, .proof"));
    return end < 0 ? about : about.slice(0, end);
  };

  // What readers are told of a fact at this level of evidence: its status, or that it is only second-hand or weak.
  const meaningOf = (mark) => words.meanings[/ev--(\w+)/.exec(mark.className)[1]];

  // The fact with its date and status, its passages and its address, to be copied.
  const citation = (pressed, sources) => {
    const same = (other) => other.getAttribute("href") === pressed.getAttribute("href") && other.textContent === pressed.textContent;
    const mark = [...targetOf(leadOf(pressed))?.querySelectorAll("a.ev") ?? []].find(same) ?? pressed;
    const subject = subjectOf(mark), said = sentenceOf(mark);
    const fact = subject ? words.of.replace(/\{(\w+)\}/gu, (_, key) => (key === "name" ? wordsOf(subject) : said)) : said;
    const lines = [[fact, ...remarksOn(mark), ...(meaningOf(mark) ? [mark.firstChild.textContent.trim()] : [])].join(" · ")];
    for (const [source, passages] of sources) {
      const [, title, ...about] = headOf(source);
      const publisher = wordsOf(element("p", "", ...about.map(copy))).split("· ")[1].trim();
      lines.push([...passages.map((passage) => passage.textContent), `${wordsOf(title)} · ${publisher}`].join(" "));
    }
    lines.push(addressAt(mark));
    const made = element("details", "evidence__cite", element("summary", "", words.cite));
    made.append(...lines.map((line) => element("p", "", line)), copyButton(lines.join("\n"), words.copyCitation, words.citationCopied));
    made.addEventListener("toggle", () => place(pressed));
    return made;
  };

  // On wide screens, the panel stands beside its fact as far as the window allows.
  const wide = matchMedia("(min-width: 76.25em)");
  const place = (mark) => {
    const edge = 8, top = Math.max(document.querySelector(".md-header")?.getBoundingClientRect().bottom ?? 0, 0) + edge;
    const lowest = innerHeight - panel.getBoundingClientRect().height - edge;
    panel.style.top = wide.matches ? `${Math.max(top, Math.min(mark.getBoundingClientRect().top - 24, lowest)) + scrollY}px` : "";
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
      const source = place.closest("li");
      if (!sources.has(source)) sources.set(source, []);
      if (place.matches("q")) sources.get(source).push(place);
    }
    if (sources.size === 0) return false;
    const items = [...sources].map(([source, passages]) => element("li", "",
      ...headOf(source).map(copy),
      ...(passages.length > 0 ? passages.map((passage) => passageOf(source, passage, found.get(passage))) : [element("span", "passage", words.whole)])));
    const explained = meaningOf(mark);
    const meaning = explained ? [element("p", "evidence__meaning", explained)] : [];
    if (missing) meaning.push(element("p", "evidence__missing", missing));
    else if (particulars.length > 0 && particulars.every(({ state }) => /in_passage|near|elsewhere/.test(state))) {
      meaning.push(element("p", "evidence__covered", words.given.all));
    }
    const read = words.read?.[mark.dataset.read];
    if (read) meaning.push(element("p", `evidence__read evidence__read--${read[0]}`, read[1]));
    const table = particulars.length > 0 ? tableOf(particulars) : [];
    if (missing) table.push(element("p", "given__doubt", words.given.doubt));
    const list = element("ol", "", ...items);
    open(mark, mark.getAttribute("aria-label"), ...meaning, list, ...sharedProof(list), ...table, citation(mark, sources), copyLink(addressAt(mark)));
    return true;
  };

  // Shows the panel with this content beside what opens it.
  const open = (mark, name, ...content) => {
    const close = button("card__close", "×", () => panel.hidePopover());
    close.setAttribute("aria-label", words.close);
    opener = mark;
    panel.setAttribute("aria-label", name);
    panel.replaceChildren(close, element("strong", "evidence__title", name), ...content);
    // Right after the mark, so that the Tab key moves into the panel.
    mark.after(panel);
    panel.showPopover();
    panel.scrollTop = 0;
    place(mark);
    // On a phone, the panel would cover a fact on the lower part of the screen.
    const hidden = mark.getBoundingClientRect().bottom + 8 - panel.getBoundingClientRect().top;
    if (hidden > 0 && !matchMedia("(min-width: 60em)").matches) scrollBy({ top: hidden, behavior: "instant" });
    mark.setAttribute("aria-expanded", "true");
    panel.focus({ preventScroll: true });
  };

  // The values of a figure as a table for programs, from the data of the page.
  const saveTable = async (anchor, data) => {
    const { entries } = await (await fetch(data.href)).json();
    const rows = entries.find((entry) => entry.anchor === anchor).parts.map(({ fields, citations = [] }) =>
      ({ ...fields, sources: citations.map(({ source }) => source).join(" ") }));
    const keys = [...new Set(rows.flatMap(Object.keys))];
    // Programs for tables take some words for formulas.
    const cell = (value = "") => `"${String(value).replace(/^(?=[=+@]|-\D)/u, "'").replaceAll('"', '""')}"`;
    const lines = [keys, ...rows.map((row) => keys.map((key) => row[key]))].map((line) => `${line.map(cell).join(",")}\r\n`);
    const file = element("a", "");
    file.href = URL.createObjectURL(new Blob(lines, { type: "text/csv" }));
    file.download = `${anchor}.csv`;
    file.click();
  };

  // Code that shows a picture of the list on another site, as a link to what it shows.
  const codeOf = (item) => {
    const [place, file] = item.querySelectorAll("a");
    const link = element("a", ""), image = element("img", "");
    link.href = new URL(place.hash, pageAddress);
    Object.assign(image, { src: file.href, alt: place.textContent, width: 480 });
    link.append(image);
    return link.outerHTML;
  };

  const codeParts = (item) => {
    const code = codeOf(item);
    return [element("code", "", code), " ", copyButton(code, words.copyCode, words.codeCopied)];
  };

  // A figure as text, as a citation, as code for other sites and as a table.
  const showFigure = (link) => {
    const figure = link.closest("li[id]"), listed = targetOf(link);
    if (!figure || !listed) return false;
    const plain = (node) => wordsOf(node, ".ev, .evidence, p, .address, svg, [href^='#embed-']");
    const label = wordsOf(figure.querySelector("strong")), address = new URL(`#${figure.id}`, pageAddress).href;
    const numbers = [label, ...[...figure.querySelectorAll(".value")].map((value) => plain(value.closest("li"))), address];
    const cited = `${label} · ${plain(document.querySelector(".page-tools p"))} ${address}`;
    const data = document.querySelector("link[type='application/json']");
    const part = (text, button) => [element("p", "evidence__text", text), button];
    open(link, label,
      ...part(numbers.slice(1, -1).join(" · "), copyButton(numbers.join("\n"), words.numbers, words.done)),
      ...(data ? [" ", button("evidence__copy", "CSV", () => saveTable(figure.id, data))] : []),
      ...part(cited, copyButton(cited, words.copyCitation, words.citationCopied)),
      ...codeParts(listed));
    return true;
  };

  // On the page of a source, each passage leads to its place there.
  const original = document.querySelector(".about-source > ul a[href^='http']");
  for (const quotation of original ? document.querySelectorAll(".rests q") : []) {
    const link = element("a", "", ...quotation.childNodes);
    quotation.append(link);
    link.href = addressOf(original, quotation);
  }

  document.querySelector(".page-tools")?.append(copyLink(pageAddress));

  // Pictures for other sites are shown when their list is opened, with buttons to copy the code and, for programs
  // that take no SVG, to save a PNG.
  const savePng = (image, name) => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [2 * image.naturalWidth, 2 * image.naturalHeight];
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const link = element("a", "");
    [link.href, link.download] = [canvas.toDataURL("image/png"), name];
    link.click();
  };
  const embeds = document.querySelector(".embeds");
  const showPictures = () => {
    for (const item of embeds.querySelectorAll("li")) {
      const path = new URL(item.querySelector("a + a").href).pathname;
      const image = element("img", "");
      image.alt = "";
      image.src = `../../${path.slice(path.indexOf("embeds/"))}`; // of this site, wherever it is served
      const name = path.split("/").slice(-2).join("-").replace(/svg$/, "png");
      item.append(image, ...codeParts(item), " ", button("evidence__copy", "PNG", () => savePng(image, name)));
    }
  };
  if (embeds?.open) showPictures();
  else embeds?.addEventListener("toggle", showPictures, { once: true });

  panel.addEventListener("beforetoggle", (event) => {
    if (event.newState === "closed") opener?.removeAttribute("aria-expanded");
  });
  document.addEventListener("pointerdown", () => { closing = isOpen() ? opener : null; }, true);
  document.addEventListener("click", (event) => {
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const mark = event.target instanceof Element ? event.target.closest("a.ev") : null;
    const link = event.target instanceof Element ? event.target.closest(".figures a[href^='#embed-']") : null;
    if ((mark ?? link) && (closing === (mark ?? link) && event.detail > 0 || (mark ? show(mark) : showFigure(link)))) event.preventDefault();
    closing = null;
  });
}
