// The search: a dialog with a field, filters and results. Loaded when it is first opened; Pagefind then
// loads the parts of the index that it needs. While the dialog is open, the address has its query and filters.

const FACETS = ["kind", "topic", "actor", "year", "status"];
const AT_ONCE = 10;
const FIRST = 3;
const SECTIONS = 4;
const PAUSE = 120;

let ready;

// Open the dialog with a query, or show what the address asks for. If that fails, go to the list of all
// pages. The event is not named "search" because browsers fire that one themselves when a search field is
// cleared.
document.addEventListener("briefings:search", async ({ detail: { base, button, query } }) => {
  try {
    ready ??= make(base, button);
    const search = await ready;
    if (query === undefined) search.follow();
    else search.show(query);
  } catch {
    location.assign(button.href);
  }
});

async function make(base, button) {
  const bundle = new URL("../pagefind/", base);
  const [words, names] = await Promise.all([
    json(new URL("words.json", bundle)).then((words) => {
      // Pagefind asks for its program late.
      document.head.append(element("link", { rel: "preload", as: "fetch", crossorigin: "anonymous", href: new URL(words.program, bundle).href }));
      return words;
    }), json(new URL("names.json", bundle)), style(new URL("search.css", base)),
  ]);
  return new Search(bundle, words, names, button);
}

async function json(address) {
  const answer = await fetch(address);
  return answer.json();
}

function style(address) {
  return new Promise((done, failed) => {
    const link = element("link", { rel: "stylesheet", href: address.href });
    link.addEventListener("load", done);
    link.addEventListener("error", failed);
    document.head.append(link);
  });
}

/** Creates an element with attributes and children. Strings become text, never markup. */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== false) made.setAttribute(key, value === true ? "" : value);
  made.append(...children);
  return made;
}

// ---- Letters: as in briefings/search/letters.py ----------------------------------------------------------

// Letters of scripts that write no space between them and a number.
const IDEOGRAPH = "[\\u3041-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}]";
// Letters of scripts that write words without spaces. In the index, each is a word.
const LETTER = `(?:${IDEOGRAPH}`
  + "|[\\u0e01-\\u0e30\\u0e32\\u0e33\\u0e40-\\u0e46\\u0e81-\\u0eb0\\u0eb2\\u0eb3\\u0ec0-\\u0ec6\\u1000-\\u102a\\u103f\\u1780-\\u17b3]"
  + "[\\u0e31\\u0e34-\\u0e3a\\u0e47-\\u0e4e\\u0eb1\\u0eb4-\\u0ebc\\u0ec8-\\u0ecd\\u102b-\\u103e\\u17b4-\\u17d3]*)";
const LETTERS = new RegExp(LETTER, "gu");
const LETTER_FIRST = new RegExp(`^${LETTER}`, "u");
const MARK = "[\\ue000\\ue001]*";
const SIGN = "[\\u3001-\\u303f\\uff01-\\uff65“”‘’…—]";
const BETWEEN = new RegExp(`(?<=${LETTER}${MARK}) +(?=${MARK}(?:${LETTER}|${SIGN}))|(?<=${SIGN}${MARK}) +(?=${MARK}${LETTER})`
  + `|(?<=${IDEOGRAPH}${MARK}) +(?=${MARK}\\d)|(?<=[\\d%]${MARK}) +(?=${MARK}${IDEOGRAPH})`, "gu");
const SIMPLER = { ß: "ss", ł: "l", ø: "o", æ: "ae", œ: "oe", đ: "d", ð: "d", þ: "th", ı: "i", ħ: "h" };

const spaced = (text) => text.replace(LETTERS, " $& ").replace(/\s+/gu, " ").trim();
const unspaced = (text) => text.replace(BETWEEN, "");
const simpler = (text) => text.replace(/[ßłøæœđðþıħ]/gu, (letter) => SIMPLER[letter]);
const folded = (text) => simpler(text.toLowerCase()).normalize("NFD").replace(/\p{M}/gu, "").normalize("NFC");
const quoted = (text) => `"${text}"`;

/** The parts of a query that must be found exactly: numbers such as 30 and H20, and words without spaces. */
function exactParts(query) {
  return query.split(/\s+/u).filter((word) => /\p{N}/u.test(word) || word.match(LETTERS)?.length > 1).map(spaced);
}

/** Returns how many letters to add, remove, replace or exchange to turn one word into another. */
function distance(one, other) {
  let before, last = [], row = Array.from({ length: other.length + 1 }, (_, n) => n);
  for (let i = 1; i <= one.length; i++) {
    [before, last, row] = [last, row, [i]];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1];
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
  }
  return row[other.length];
}

/** How many pages were found, in the plural form of the language. */
function counted(words, n) {
  const form = words.count[new Intl.PluralRules(words.language).select(n)] ?? words.count.other;
  return form.replace("{n}", n.toLocaleString(words.language));
}

/** The words of a text, each as Pagefind's own list of words has it. */
const wordsOf = (text) => text.replaceAll('"', " ").trim().split(/\s+/u);

/** The names most like a misspelt word, best first. Two differences are allowed only in long words with the
    same first letter. */
function nearest(word, names) {
  const close = [];
  for (const [key, name] of names) {
    const allowed = word.length > 5 && key[0] === word[0] ? 2 : 1;
    if (Math.abs(key.length - word.length) > allowed) continue;
    const n = distance(word, key);
    if (n <= allowed) close.push([n, name]);
  }
  return close.sort(([a], [b]) => a - b).filter(([n]) => n === close[0][0]).map(([, name]) => name).slice(0, 3);
}

/** Turns an excerpt into text and <mark> elements. Pagefind returns escaped text with <mark> around each hit;
    no other markup is used. A title at the start is left out, because it is shown above the excerpt. */
function marked(excerpt, title) {
  let text = "";
  for (const node of new DOMParser().parseFromString(excerpt, "text/html").body.childNodes) {
    const words = node.textContent.replace(/[\ue000\ue001]/g, "");
    text += node.nodeName === "MARK" ? `\ue000${words}\ue001` : words;
  }
  // A mark for each letter becomes one for the word.
  text = unspaced(text).replaceAll("\ue001\ue000", "");
  let skipped = endOfTitle(text.replace(/[\ue000\ue001]/g, ""), title);
  const parts = [];
  for (const part of text.split(/(\ue000[^\ue001]*\ue001)/)) {
    const words = part.replace(/[\ue000\ue001]/g, "");
    const rest = words.slice(skipped);
    skipped = Math.max(0, skipped - words.length);
    if (rest !== "") parts.push(part.startsWith("\ue000") ? element("mark", {}, rest) : rest);
  }
  // An excerpt is a number of words, from the middle of a sentence to that of another.
  const first = parts.length && text.replace(/[\ue000\ue001]/g, "").slice(endOfTitle(text.replace(/[\ue000\ue001]/g, ""), title));
  if (first && /^[\p{Ll}\p{N}]/u.test(first)) parts.unshift("… ");
  if (first && !/[.!?…。！？।؟”“’»«」』"]\s*$/u.test(first)) parts.push(" …");
  return parts;
}

/** Returns how much of an excerpt's start is the title or its last words. */
function endOfTitle(excerpt, title) {
  const words = title.split(/\s+/);
  for (let n = 0; n < words.length; n++) {
    const rest = words.slice(n).join(" ");
    if (excerpt.startsWith(rest)) return rest.length + excerpt.slice(rest.length).match(/^[.·\s]*/)[0].length;
  }
  return 0;
}

/** The kind, year, status and anchor of a section. Those of hand-written pages have only an anchor. */
function place(section) {
  const parts = section.anchor.id.split("/");
  const [kind, year, status, ...anchor] = parts.length > 3 ? parts : ["", "", "", section.anchor.id];
  return { kind, year, status, id: anchor.join("/") };
}

// ---- The dialog ------------------------------------------------------------------------------------------

class Search {
  constructor(bundle, words, names, button) {
    this.bundle = bundle;
    this.site = new URL("..", bundle);
    this.words = words;
    this.button = button;
    // Pages by kind, each with its title, its address and its other names.
    this.named = Object.entries(names).flatMap(([kind, pages]) => pages.map(([title, address, ...others]) => (
      { kind, title, address, names: [title, ...others].map(folded) })));
    this.turn = 0;
    this.shown = AT_ONCE;
    this.selects = new Map();
    // Whether this page added the address of the open dialog to the history.
    this.added = false;
    this.build();
  }

  build() {
    const { words } = this;
    this.field = element("input", {
      type: "search", id: "__search-field", class: "search__field", placeholder: words.hint, "aria-label": words.label,
      autocomplete: "off", autocapitalize: "off", spellcheck: "false", "aria-describedby": "__search-said",
    });
    const close = element("button", { type: "button", class: "search__close", "aria-label": words.close }, "×");
    this.filters = element("div", { class: "search__filters" });
    this.facets = element("summary", { class: "search__summary" }, words.filters);
    this.fold = element("details", { class: "search__fold" }, this.facets, this.filters);
    for (const facet of FACETS) this.select(facet, words[`facet_${facet}`], [["", words.any]]);
    this.select("sort", words["sort.label"], [["", words["sort.relevance"]], ["desc", words["sort.newest"]], ["asc", words["sort.oldest"]]]);
    this.clear = element("button", { type: "button", class: "search__clear", hidden: true }, words.clear);
    this.filters.append(this.clear);
    this.status = element("p", { id: "__search-said", class: "search__status", role: "status" }, words.start);
    this.mean = element("p", { class: "search__mean", role: "status" });
    this.list = element("ol", { class: "search__results" });
    this.more = element("button", { type: "button", class: "search__more", hidden: true }, words.more);
    const all = element("p", { class: "search__all" }, element("a", { href: this.button.href }, words.all));
    const form = element("form", { role: "search", class: "search__form" }, element("div", { class: "search__top" }, this.field, close), this.fold);
    this.dialog = element("dialog", { class: "search", "aria-label": words.label }, form, this.status, this.mean, this.list, this.more, all);
    document.body.append(this.dialog);

    form.addEventListener("submit", (event) => { event.preventDefault(); this.links()[0]?.click(); });
    this.field.addEventListener("input", () => { this.shown = AT_ONCE; this.later(); });
    this.fold.addEventListener("toggle", () => this.run());
    this.filters.addEventListener("change", () => { this.shown = AT_ONCE; this.run(); });
    this.clear.addEventListener("click", () => {
      for (const facet of FACETS) this.selects.get(facet).value = "";
      this.run();
      this.field.focus();
    });
    this.more.addEventListener("click", async () => {
      const before = this.list.children.length;
      this.shown += AT_ONCE;
      await this.run();
      this.list.children[before]?.querySelector("a").focus();
    });
    close.addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("close", () => this.leave());
    this.dialog.addEventListener("click", (event) => { if (event.target === this.dialog) this.dialog.close(); });
    this.dialog.addEventListener("keydown", (event) => this.key(event));
  }

  select(name, label, options) {
    const select = element("select", { id: `__search-${name}`, name }, ...options.map(([value, text]) => element("option", { value }, text)));
    this.selects.set(name, select);
    this.filters.append(element("label", { class: "search__filter" }, element("span", {}, label), select));
  }

  /** Opens the dialog, for the reader's own query if there is one. */
  show(query) {
    if (query) this.field.value = query;
    if (!this.dialog.open) {
      history.pushState(null, "", this.address());
      this.added = true;
    }
    this.open();
  }

  open() {
    if (!this.dialog.open) this.dialog.showModal();
    this.field.focus();
    this.field.select();
    this.run();
  }

  // ---- The address ----

  /** The page's own address, with what is asked while the dialog is open. Everything else in it stays. */
  address(isOpen = true) {
    const address = new URL(location.href);
    const own = address.search.slice(1).split("&").filter((part) => part !== "" && !/^q(?:-\w+)?(?:=|$)/.test(part));
    const asked = new URLSearchParams(isOpen ? { q: this.field.value.trim() } : {});
    for (const [name, select] of this.selects) if (isOpen && select.value) asked.set(`q-${name}`, select.value);
    address.search = [...own, ...(isOpen ? [asked.toString()] : [])].join("&");
    return address;
  }

  /** Shows what the address asks for: the reader opened a link, or went back or forward. */
  follow() {
    const asked = new URLSearchParams(location.search);
    if (!asked.has("q")) {
      this.added = false;
      if (this.dialog.open) this.dialog.close();
      return;
    }
    this.field.value = asked.get("q");
    for (const [name, select] of this.selects) {
      const value = asked.get(`q-${name}`) ?? "";
      // The index will say whether there is such a value.
      if (value && ![...select.options].some((option) => option.value === value)) select.append(element("option", { value }, value));
      select.value = value;
    }
    this.fold.open ||= [...this.selects.values()].some((select) => select.value);
    this.open();
  }

  /** Returns to the page's own address when the dialog was closed. */
  leave() {
    clearTimeout(this.timer);
    this.turn++;
    if (this.added) history.back();
    else if (new URLSearchParams(location.search).has("q")) history.replaceState(null, "", this.address(false));
    this.added = false;
    this.button.focus();
  }

  // ---- Searching ----

  /** Loads Pagefind, once. */
  load() {
    return this.loading ??= (async () => {
      const pagefind = await import(new URL("pagefind.js", this.bundle));
      await pagefind.options({
        basePath: this.bundle.pathname, baseUrl: this.site.pathname, excerptLength: 24,
        // The index is small, and a worker would have to be loaded first.
        noWorker: true,
        // Do not rank long briefings below short sources. Whoever searches for an alias wants the actor first,
        // then the briefings about it.
        ranking: {
          pageLength: 0.3, termFrequency: 0.6, termSimilarity: 4,
          metaWeights: { title: 1, names: 10, titled: 8, about: 4, also: 1, simpler: 1 },
        },
      });
      await pagefind.init();
      return pagefind;
    })();
  }

  chosen() {
    return Object.fromEntries(FACETS.map((facet) => [facet, this.selects.get(facet).value]).filter(([, value]) => value));
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.run(), PAUSE);
  }

  async run() {
    clearTimeout(this.timer);
    const turn = ++this.turn;
    const filters = this.chosen();
    const order = this.selects.get("sort").value;
    const query = this.field.value.trim().replace(/[“”„«»]/gu, '"');
    history.replaceState(history.state, "", this.address());
    this.clear.hidden = Object.keys(filters).length === 0;
    this.facets.textContent = this.clear.hidden ? this.words.filters : `${this.words.filters} (${Object.keys(filters).length})`;
    // These need no index.
    const own = this.clear.hidden && !order ? this.own(query) : [];
    if (own.length > 0) this.put(own.map((page) => this.entry(page)));
    try {
      const pagefind = await this.load();
      const all = this.fold.open ? await pagefind.filters() : {};
      if (query === "" && this.clear.hidden) {
        if (turn !== this.turn) return;
        this.offer(all);
        this.empty(this.words.start);
        return;
      }
      let found = await this.find(pagefind, query, { filters, sort: order ? { date: order } : query ? {} : { date: "desc" } });
      if (own.length > 0 && found.kept) found = { results: [], filters: {} };
      const similar = await this.suggest(query, found.unknown);
      const values = { ...found.filters, ...await this.others(pagefind, query, filters) };
      let shown = 0;
      // The first ones are shown before the others are loaded.
      for (const limit of [FIRST, this.shown]) {
        const results = await Promise.all(found.results.slice(shown, limit).map((result) => result.data()));
        // A newer query has started, so drop this result.
        if (turn !== this.turn) return;
        const items = results.map((result) => [result.url, this.result(result, filters, query)]);
        if (shown === 0) this.begin(own, items);
        else this.list.append(...items.filter(([url]) => !own.some(({ address }) => this.url(address) === url)).map(([, item]) => item));
        shown = limit;
        // Pages that were found by name are in the index, too.
        const n = Math.max(found.results.length + own.filter(({ names }) => !names).length, own.length);
        const kept = found.kept?.join(" ");
        this.status.textContent = n === 0 ? this.words.none : kept ? this.words.partly.replace("{words}", kept) : counted(this.words, n);
      }
      this.offer(values);
      this.more.hidden = found.results.length <= this.shown;
      this.propose(similar);
    } catch {
      if (turn === this.turn) this.empty(this.words.failed);
    }
  }

  /** The address of a page of the site, or one elsewhere, as results have it. */
  url(address) {
    const url = new URL(address, this.site);
    return url.origin === this.site.origin ? url.pathname + url.hash : url.href;
  }

  /** Pages that are called what was typed, and functions of the site whose words were. */
  own(query) {
    const wanted = folded(query);
    const all = wanted.split(/\s+/u);
    const long = all.filter((word) => word.length > 3 || /\p{N}/u.test(word));
    const has = (text) => (long.length ? long : all).every((word) => text.includes(` ${word}`) || LETTER_FIRST.test(word) && text.includes(word));
    const named = this.named.filter(({ names }) => names.includes(wanted));
    if (wanted.length < 2 || named.length > 0) return named;
    return this.words.functions.filter(([title, , also]) => has(` ${folded(`${title} ${also}`)}`))
      .map(([title, address]) => ({ kind: this.words.page, title, address }));
  }

  /** Such a page, without an excerpt. An empty address is the choice of light or dark, with a title for each. */
  entry({ kind, title, address }) {
    const link = element("a", { href: address ? this.url(address) : "#", class: "search__title" }, title);
    if (!address) this.toggles(link, title.split("|"));
    return element("li", { class: "search__result" }, element("span", { class: "search__kind" }, kind), " ", link);
  }

  toggles(link, [dark, light]) {
    const { dataset } = document.body;
    const name = () => { link.textContent = dataset.mdColorScheme === "slate" ? light : dark; };
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const { mdColorScheme } = dataset;
      // The button also has the choice of the system, which may look the same.
      for (let n = 0; n < 3 && dataset.mdColorScheme === mdColorScheme; n++) document.querySelector("button.scheme")?.click();
      name();
    });
    name();
  }

  /** Shows other results. The keyboard stays at a link that is still there, and else returns to the field. */
  put(items) {
    const { href } = this.list.contains(document.activeElement) ? document.activeElement : {};
    this.list.replaceChildren(...items);
    if (href) (this.links().find((link) => link.href === href) ?? this.field).focus();
  }

  /** Shows the first results. Pages found by name are there already, and only get what the index has besides: who is
      clicking one of them would miss a link that is replaced. */
  begin(own, items) {
    if (own.length === 0) return this.put(items.map(([, item]) => item));
    const found = new Map(items);
    for (const [n, page] of own.entries()) {
      const url = this.url(page.address);
      this.list.children[n].append(...[...found.get(url)?.children ?? []].slice(2));
      found.delete(url);
    }
    this.list.append(...found.values());
  }

  /** The results for a query: exact phrases first, then those with its numbers as typed, because Pagefind also
      returns words that only begin with what was typed. If no page has all words, `kept` are those that the best
      page has. */
  async find(pagefind, query, options) {
    const asked = spaced(query);
    const own = /^".*"$/u.test(query);
    if (query === "" || own || options.sort.date) return pagefind.search(query === "" ? null : asked, options);
    const phrase = asked.replaceAll('"', " ");
    const parts = exactParts(phrase.includes(" ") ? query : "");
    let [all, exact, ...some] = await Promise.all([
      pagefind.search(asked, options), pagefind.search(quoted(phrase), options),
      ...parts.map((part) => pagefind.search(quoted(part), options)),
    ]);
    if (all.results.length === 0 && simpler(asked) !== asked) all = await pagefind.search(simpler(asked), options);
    if (exact.results.length === 0) {
      const words = wordsOf(query);
      const isKnown = await Promise.all(words.map((word) => this.isKnown(pagefind, word)));
      const unknown = words.filter((_, n) => !isKnown[n]);
      let kept = words.filter((_, n) => isKnown[n]);
      if (kept.length === 0) return { results: [], filters: {}, unknown };
      if (unknown.length > 0) all = await pagefind.search(spaced(kept.join(" ")), options);
      if (all.results.length === 0) {
        kept = await this.together(pagefind, kept, options);
        all = await pagefind.search(spaced(kept.join(" ")), options);
      }
      if (kept.length < words.length) return { results: all.results, filters: all.filters, unknown, kept };
    }
    const exactly = new Map(exact.results.map((result) => [result.id, result]));
    const partly = some.map((each) => new Set(each.results.map((result) => result.id)));
    const rank = ({ id }) => exactly.has(id) ? 0 : partly.every((ids) => ids.has(id)) ? 1 : 2;
    const known = new Set(all.results.map((result) => result.id));
    const ranked = [...all.results, ...exact.results.filter((result) => !known.has(result.id))]
      .map((result) => [rank(result), exactly.get(result.id) ?? result, result.score]).sort(([a, , one], [b, , other]) => a - b || other - one);
    // Two pages with the same letters in another order have nothing in common.
    const isEnough = asked.match(LETTERS) && ranked.some(([tier]) => tier < 2);
    const results = ranked.filter(([tier]) => tier < 2 || !isEnough).map(([, result]) => result);
    return { results, filters: isEnough && exactly.size > 0 && ranked.length === exactly.size ? exact.filters : all.filters };
  }

  /** Whether a word is in the index or begins one. For any other, Pagefind returns a word that it begins with. */
  async isKnown(pagefind, word) {
    const key = folded(word);
    if (this.allNames.some(([name]) => name.startsWith(key))) return true;
    const [exact, begun] = await Promise.all([pagefind.search(quoted(spaced(word))), pagefind.search(spaced(word))]);
    if (exact.results.length > 0) return true;
    const best = await begun.results[0]?.data();
    const marks = best ? [best, ...best.sub_results].flatMap(({ excerpt }) => [...excerpt.matchAll(/<mark>(.*?)<\/mark>/gu)]) : [];
    return marks.some(([, mark]) => folded(mark).startsWith(key));
  }

  /** Of several words that no page has together, those of the page that has most of them. */
  async together(pagefind, words, options) {
    const found = await Promise.all(words.map((word) => pagefind.search(spaced(word), options)));
    const scores = new Map();
    // A word more weighs more than any score, which is below 100.
    for (const { results } of found) for (const { id, score } of results) scores.set(id, (scores.get(id) ?? 0) + score + 1000);
    const [best] = [...scores].reduce((one, other) => other[1] > one[1] ? other : one, ["", 0]);
    return words.filter((_, n) => found[n].results.some(({ id }) => id === best));
  }

  /** The values that a filter with a chosen value offers in its place. */
  async others(pagefind, query, filters) {
    const values = await Promise.all(Object.keys(filters).map(async (facet) => {
      const { [facet]: _, ...rest } = filters;
      const found = await pagefind.search(query === "" ? null : spaced(query), { filters: rest });
      return [facet, found.filters[facet]];
    }));
    return Object.fromEntries(values);
  }

  /** Queries in which misspelt words are replaced by names, if there are any like them. */
  suggest(query, unknown = []) {
    let queries = [""];
    for (const word of wordsOf(query)) {
      const isWrong = unknown.includes(word) && word.length > 3 && !/\p{N}/u.test(word);
      const better = isWrong ? nearest(folded(word), this.allNames) : [];
      queries = queries.flatMap((start) => (better.length ? better.slice(0, queries.length > 1 ? 1 : 3) : [word]).map((each) => `${start} ${each}`.trim()));
    }
    return queries.filter((each) => folded(each) !== folded(query)).slice(0, 3);
  }

  /** The words of all names of pages, with what is typed for them. */
  get allNames() {
    const words = this.named.flatMap(({ title, names }) => [title, ...names]).flatMap((name) => name.match(/\p{L}[\p{L}\p{M}\p{N}_’']+/gu) ?? []);
    const unique = new Map(words.filter((word) => word.length > 2).reverse().map((word) => [folded(word), word]));
    Object.defineProperty(this, "allNames", { value: [...unique].reverse() });
    return this.allNames;
  }

  propose(queries) {
    const buttons = queries.map((query) => {
      const button = element("button", { type: "button", class: "search__name" }, query);
      button.addEventListener("click", () => { this.field.value = query; this.field.focus(); this.run(); });
      return button;
    });
    this.mean.replaceChildren(...(buttons.length ? [this.words.mean, " ", ...buttons] : []));
  }

  empty(words) {
    this.put([]);
    this.mean.replaceChildren();
    this.more.hidden = true;
    this.status.textContent = words;
  }

  /** A year in words. Years are counted with a year 0: -43 is 44 BCE. */
  year(year) {
    return year < 1 ? this.words.bce.replace("{year}", 1 - year) : year;
  }

  /** Offers the values of each filter that leave results, with their number, and hides filters without any. */
  offer(values) {
    const collator = new Intl.Collator(this.words.language, { numeric: true });
    for (const facet of FACETS) {
      const select = this.selects.get(facet);
      const chosen = select.value;
      const names = Object.entries(values[facet] ?? {}).filter(([name, n]) => n > 0 || name === chosen);
      if (chosen && !names.some(([name]) => name === chosen)) names.push([chosen, 0]);
      names.sort(([a], [b]) => facet === "year" ? b - a : collator.compare(a, b));
      const options = names.map(([value, n]) => element("option", { value }, `${facet === "year" ? this.year(value) : value} (${n})`));
      select.replaceChildren(element("option", { value: "" }, this.words.any), ...options);
      select.value = chosen;
      select.parentElement.hidden = names.length === 0;
    }
  }

  // ---- Results ----

  result(result, filters, query) {
    const sections = this.sections(result, filters, query);
    const name = unspaced(result.meta.title);
    const title = element("a", { href: result.url, class: "search__title" }, name);
    const item = element("li", { class: "search__result" }, element("span", { class: "search__kind" }, result.filters.kind?.[0] ?? ""), " ", title);
    const lead = result.sub_results.find((section) => !section.anchor);
    const excerpt = lead?.excerpt ?? (sections.length === 0 ? result.excerpt : undefined);
    if (excerpt) item.append(element("p", { class: "search__excerpt" }, ...marked(excerpt, name)));
    if (sections.length > 0) item.append(element("ul", { class: "search__sections" }, ...sections.map((section) => this.section(result, section))));
    return item;
  }

  /** The sections that contain the words and match the filters, best first. */
  sections(result, filters, query) {
    if (query === "") return [];
    const fits = ({ year, status }) => (!filters.year || year === filters.year) && (!filters.status || status === filters.status.replaceAll(" ", "_"));
    const weight = (section) => section.weighted_locations.reduce((sum, place) => sum + place.balanced_score, 0);
    const found = result.sub_results.filter((section) => section.anchor).map((section) => ({ ...section, ...place(section) })).filter(fits);
    return found.sort((a, b) => weight(b) - weight(a)).slice(0, SECTIONS);
  }

  section(result, section) {
    const title = unspaced(section.title);
    const about = [this.words[section.kind], section.year && this.year(section.year)].filter(Boolean).join(" · ");
    const link = element("a", { href: `${result.url}#${encodeURIComponent(section.id)}` }, title);
    // What readers must know first: that it is contradicted, disputed or only announced.
    const status = section.status.replaceAll("_", " ");
    const known = status === this.words.reported ? "" : status;
    return element("li", {}, ...(about ? [element("span", { class: "search__kind" }, about), " "] : []), link,
      ...(known ? [" ", element("strong", { class: "search__doubt" }, known)] : []),
      element("p", { class: "search__excerpt" }, ...marked(section.excerpt, title)));
  }

  links() {
    return [...this.list.querySelectorAll("a")];
  }

  /** The arrow keys, Home and End move between the field and the results. */
  key(event) {
    if (event.target.tagName === "SELECT" || event.altKey || event.ctrlKey || event.metaKey) return;
    const links = this.links();
    const at = links.indexOf(document.activeElement);
    const field = document.activeElement === this.field;
    if (event.key === "ArrowDown" && (field || at >= 0) && at + 1 < links.length) links[at + 1].focus();
    else if (event.key === "ArrowUp" && at > 0) links[at - 1].focus();
    else if (event.key === "ArrowUp" && at === 0) this.field.focus();
    else if (event.key === "Home" && at >= 0) links[0].focus();
    else if (event.key === "End" && at >= 0) links.at(-1).focus();
    else return;
    event.preventDefault();
  }
}
