// The search: a dialog with a field, filters and results. Loaded when it is first opened; Pagefind then
// loads the parts of the index that it needs.

const FACETS = ["kind", "topic", "actor", "year", "status"];
const KINDS = ["event", "statement", "figure"];
const AT_ONCE = 10;
const SECTIONS = 4;
const PAUSE = 120;

let ready;

// Open the dialog, with the query of the address if there is one. If that fails, go to the list of all
// pages. The event is not named "search" because browsers fire that one themselves when a search field is
// cleared.
document.addEventListener("briefings:search", async ({ detail: { base, button, query } }) => {
  try {
    ready ??= make(base, button);
    const search = await ready;
    search.show(query);
  } catch {
    location.assign(button.href);
  }
});

async function make(base, button) {
  const bundle = new URL("../pagefind/", base);
  const [words] = await Promise.all([
    fetch(new URL("words.json", bundle)).then((answer) => answer.json()),
    style(new URL("search.css", base)),
  ]);
  return new Search(bundle, words, button);
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

/** Turns an excerpt into text and <mark> elements. Pagefind returns escaped text with <mark> around each hit;
    no other markup is used. A title at the start is left out, because it is shown above the excerpt. */
function marked(excerpt, title) {
  const parsed = new DOMParser().parseFromString(excerpt, "text/html").body;
  let said = endOfTitle(parsed.textContent, title);
  const parts = [];
  for (const node of parsed.childNodes) {
    const text = node.textContent.slice(said);
    said = Math.max(0, said - node.textContent.length);
    if (text !== "") parts.push(node.nodeName === "MARK" ? element("mark", {}, text) : text);
  }
  return parts;
}

/** Returns how much of an excerpt's start is the title or its last words. */
function endOfTitle(excerpt, title) {
  const words = title.split(/\s+/);
  for (let n = 0; n < words.length; n++) {
    const rest = words.slice(n).join(" ");
    if (excerpt.startsWith(rest)) return rest.length + excerpt.slice(rest.length).match(/^[.\s]*/)[0].length;
  }
  return 0;
}

class Search {
  constructor(bundle, words, button) {
    this.bundle = bundle;
    this.site = new URL("..", bundle);
    this.words = words;
    this.button = button;
    this.turn = 0;
    this.shown = AT_ONCE;
    this.selects = new Map();
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
    for (const facet of FACETS) this.select(facet, words[`facet_${facet}`], [["", words.any]]);
    this.select("sort", words["sort.label"], [["", words["sort.relevance"]], ["desc", words["sort.newest"]], ["asc", words["sort.oldest"]]]);
    this.clear = element("button", { type: "button", class: "search__clear", hidden: true }, words.clear);
    this.filters.append(this.clear);
    this.status = element("p", { id: "__search-said", class: "search__status", role: "status" }, words.start);
    this.list = element("ol", { class: "search__results" });
    this.more = element("button", { type: "button", class: "search__more", hidden: true }, words.more);
    const all = element("p", { class: "search__all" }, element("a", { href: this.button.href }, words.all));
    const form = element("form", { role: "search", class: "search__form" }, element("div", { class: "search__top" }, this.field, close), this.filters);
    this.dialog = element("dialog", { class: "search", "aria-label": words.label }, form, this.status, this.list, this.more, all);
    document.body.append(this.dialog);

    form.addEventListener("submit", (event) => { event.preventDefault(); this.links()[0]?.click(); });
    this.field.addEventListener("input", () => { this.shown = AT_ONCE; this.later(); });
    this.filters.addEventListener("change", () => { this.shown = AT_ONCE; this.run(); });
    this.clear.addEventListener("click", () => {
      for (const select of this.selects.values()) select.value = "";
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
    this.dialog.addEventListener("close", () => this.button.focus());
    this.dialog.addEventListener("click", (event) => { if (event.target === this.dialog) this.dialog.close(); });
    this.dialog.addEventListener("keydown", (event) => this.key(event));
  }

  select(name, label, options) {
    const select = element("select", { id: `__search-${name}`, name }, ...options.map(([value, text]) => element("option", { value }, text)));
    this.selects.set(name, select);
    this.filters.append(element("label", { class: "search__filter" }, element("span", {}, label), select));
  }

  show(query) {
    if (!this.dialog.open) this.dialog.showModal();
    if (query !== undefined) this.field.value = query;
    this.field.focus();
    this.field.select();
    this.run();
  }

  /** Loads Pagefind and the values of all filters, once. */
  load() {
    return this.loading ??= (async () => {
      const pagefind = await import(new URL("pagefind.js", this.bundle));
      await pagefind.options({
        basePath: this.bundle.pathname, baseUrl: this.site.pathname, excerptLength: 24,
        // Do not rank long briefings below short sources.
        ranking: { pageLength: 0.3, termFrequency: 0.6, termSimilarity: 4, metaWeights: { title: 1, names: 10 } },
      });
      await pagefind.init();
      this.offer(await pagefind.filters());
      return pagefind;
    })();
  }

  offer(values) {
    for (const facet of FACETS) {
      const select = this.selects.get(facet);
      const names = Object.keys(values[facet] ?? {});
      const order = facet === "year" ? (a, b) => b - a : new Intl.Collator(this.words.language).compare;
      if (facet !== "status") names.sort(order);
      for (const name of names) select.append(element("option", { value: name }, name));
    }
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
    let found, results;
    const filters = this.chosen();
    const order = this.selects.get("sort").value;
    const query = this.field.value.trim();
    try {
      const pagefind = await this.load();
      const asked = query !== "" || Object.keys(filters).length > 0;
      if (turn !== this.turn) return;
      this.clear.hidden = Object.keys(filters).length === 0;
      if (!asked) return this.empty(this.words.start);
      found = await pagefind.search(query || null, { filters, sort: order ? { date: order } : query ? {} : { date: "desc" } });
      results = await Promise.all(found.results.slice(0, this.shown).map((result) => result.data()));
    } catch {
      if (turn === this.turn) this.empty(this.words.failed);
      return;
    }
    // A newer query has started, so drop this result.
    if (turn !== this.turn) return;
    this.count(found.filters);
    this.list.replaceChildren(...results.map((result) => this.result(result, filters, query)));
    this.more.hidden = found.results.length <= this.shown;
    const n = found.results.length;
    this.status.textContent = n === 0 ? this.words.none : n === 1 ? this.words.count_one : this.words.count_other.replace("{n}", n.toLocaleString(this.words.language));
  }

  empty(words) {
    this.list.replaceChildren();
    this.more.hidden = true;
    this.status.textContent = words;
  }

  /** Shows for each value of each filter how many results it would leave. */
  count(values) {
    for (const facet of FACETS) {
      for (const option of this.selects.get(facet).options) {
        if (!option.value) continue;
        const n = values[facet]?.[option.value] ?? 0;
        option.textContent = `${option.value} (${n})`;
        option.disabled = n === 0 && !option.selected;
      }
    }
  }

  result(result, filters, query) {
    const sections = this.sections(result, filters, query);
    const title = element("a", { href: result.url, class: "search__title" }, result.meta.title);
    const item = element("li", { class: "search__result" }, element("span", { class: "search__kind" }, result.filters.kind?.[0] ?? ""), " ", title);
    const lead = result.sub_results.find((section) => !section.anchor);
    const excerpt = lead?.excerpt ?? (sections.length === 0 ? result.excerpt : undefined);
    if (excerpt) item.append(element("p", { class: "search__excerpt" }, ...marked(excerpt, result.meta.title)));
    if (sections.length > 0) item.append(element("ul", { class: "search__sections" }, ...sections.map((section) => this.section(result, section))));
    return item;
  }

  /** The sections that contain the words and match the filters, best first. */
  sections(result, filters, query) {
    if (query === "") return [];
    const found = [];
    for (const section of result.sub_results) {
      const [kind, year, status, ...anchor] = (section.anchor?.id ?? "").split("/");
      if (anchor.length === 0 || !KINDS.includes(kind)) {
        if (section.anchor && !filters.year && !filters.status) found.push({ ...section, kind: "", year: "", id: section.anchor.id });
        continue;
      }
      if (filters.year && year !== filters.year || filters.status && status !== filters.status.replaceAll(" ", "_")) continue;
      found.push({ ...section, kind, year, id: anchor.join("/") });
    }
    const weight = (section) => section.weighted_locations.reduce((sum, place) => sum + place.balanced_score, 0);
    return found.sort((a, b) => weight(b) - weight(a)).slice(0, SECTIONS);
  }

  section(result, section) {
    const kind = this.words[section.kind];
    const about = [kind, section.year].filter(Boolean).join(", ");
    const link = element("a", { href: `${result.url}#${encodeURIComponent(section.id)}` }, section.title);
    return element("li", {}, ...(about ? [element("span", { class: "search__kind" }, about), " "] : []), link,
      element("p", { class: "search__excerpt" }, ...marked(section.excerpt, section.title)));
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
