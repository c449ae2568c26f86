// The desk's page: an inbox, and an article beside one card. What it shows comes as data and is set as text.

const state = { words: {}, locale: "en", made: [], hidden: new Set(), readings: null, reader: null, answer: null, view: "", place: {}, data: null, at: 0, cards: new Map(), extra: null };
const $ = (id) => document.getElementById(id);

// ---- Words and elements ---------------------------------------------------------------------------------------------------

const say = (key, values = {}) => {
  let text = state.words[key] ?? key;
  if (typeof text === "object") {
    const forms = new Intl.PluralRules(state.locale);
    text = text[forms.select(values.n)] ?? text.other;
  }
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
};
const word = (key, values) => say(`desk.${key}`, values);

const make = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "value") element.value = value;
    else if (value !== false && value != null) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child != null));
  return element;
};
const button = (label, act, { key, ...more } = {}) =>
  make("button", { type: "button", "aria-keyshortcuts": key, onclick: act, ...more }, label, key ? make("kbd", { "aria-hidden": "true" }, key) : null);
/** Words with what is between backticks as code. */
const coded = (words) => words.split("`").map((part, n) => (n % 2 ? make("code", {}, part) : part));
const small = (...words) => make("span", { class: "small" }, ...words);
const key = (name) => make("kbd", {}, name);
/** Words with an element in the place of one value. */
const filled = (name, place, element) => {
  const [before, after] = word(name, { [place]: "\0" }).split("\0");
  return [before, element, after];
};

// ---- The server -----------------------------------------------------------------------------------------------------------

const note = (text, bad = false) => {
  $("status").textContent = text;
  $("status").classList.toggle("bad", bad);
};
class Refused extends Error {}
const send = async (name, body, headers = {}) => {
  let answer;
  try {
    answer = await fetch(`api/${name}`, {
      method: "POST",
      body: body instanceof Blob ? body : JSON.stringify(body),
      headers: { "content-type": "application/json", "x-desk-token": sessionStorage.getItem("token") ?? "", ...headers },
    });
  } catch {
    throw new Refused(word("offline"));
  }
  const data = await answer.json();
  if (answer.ok) return data;
  const refused = new Refused(data.error.join(" · "));
  refused.stale = answer.status === 409;
  throw refused;
};
/** Do something, and say why if it is refused. */
const attempt = async (act) => {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (!error.stale) return note(error.message, true);
    await attempt(async () => {
      await show(false);
      note(error.message, true);
    });
  }
};

// A second press is for what was shown before, so it is nothing while something is being written.
let is_writing = false;
const write = async (act) => {
  if (is_writing) return;
  is_writing = true;
  await attempt(act).finally(() => { is_writing = false; });
};
/** What a button does, without the second click of a double-click. */
const once = (act) => (event) => event.detail > 1 || act();

// ---- What was typed -------------------------------------------------------------------------------------------------------

/** What was typed in this site and is not saved yet, by its place. It outlives other views and a reload. */
let typed = {};
const keep = (where, what) => {
  if (what) typed[where] = what;
  else delete typed[where];
  sessionStorage.setItem(state.site, JSON.stringify(typed));
};
/** The values that differ from others; null if none does. */
const differing = (values, others) => {
  const found = Object.entries(values).filter(([name, value]) => value !== others[name]);
  return found.length ? Object.fromEntries(found) : null;
};

// ---- The frame ------------------------------------------------------------------------------------------------------------

const STEPS = ["inbox", "article", "page", "ready"];
const frame = () => {
  const [view] = state.view.split("/"), { briefing, source } = state.place;
  const link = (step) => {
    const label = word(`steps.${step}`);
    if (step !== "inbox" && !briefing) return make("span", {}, label);
    const fact = step === "page" && view === "article" ? [current()?.id ?? ""] : [];
    const to = step === "inbox" ? "#inbox" : `#${[step, briefing, source, ...fact].join("/")}`;
    return make("a", { href: to, "aria-current": step === view ? "page" : null }, label);
  };
  document.title = `${word(`steps.${view}`)} · ${word("name")}`;
  $("top").replaceChildren(
    make("div", { class: "wide" },
      make("b", {}, word("name")),
      make("nav", { "aria-label": word("steps.label") }, make("ul", {}, STEPS.map((step) => make("li", {}, link(step))))),
      make("span", {}, view === "inbox" ? word("local") : state.data.sheet),
      view === "inbox" ? null : button(word("undo"), once(undo), { key: "u" })));
};
const show = async (announce = true) => {
  const wanted = location.hash.slice(1) || "inbox";
  const [view, ...place] = wanted.split("/").map(decodeURIComponent);
  const is_new = state.view !== wanted;
  if (announce) note("");
  const [briefing, source, fact] = place;
  let data;
  try {
    data = await send(VIEWS[view] ? view : "inbox", { briefing, source });
  } catch (error) {
    if (!["article", "ready"].includes(view)) throw error;
    // If a sheet cannot be read, show its text so that it can be fixed.
    history.replaceState(null, "", `#page/${briefing}/${source}`);
    await show();
    throw error;
  }
  [state.view, state.place] = [wanted, { briefing, source, fact }];
  state.data = data;
  if (view === "article") {
    take(data);
    const found = data.facts.findIndex((each) => (fact ? each.id === fact : each.state === "open"));
    if (is_new) [state.at, state.extra] = [Math.max(0, found), fact ? null : typed[where(NEW)]?.fact ?? null];
  }
  frame();
  (VIEWS[view] ?? inbox)();
  if (view === "article") ask_readings();
  if (!is_new) return;
  scrollTo(0, 0);
  document.querySelector(".mark.current")?.scrollIntoView({ block: "nearest" });
  ($("card") ?? $("main")).focus({ preventScroll: true });
};

// ---- Inbox ----------------------------------------------------------------------------------------------------------------

const inbox = () => {
  const head = make("section", { class: "head", hidden: true });
  const ask = (file) => attempt(async () => {
    note(word("working"));
    const { name } = file;
    question(head, name, await send("read", file, { "content-type": "application/octet-stream", "x-desk-name": encodeURIComponent(name) }));
    note("");
  });
  const chooser = make("input", { type: "file", id: "file", hidden: true, accept: ".txt,.htm,.html,.xhtml,.md,.mhtml,.mht,.pdf", onchange: () => ask(chooser.files[0]) });
  const pasted = make("textarea", { "aria-label": word("drop.text"), hidden: true });
  const use = button(word("drop.use"), () => ask(new File([pasted.value], "")), { class: "go", hidden: true });
  const paste = button(word("drop.paste"), () => {
    pasted.hidden = use.hidden = false;
    pasted.focus();
  }, { key: "v", id: "paste" });
  const drop = make("section", { class: "drop" },
    make("h1", {}, word("drop.title")), make("p", { class: "small" }, word("drop.about")),
    make("div", { class: "row" }, button(word("drop.choose"), () => chooser.click(), { class: "go", id: "choose" }), chooser, paste), pasted, use);
  const over = (is) => (event) => {
    event.preventDefault();
    drop.classList.toggle("over", is);
  };
  drop.addEventListener("dragover", over(true));
  drop.addEventListener("dragleave", over(false));
  drop.addEventListener("drop", (event) => {
    over(false)(event);
    if (event.dataTransfer.files.length) ask(event.dataTransfer.files[0]);
  });
  const { drafts, texts } = state.data;
  const draft = (each) => {
    const all = each.accepted + each.rejected + each.open, decided = all - each.open;
    return make("li", {},
      make("a", { href: `#article/${each.briefing}/${each.source}` }, each.title),
      make("progress", { max: all || 1, value: decided, "aria-label": word("progress", { n: all, decided }) }),
      make("p", { class: "small" }, word("counts", each)));
  };
  const text = (each) => make("li", {},
    each.title, make("p", { class: "row" },
      each.briefings.map((id) => make("a", { class: "button", href: `#article/${id}/${each.source}` }, id)),
      button(word("source.find"), () => write(async () => {
        await send("draft", { source: each.source, briefing: "", values: {} });
        location.hash = `article/${each.source}/${each.source}`;
      }), { "aria-label": `${word("source.find")}: ${each.title}` })));
  const list = make("section", { class: "list" },
    make("h2", {}, word("drafts"), small(String(drafts.length))),
    drafts.length ? make("ul", {}, drafts.map(draft)) : make("p", { class: "small" }, word("no_drafts")),
    texts.length ? [make("h2", {}, word("texts"), small(String(texts.length))), make("ul", {}, texts.map(text))] : null);
  $("main").className = "wide";
  $("main").replaceChildren(make("div", { class: "inbox" }, make("div", {}, drop, head), list));
};

/** A name for files: the Latin letters and digits of a title. */
const slug = (title) => title.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().match(/[a-z0-9]+/g)?.slice(0, 6).join("-") ?? "";

/** What an article says about itself, to be corrected before it is searched. */
const question = (head, name, read) => {
  const inputs = {};
  const field = (id, value, { about = "", ...more } = {}) => {
    const label = `ask-${id}`;
    inputs[id] = make("input", { id: label, value, "aria-describedby": about ? `${label}-about` : null, ...more });
    return make("div", { class: "ask" }, make("label", { for: label }, word(`source.${id}`)), inputs[id],
      about ? make("p", { class: "small", id: `${label}-about` }, word(about)) : null);
  };
  const kinds = Object.keys(state.words).filter((each) => /^kinds\.source\.[\w-]+\.word$/.test(each)).map((each) => each.split(".")[2]);
  const kind = make("select", { id: "ask-kind" }, kinds.map((each) => make("option", { value: each, selected: each === "news" }, say(`kinds.source.${each}.word`))));
  const form = make("form", { onsubmit: (event) => {
    event.preventDefault();
    write(async () => {
      note(word("working"));
      const values = Object.fromEntries(["title", "publisher", "published", "authors", "language", "url"].map((id) => [id, inputs[id].value]));
      const place = { source: inputs.id.value, briefing: inputs.briefing.value };
      await send("draft", { ...place, text: read.text, values: { ...values, kind: kind.value } });
      location.hash = `article/${place.briefing || place.source}/${place.source}`;
    });
  } },
    field("title", read.title), field("publisher", read.publisher, { required: true }),
    field("published", read.published, { about: "source.published_about" }), field("authors", read.authors, { about: "source.authors_about" }),
    field("language", read.language, { about: "source.language_about" }),
    make("div", { class: "ask" }, make("label", { for: "ask-kind" }, word("source.kind")), kind, make("p", { class: "small" }, word("source.kind_about"))),
    field("url", read.url, { type: "url" }), field("id", read.source, { about: "source.id_about", required: true, pattern: "[a-z0-9]+(-[a-z0-9]+)*" }),
    field("briefing", "", { about: "source.briefing_about" }),
    make("p", { class: "row" }, make("button", { class: "go" }, word("source.find"), make("kbd", { "aria-hidden": "true" }, "Enter")),
      button(word("source.discard"), () => { head.hidden = true; $("choose").focus(); }, { class: "no" })));
  let derived = read.source;
  inputs.title.addEventListener("input", () => {
    if (inputs.id.value === derived) inputs.id.value = derived = slug(inputs.title.value);
  });
  head.replaceChildren(make("h2", { tabindex: "-1" }, word("head.title")), make("p", { class: "small" }, [name, word("head.words", { n: read.words })].filter(Boolean).join(" · ")), form);
  head.hidden = false;
  head.querySelector("h2").focus();
};

// ---- Article --------------------------------------------------------------------------------------------------------------

/** Take the state of an article. */
const take = (data) => {
  [state.data, state.cards] = [data, new Map()];
  state.at = Math.max(0, Math.min(state.at, data.facts.length - 1));
};
const current = () => state.extra ?? state.data.facts?.[state.at];
const where = (fact) => ["card", state.place.briefing, state.place.source, fact.id].join("/");
const NEW = { id: "" };
/** What is filled in for a fact so far. */
const card = (fact) => {
  if (!state.cards.has(fact.id)) {
    const values = Object.fromEntries(fact.fields.map((field) => [field.key, fact.values[field.key] ?? ""]));
    if (fact.values.source) values.source = fact.values.source;
    if (fact.quote) values.quote = fact.quote;
    const named = fact.people.find((each) => each.id && each.id === values.speaker);
    if (named) values.speaker = named.name;
    if (fact.state === "new" && fact.noun === "claim") values.source = state.data.source;
    const kept = typed[where(fact)];
    // Words are kept for the fact as it was when they were typed.
    const own = kept?.fact.state === fact.state && kept.fact.passage === fact.passage ? kept : { values: {}, passage: fact.passage };
    state.cards.set(fact.id, { values: { ...values, ...own.values }, passage: own.passage, shown: values });
  }
  return state.cards.get(fact.id);
};
const keep_card = (fact) => {
  const { values, shown, passage } = card(fact);
  keep(where(fact), is_changed(fact) ? { fact, values: differing(values, shown) ?? {}, passage } : null);
};
const is_open = (fact) => fact.state === "open" || fact.state === "new";
/** Whether a fact can be changed; one that is not wanted is taken back first. */
const is_editable = (fact) => fact.state !== "rejected";
const is_changed = (fact) => {
  const { values, shown, passage } = card(fact);
  return passage !== fact.passage || differing(values, shown) !== null;
};
const is_hidden = (fact) => state.hidden.has(fact.noun);

const article = () => {
  const { facts } = state.data;
  const count = (name) => facts.filter((fact) => fact.state === name).length;
  const [open, kept] = [count("open"), count("kept")], all = facts.length - kept;
  const strip = facts.map((fact, n) => is_hidden(fact) ? null : make("li", {}, make("button", {
    type: "button", class: `${fact.noun} ${fact.state}`, "aria-current": !state.extra && n === state.at ? "true" : null,
    "aria-label": `${n + 1}: ${word(`kinds.${fact.noun}`)}, ${word(`states.${fact.state}`)}`, onclick: () => go(n),
  }, String(n + 1))));
  $("main").className = "wide";
  $("main").replaceChildren(
    make("div", { class: "bar" },
      make("p", { class: "small" }, make("b", {}, word("progress", { n: all, decided: all - open })), ` · ${word("counts", { accepted: count("accepted"), rejected: count("rejected"), open })}`),
      make("div", { class: "filters" }, make("ol", { class: "strip", "aria-label": word("facts") }, strip), filters(facts))),
    make("div", { class: "split" }, text(), make("div", { class: "side", id: "side" })),
    keys());
  side();
};
/** A box for each kind of fact, which shows or hides its facts. */
const filters = (facts) => {
  const nouns = [...new Set(facts.map((fact) => fact.noun))];
  const box = (noun) => make("label", { class: `box ${noun}` }, make("input", { type: "checkbox", checked: !state.hidden.has(noun), id: `show-${noun}`, onchange: (event) => {
    state.hidden[event.target.checked ? "delete" : "add"](noun);
    article();
    $(`show-${noun}`).focus();
  } }), make("span", {}, word(`kinds.${noun}`)), small(String(facts.filter((fact) => fact.noun === noun).length)));
  return nouns.length < 2 ? null : make("div", { class: "row", role: "group", "aria-label": word("show") }, nouns.map(box));
};
const keys = () => {
  const line = (names, label) => make("span", {}, names.flatMap((name) => [key(name), " "]), word(`keys.${label}`));
  return make("p", { class: "keys", role: "note", "aria-label": word("keys.label") },
    line(["j", "k"], "move"), line(["a"], "accept"), line(["x"], "reject"), line(["e"], "edit"), line(["1", "–", "6"], "choose"),
    line(["s"], "select"), line(["←", "→", "Shift"], "adjust"), line(["p"], "passage"), line(["y", "l", "n"], "read"), line(["u"], "undo"), line(["Esc"], "leave"),
    line(["i", "w", "g"], "steps"));
};

/** The text in blocks. Where facts overlap, the shortest one is marked. */
const text = () => {
  const { head, facts, blocks, named } = state.data, content = state.data.text;
  const marked = facts.map((fact, n) => ({ fact, n, span: fact.span })).filter(({ fact, span }) => span && !is_hidden(fact));
  const pieces = ([start, end]) => {
    const edges = new Set([start, end]);
    for (const span of [...named, ...marked.map((each) => each.span)]) for (const edge of span) if (edge > start && edge < end) edges.add(edge);
    const sorted = [...edges].sort((a, b) => a - b);
    return sorted.slice(0, -1).map((from, n) => {
      const to = sorted[n + 1], words = content.slice(from, to);
      const over = marked.filter(({ span }) => span[0] <= from && to <= span[1]);
      const is_name = named.some(([first, last]) => first <= from && to <= last);
      if (!over.length) return is_name ? make("span", { class: "name" }, words) : words;
      const now = over.find((each) => each.n === state.at && !state.extra);
      const top = now ?? over.reduce((a, b) => (b.span[1] - b.span[0] < a.span[1] - a.span[0] ? b : a));
      const ends = marked.filter(({ span }) => span[1] === to).map((each) => each.n + 1);
      return make("span", { class: `mark ${top.fact.noun} ${top.fact.state}${now ? " current" : ""}`, "data-last": ends.length ? ends.join(", ") : null,
        onclick: () => getSelection().isCollapsed && go(top.n) }, words);
    });
  };
  const by = [head.publisher, head.published, head.authors.length ? word("by", { authors: head.authors.join(", ") }) : "", head.language].filter(Boolean).join(" · ");
  return make("article", { class: "text", id: "text", tabindex: "-1", lang: head.language, onpointerup: () => setTimeout(menu) },
    make("p", { class: "head" }, by),
    blocks.map(([start, end, kind]) => make(kind === "title" ? "h1" : "p", { class: kind || null, "data-start": start }, pieces([start, end]))));
};

/** Say that a new fact that somebody wrote is neither accepted nor cancelled; whether there is one. */
const is_unfinished = () => {
  const kept = typed[where(NEW)];
  if (!kept) return false;
  state.extra = kept.fact;
  article();
  $("card").focus();
  note(word("unfinished"), true);
  return true;
};
const go = (n) => {
  if (state.extra && is_unfinished()) return;
  const { facts } = state.data, step = n < state.at ? -1 : 1;
  while (facts[n] && is_hidden(facts[n])) n += step;
  if (facts[n] || !facts.length) state.at = Math.max(0, n);
  state.extra = null;
  getSelection().removeAllRanges();
  frame();
  article();
  const mark = document.querySelector(".mark.current");
  mark?.scrollIntoView({ block: "nearest" });
  $("card")?.focus();
};

// ---- The card -------------------------------------------------------------------------------------------------------------

const side = () => {
  const fact = current();
  state.answer = null;
  if (!fact) return $("side").replaceChildren(make("p", {}, word("none")));
  const { facts } = state.data, filled_in = card(fact), open = is_open(fact), editable = is_editable(fact);
  const position = state.extra ? word("states.new") : word("of", { n: state.at + 1, all: facts.length });
  const body = editable
    ? fact.fields.map((field) => input(fact, field, filled_in))
    : fact.fields.filter((field) => filled_in.values[field.key]).map((field) => make("p", { class: "field" }, make("span", { class: "label" }, word(`fields.${field.key}`)), shown(field, filled_in.values[field.key])));
  const quoted = fact.quote && fact.quote !== filled_in.passage ? make("p", { class: "field", lang: state.data.head.language }, make("b", {}, make("q", {}, fact.quote))) : null;
  const actions = open
    ? [button(word("accept"), once(accept), { key: "a", class: "go", id: "accept" }),
       state.extra ? button(word("cancel"), leave, { key: "Esc" }) : button(word("reject"), once(reject), { key: "x", class: "no", id: "reject" })]
    : [editable ? button(word("ready.save"), once(accept), { key: "a", class: "go", id: "accept" }) : null, fact.state === "kept" ? null : button(word("reopen"), once(reopen), { key: "r", id: "reopen" })];
  $("side").replaceChildren(make("section", { class: `card ${fact.noun}`, id: "card", tabindex: "-1", "aria-label": [...new Set([word(`kinds.${fact.noun}`), position, word(`states.${fact.state}`)])].join(", ") },
    make("header", {}, make("h2", {}, word(`kinds.${fact.noun}`)), small(state.extra ? position : `${position} · ${word(`states.${fact.state}`)}`),
      make("div", { class: "row" }, button(word("previous"), () => go(state.at - 1), { key: "k" }), button(word("next"), () => go(state.at + 1), { key: "j" }))),
    make("div", { class: "body" },
      make("p", { class: "passage", lang: state.data.head.language }, make("q", {}, filled_in.passage)),
      editable ? make("p", { class: "small" }, filled("passage", "key", key("p"))) : null,
      quoted, body, make("ul", { class: "checks", id: "checks", "aria-live": "polite" }), make("div", { id: "reading" })),
    make("footer", {}, actions)));
  judge();
  reading();
};

// ---- Read by a person -----------------------------------------------------------------------------------------------------

const ANSWERS = { supports: "y", weaker: "l", "does-not": "n" };
/** Learn which facts of the sheet can be read against the text, and what was said of them. */
const ask_readings = () => attempt(async () => {
  state.readings = null;
  const { briefing } = state.data;
  const readings = await send("questions", { briefing });
  if (state.data.briefing !== briefing) return;
  state.readings = readings;
  state.reader ??= readings.reader;
  reading();
});
const question_of = (fact) => (fact && state.readings && !is_changed(fact) ? state.readings.facts[fact.id] : undefined);
const reading = () => {
  const fact = current(), question = question_of(fact), box = $("reading");
  if (!box) return;
  if (!question) return box.replaceChildren();
  const name = make("input", { id: "reader", value: state.reader, autocomplete: "name", oninput: () => { state.reader = name.value; } });
  box.replaceChildren(make("fieldset", { class: "field" }, make("legend", {}, word("reading.ask")),
    make("div", { class: "row" }, Object.entries(ANSWERS).map(([answer, key]) =>
      button(word(`reading.${answer}`), () => read(answer), { key, "aria-pressed": String(question.answer === answer) }))),
    make("div", { class: "reader" }, make("label", { for: "reader" }, word("reading.name")), name),
    make("p", { class: "small" }, question.read || word("reading.about"))));
};
const read = (answer) => write(async () => {
  const question = question_of(current()), { briefing } = state.data;
  if (!question) return;
  if (!state.reader.trim()) {
    state.answer = answer;
    $("reader").focus();
    return note(word("state.missing", { field: word("reading.name") }), true);
  }
  state.readings = await send("answer", { briefing, address: question.address, digest: question.digest, answer, reader: state.reader.trim(), passage: current().passage });
  state.data.latest = state.readings.latest;
  reading();
  $("card").focus();
  note(word("saved", { file: "seeds/readings.lock" }));
});

const shown = (field, value) => (field.form === "choice" ? say(field.words + value) : value);

const input = (fact, field, filled_in) => {
  const id = `field-${field.key}`, values = filled_in.values;
  const label = [word(`fields.${field.key}`), field.is_needed ? null : [" ", small(word("optional"))]];
  const change = (value) => {
    values[field.key] = value;
    judge(true);
  };
  if (field.form === "actor") return people(fact, field, values);
  if (field.form === "choice") {
    const options = field.choices.map((each) => make("option", { value: each, selected: each === values[field.key] }, say(field.words + each)));
    return make("div", { class: "field" }, make("label", { for: id }, label), make("select", { id, onchange: (event) => change(event.target.value) }, make("option", { value: "" }, ""), options));
  }
  const is_title = field.key === "title" || field.key === "text";
  const help = field.key === "title" ? fact.help : field.key === "text" ? filled_in.passage : "";
  const element = make(field.form === "text" ? "textarea" : "input", { id, value: values[field.key], placeholder: help, inputmode: field.form === "number" ? "decimal" : null,
    "aria-describedby": `${id}-about`, oninput: (event) => change(event.target.value), autocomplete: "off" });
  element.addEventListener("keydown", (event) => {
    if (event.key === "Tab" && !event.shiftKey && help && !element.value) {
      event.preventDefault();
      change((element.value = help));
    }
  });
  const about = is_title && help ? filled("sentence", "key", key("Tab")) : [];
  return make("div", { class: "field" }, make("label", { for: id }, label), is_title ? [" ", make("span", { class: "small", id: `${id}-count` })] : null, element, make("p", { class: "small", id: `${id}-about` }, about));
};

/** Buttons for those who may have said or done it, and a field for somebody else. */
const people = (fact, field, values) => {
  const row = make("div", { class: "row" });
  // A name in another script needs an id beside it.
  const ask_id = (name) => {
    other.value = `${name} ()`;
    other.focus();
    other.setSelectionRange(name.length + 2, name.length + 2);
  };
  const options = fact.people.map((each) => ({ label: each.name, chosen: () => values[field.key] === each.name, choose: () => Object.assign(values, { [field.key]: each.name, source: "" }), then: () => each.id || ask_id(each.name) }));
  if (field.key === "speaker") options.push({ label: word("unnamed"), chosen: () => !values.speaker && values.source, choose: () => Object.assign(values, { speaker: "", source: state.data.source }) });
  const draw = () => {
    other.value = options.some((each) => each.chosen()) ? "" : values[field.key];
    row.replaceChildren(...options.map((each, n) => button(each.label, () => { each.choose(); draw(); each.then?.(); judge(true); }, { key: String(n + 1), "aria-pressed": String(Boolean(each.chosen())) })), other);
  };
  const other = make("input", { "aria-label": word("another"), placeholder: word("another"), list: "names", id: `field-${field.key}`, oninput: () => {
    Object.assign(values, { [field.key]: other.value, source: "" });
    for (const each of row.querySelectorAll("button")) each.setAttribute("aria-pressed", "false");
    judge(true);
  } });
  draw();
  return make("fieldset", { class: "field" }, make("legend", {}, word(`fields.${field.key}`)), row, make("datalist", { id: "names" }, state.data.names.map((name) => make("option", { value: name }))));
};

// What checks and coverage say of the fact as it is filled in. A later question makes earlier answers void.
let asked = 0, timer = 0;
const judge = (later = false) => {
  keep_card(current());
  clearTimeout(timer);
  timer = setTimeout(() => attempt(verdict), later ? 200 : 0);
};
const verdict = async () => {
  const fact = current(), mine = ++asked, { briefing, source } = state.data;
  if (!fact || !$("checks")) return;
  const { values, passage, shown: before } = card(fact);
  const told = is_open(fact) ? values : differing(values, before) ?? {};
  // A value that cannot be read is said where its checks would be, and not accepted.
  const found = await send("judge", { briefing, source, fact: fact.id, noun: fact.noun, values: told, passage }).catch((error) => {
    if (error.stale !== false) throw error;
    return { findings: [], faults: [error.message], actors: {}, understood: {} };
  });
  if (mine !== asked || !$("checks")) return;
  const line = (glyph, words, bad = false) => make("li", { class: bad ? "bad" : null }, make("span", { class: `glyph ${glyph}`, "aria-hidden": "true" }), make("span", {}, words));
  const { times } = found, glyphs = { near: "near", "not-found": "missing", differs: "differs" };
  const lines = [];
  if (times != null) lines.push(times ? line("covered", times === 1 ? word("state.once") : word("state.times", { n: times })) : line("differs", word("state.absent"), true));
  if (found.short) lines.push(line("missing", word("state.short")));
  if (found.unquoted) lines.push(line("missing", word("state.unquoted")));
  for (const each of found.findings) lines.push(line(glyphs[each.state] ?? "covered", word(`state.${each.state}`, each), each.state === "differs"));
  for (const each of found.faults) lines.push(line("differs", each, true));
  if (found.announced) lines.push(line("announced", word("state.announced")));
  for (const name of Object.values(found.actors)) lines.push(line("near", word("new_actor", { name })));
  const empty = is_editable(fact) ? missing(fact) : [];
  for (const { key } of empty) lines.push(line("missing", word("state.missing", { field: word(`fields.${key}`) }), true));
  $("checks").replaceChildren(...lines);
  if (!question_of(fact)) reading();
  for (const { key } of fact.fields.filter(({ form }) => form === "date" || form === "number")) {
    const about = $(`field-${key}-about`), words = found.understood[key];
    if (about) about.textContent = words && words !== values[key] ? word("understood", { value: words }) : "";
  }
  for (const name of ["title", "text"]) {
    const about = $(`field-${name}-count`);
    if (about) about.textContent = word("words", { n: count_words(values[name], state.locale), most: name === "title" ? 12 : 40 });
  }
  $("accept")?.setAttribute("aria-disabled", String(empty.length > 0 || (is_open(fact) ? found.faults.length > 0 : !is_changed(fact))));
};

// ---- Decisions ------------------------------------------------------------------------------------------------------------

const decide = (what, fact, next = true) => write(async () => {
  const { briefing, source, digest } = state.data, { values, passage } = card(fact), place = where(fact);
  const data = await send(what, { briefing, source, digest, fact: fact.id, noun: fact.noun, values, passage });
  keep(place, null);
  state.extra = null;
  take(data);
  const at = data.facts.findIndex((each) => each.id === data.decided);
  const open = data.facts.findIndex((each, n) => n > (what === "add" ? state.at - 1 : at) && each.state === "open");
  const first = data.facts.findIndex((each) => each.state === "open");
  note(word("saved", { file: data.sheet }));
  ask_readings();
  go(next ? (open >= 0 ? open : first >= 0 ? first : at) : at);
});
const accept = () => {
  const fact = current();
  if (!fact || !is_editable(fact)) return;
  if (missing(fact).length) return edit();
  if (is_open(fact)) decide(fact.state === "new" ? "add" : "accept", fact);
  else if (is_changed(fact)) decide("change", fact, false);
};
const reject = () => current()?.state === "open" && decide("reject", current());
const reopen = () => ["accepted", "rejected"].includes(current()?.state) && decide("reopen", current(), false);
const undo = () => write(async () => {
  const { undone } = await send("undo", { briefing: state.place.briefing, latest: state.data.latest });
  await show(false);
  note(word("undone", { what: undone }));
});
/** The fields that are still to be filled in. A source can say something itself. */
const missing = (fact) => {
  const { values } = card(fact);
  return fact.fields.filter((field) => field.is_needed && !values[field.key] && !(field.key === "speaker" && values.source));
};
/** Go to the first field that is empty, or else to the first one. */
const edit = () => {
  const fact = current();
  if (!fact || !is_editable(fact)) return;
  const [first] = missing(fact);
  const people = first?.form === "actor" && document.querySelector("#card fieldset button");
  (people || (first ? $(`field-${first.key}`) : document.querySelector("#card :is(input, textarea, select)")))?.focus();
};
const leave = () => {
  if (state.extra) {
    keep(where(NEW), null);
    note("");
  }
  state.extra = null;
  go(state.at);
};

// ---- Selected words -------------------------------------------------------------------------------------------------------

/** Where a position of the page is in the text. */
const place = (node, offset) => {
  const block = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest?.("[data-start]");
  if (!block) return null;
  const range = document.createRange();
  range.setStart(block, 0);
  range.setEnd(node, offset);
  return Number(block.dataset.start) + range.toString().length;
};
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
const is_word = (character) => /[\p{L}\p{N}]/u.test(character ?? "") && !UNSPACED.test(character);
/** The selected words, as a stretch of whole words. */
const selected = () => {
  const selection = getSelection();
  if (selection.isCollapsed || !selection.rangeCount || !$("text")?.contains(selection.anchorNode)) return null;
  const range = selection.getRangeAt(0), content = state.data.text;
  let start = place(range.startContainer, range.startOffset), end = place(range.endContainer, range.endOffset);
  if (start == null || end == null) return null;
  while (start < end && /\s/.test(content[start])) start++;
  while (end > start && /\s/.test(content[end - 1])) end--;
  while (is_word(content[start - 1]) && is_word(content[start])) start--;
  while (is_word(content[end]) && is_word(content[end - 1])) end++;
  return end > start ? [start, end] : null;
};
/** Select a stretch of the text. */
const select = ([start, end]) => {
  const at = (position, is_end) => {
    const block = [...document.querySelectorAll("[data-start]")].findLast((each) => Number(each.dataset.start) <= position - (is_end ? 1 : 0));
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    let rest = position - Number(block.dataset.start);
    while (walker.nextNode()) {
      if (rest <= walker.currentNode.length - (is_end ? 0 : 1)) return [walker.currentNode, rest];
      rest -= walker.currentNode.length;
    }
    return [walker.currentNode, walker.currentNode.length];
  };
  getSelection().setBaseAndExtent(...at(start, false), ...at(end, true));
  menu();
};
const count_words = (text, language) => [...new Intl.Segmenter(language, { granularity: "word" }).segment(text)].filter((each) => each.isWordLike).length;
const menu = () => {
  $("menu")?.remove();
  const span = selected();
  if (!span) return;
  const box = getSelection().getRangeAt(0).getBoundingClientRect(), frame_box = $("text").getBoundingClientRect();
  const bar = make("div", { class: "menu", id: "menu", role: "group", "aria-label": word("selection.label") },
    make("p", { class: "small", role: "status" }, word("selection.count", { n: count_words(state.data.text.slice(...span), state.data.head.language) }), make("span", { class: "hidden" }, state.data.text.slice(...span))),
    state.made.map((noun, n) => button(word(`kinds.${noun}`), () => add(noun, span), { key: String(n + 1), "data-noun": noun })),
    current() && is_editable(current()) ? button(word("selection.passage"), () => set_passage(span), { key: "p" }) : null);
  bar.style.top = `${box.bottom - frame_box.top}px`;
  // The selection stays while its menu is used.
  bar.addEventListener("pointerdown", (event) => event.preventDefault());
  bar.addEventListener("pointerup", (event) => event.stopPropagation());
  $("text").append(bar);
  bar.scrollIntoView({ block: "nearest" });
};
const add = (noun, [start, end]) => attempt(async () => {
  if (is_unfinished()) return;
  const { briefing, source } = state.data;
  state.cards.delete(NEW.id);
  state.extra = await send("suggest", { briefing, source, noun, start, end });
  getSelection().removeAllRanges();
  article();
  edit();
});
const set_passage = (span) => {
  const fact = current();
  if (!fact || !is_editable(fact)) return;
  card(fact).passage = state.data.text.slice(...span).replace(/\s+/g, " ");
  getSelection().removeAllRanges();
  $("menu")?.remove();
  side();
};
/** Select the sentence of the current fact, or the next or previous one. */
const sentence = (step) => {
  const { sentences } = state.data, span = selected(), from = span?.[0] ?? current()?.span?.[0] ?? 0;
  let n = sentences.findLastIndex(([start]) => start <= from);
  if (span) n += step;
  const found = sentences[Math.max(0, Math.min(n, sentences.length - 1))];
  if (found) select(found);
};
/** Move the end of the selection, or its beginning, by a word. */
const adjust = (forward, beginning) => {
  const [start, end] = selected(), content = state.data.text;
  const step = (from) => {
    let at = from + (forward ? 1 : -1);
    const edge = beginning ? () => !is_word(content[at - 1]) && /\S/.test(content[at]) : () => !is_word(content[at]) && /\S/.test(content[at - 1]);
    while (at > 0 && at < content.length && !edge()) at += forward ? 1 : -1;
    return at;
  };
  const span = beginning ? [step(start), end] : [start, step(end)];
  if (span[0] < span[1]) select(span);
};

// ---- Page and ready -------------------------------------------------------------------------------------------------------

const page = () => {
  const { url, anchors, is_whole, sheet, text, changes, lines } = state.data, { briefing, source, fact } = state.place;
  const anchor = anchors[fact];
  // A preview that loads itself again, once its page is built, would stay where it was.
  const to_fact = () => {
    preview.contentWindow.history.scrollRestoration = "manual";
    setTimeout(() => anchor && preview.contentDocument?.getElementById(anchor)?.scrollIntoView(), 50);
  };
  const preview = make("iframe", { src: anchor ? `${url}#${anchor}` : url, title: word("steps.page"), id: "preview", onload: to_fact });
  // The digest of the sheet when the words were typed.
  const place = `page/${briefing}`, edited = typed[place] ?? { text, digest: state.data.digest };
  const field = make("textarea", { id: "sheet", value: edited.text, spellcheck: "false", "aria-describedby": "sheet-about",
    oninput: () => {
      keep(place, { ...edited, text: field.value });
      discard.hidden = false;
    } });
  const discard = button(word("source.discard"), () => {
    keep(place, null);
    attempt(show);
  }, { class: "no", hidden: !typed[place] });
  const save = button(word("ready.save"), () => write(async () => {
    try {
      state.data = await send("save", { briefing, digest: edited.digest, text: field.value });
    } catch (error) {
      throw error.stale ? new Refused(word("page.stale")) : error;
    }
    keep(place, null);
    page();
    $("sheet").focus();
    note(word("saved", { file: sheet }));
  }), { class: "go" });
  const changed = lines.length && lines.length < 2000 ? make("details", {}, make("summary", {}, word("page.lines", { n: lines.length })),
    make("pre", {}, lines.map((line) => make(line[0] === "+" ? "ins" : "del", {}, `${line}\n`)))) : null;
  $("main").className = "page";
  $("main").replaceChildren(
    make("section", { class: "sheet", "aria-label": word("page.sheet") },
      make("h1", { class: "hidden" }, word("steps.page")),
      is_whole ? null : make("p", { class: "waits" }, make("a", { href: `#ready/${briefing}/${source}` }, word("page.waits"))),
      make("label", { for: "sheet" }, make("b", {}, word("page.sheet")), " ", small(sheet)), field,
      make("p", { class: "small", id: "sheet-about" }, word("page.sheet_about")), make("p", { class: "row" }, save, discard),
      sentences(changes), changed),
    preview);
};
/** What changed in a sheet since the last commit. */
const sentences = (changes) => make("div", { class: "list" }, make("h2", {}, word("ready.changes"), small(changes ? String(changes.length) : "")),
  changes ? make("ul", {}, changes.map((each) => make("li", {}, each))) : make("p", { class: "small" }, word("ready.no_history")));


const ready = () => {
  const { values, topics, problems, changes, draft, is_recorded, open, left, digest } = state.data, { briefing, source } = state.place;
  const form = `ready/${briefing}`;
  const act = (name, more = {}) => write(async () => {
    note(word("working"));
    state.data = await send(name, { briefing, source, digest, ...more });
    if (more.values?.title != null) keep(form, null);
    frame();
    ready();
    $("main").focus();
    note(state.data.done ? word(`ready.done.${name}`, { counts: state.data.done }) : word("saved", { file: state.data.sheet }));
  });
  const inside = { ...values, topics: topics.filter((each) => each.chosen).map((each) => each.id).join(","), topic: "" };
  const written = { ...inside, ...typed[form] };
  const area = (name, help) => make("div", { class: "field" }, make("label", { for: `key-${name}` }, word(`ready.${name}`)), make("textarea", { id: `key-${name}`, value: written[name], rows: "2", "aria-describedby": `key-${name}-about` }), make("p", { class: "small", id: `key-${name}-about` }, help));
  const boxes = topics.map((each) => make("label", { class: "box" }, make("input", { type: "checkbox", value: each.id, checked: written.topics.split(",").includes(each.id) }), each.name));
  const given = () => {
    const chosen = boxes.map((box) => box.firstChild).filter((box) => box.checked).map((box) => box.value);
    return { ...Object.fromEntries(["title", "summary", "matters", "topic"].map((name) => [name, $(`key-${name}`).value])), topics: chosen.join(",") };
  };
  const keys = make("form", { oninput: () => keep(form, differing(given(), inside)), onsubmit: (event) => {
    event.preventDefault();
    act("fill-in", { values: given() });
  } },
    area("title", word("ready.title_about")), area("summary", word("ready.summary_about")), area("matters", word("ready.matters_about")),
    make("fieldset", { class: "field" }, make("legend", {}, word("ready.topics")), make("div", { class: "row" }, boxes),
      make("div", { class: "field" }, make("label", { for: "key-topic" }, word("ready.topic")), make("input", { id: "key-topic", value: written.topic, autocomplete: "off" }))),
    make("p", { class: "row" }, make("button", { class: "go" }, word("ready.save"))));
  const where = (each) => (each.fact ? `#article/${briefing}/${source}/${each.fact}` : null);
  const there = (each) => (each.key ? button(word("ready.there"), () => $(each.key === "topics" ? "key-topic" : `key-${each.key}`).focus()) : where(each) ? make("a", { href: where(each) }, word("ready.there")) : null);
  const list = make("section", { class: "list" },
    make("h2", {}, word("ready.problems"), small(String(problems.length))),
    problems.length
      ? make("ul", {}, problems.map((each) => make("li", { class: each.severity }, make("p", { lang: each.is_english ? "en" : null }, coded(each.words)), make("p", { class: "row small" }, each.at, there(each)))))
      : make("p", { class: "small" }, word("ready.no_problems")), sentences(changes));
  const step = (name, about, label = word(`ready.${name}`), send_it = () => act(name)) => make("div", { class: "ask" }, button(label, send_it, { id: name, key: name[0] }), make("p", { class: "small" }, about));
  $("main").className = "wide";
  $("main").replaceChildren(make("div", { class: "inbox" }, make("div", {},
    make("h1", {}, word("ready.keys")), keys,
    make("h2", { class: "after" }, word("ready.finish")),
    left ? step("tidy", open ? word("ready.tidy_open", { n: open }) : word("ready.tidy_about")) : null,
    step("verify", word("ready.verify_about")),
    is_recorded && !draft ? null : step("draft", word(draft ? "ready.draft_about" : "ready.published_about"), word(draft ? "ready.publish" : "ready.withdraw"), () => act("fill-in", { values: { draft: String(!draft) } })),
    step("record", word("ready.record_about"))), list));
};
const VIEWS = { article: () => article(), page, ready };

// ---- Keys -----------------------------------------------------------------------------------------------------------------

const choose = (n) => {
  if (selected()) return $("menu")?.querySelectorAll("[data-noun]")[n - 1]?.click();
  $("card")?.querySelectorAll("fieldset button")[n - 1]?.click();
};
const step_to = (step) => () => [...document.querySelectorAll("#top nav a")].find((each) => each.hash.startsWith(`#${step}`))?.click();
const STEP_KEYS = { i: step_to("inbox"), b: step_to("article"), w: step_to("page"), g: step_to("ready") };
const KEYS = {
  ...STEP_KEYS,
  j: () => go(state.at + 1), k: () => go(state.at - 1), a: accept, x: reject, r: reopen, e: edit, u: undo,
  ...Object.fromEntries(Object.entries(ANSWERS).map(([answer, name]) => [name, () => read(answer)])),
  p: () => selected() && set_passage(selected()), s: () => sentence(1), S: () => sentence(-1), Escape: leave,
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.keyCode === 229) return; // 229: an input method, in Safari
  const typing = event.target.matches("input:not([id^='show-']), textarea, select");
  const [view] = state.view.split("/");
  if (view !== "article") {
      const act = {
      inbox: { v: () => $("paste").click() },
      ready: { ...STEP_KEYS, u: undo, t: () => $("tidy")?.click(), v: () => $("verify").click(), r: () => $("record").click(), d: () => $("draft")?.click() },
      page: { ...STEP_KEYS, u: undo },
    }[view]?.[event.key];
    if (!act || typing) return;
    event.preventDefault();
    act();
    return;
  }
  if (typing) {
    if (event.key === "Escape") $("card").focus();
    else if (event.target.id === "reader" && event.key === "Enter") state.answer && read(state.answer);
    else if (event.key === "Enter" && !event.shiftKey && !event.target.matches("select")) accept();
    else return;
    event.preventDefault();
    return;
  }
  const arrow = { ArrowRight: true, ArrowLeft: false }[event.key];
  if (arrow !== undefined && selected()) adjust(arrow, event.shiftKey);
  else if (/^[1-9]$/.test(event.key)) choose(Number(event.key));
  else if (KEYS[event.key]) KEYS[event.key]();
  else return;
  event.preventDefault();
});

// ---- Start ----------------------------------------------------------------------------------------------------------------

/** Show what the address names. With a token, it is the address of a desk that was started again. */
const start = async () => {
  const token = location.hash.match(/^#token=([\w-]+)$/);
  if (token) {
    sessionStorage.setItem("token", token[1]);
    history.replaceState(null, "", "#inbox");
  }
  try {
    if (token || !state.view) {
      Object.assign(state, await send("words", {}));
      typed = JSON.parse(sessionStorage.getItem(state.site) ?? "{}");
    }
    await attempt(show);
  } catch (error) {
    note(error.message, true);
  }
};
addEventListener("hashchange", start);
await start();
