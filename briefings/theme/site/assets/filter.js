// Filters the site-wide timeline by topic, actor, year, kind of source and words. The choice is in the address, so it can be shared.
// Without this script, readers see the whole list, and the names of topics lead to their pages.
timeline: {
  const form = document.querySelector("form.filter");
  // A site without events has nothing to filter.
  if (!form) break timeline;
  const words = JSON.parse(form.dataset.words);
  const count = form.querySelector("[role=status]"), by = form.querySelector(".filter-by"), clear = form.querySelector("button"), language = document.documentElement.lang;
  // Letters without case and accents.
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase(language);
  const split = (text = "") => text.split(" ").filter(Boolean);

  // Years are counted with a year 0: -43 is 44 BCE.
  const named = (year) => year < 1 ? words.bce.replace("{year}", 1 - year) : year;

  const entries = [...document.querySelectorAll(".timeline .when[data-kinds]")].map((when) => {
    const item = when.closest("li");
    const briefing = /\/briefings\/([^/]+)\//.exec(item.querySelector("a").pathname)?.[1];
    const [year, ...kinds] = when.dataset.kinds.split(" ");
    const actor = split(when.dataset.actors);
    return {
      item, actor, id: when.id, text: fold([item.textContent, ...actor.map((id) => words.actors[id])].join(" ")),
      topic: split(words.of[briefing]), year: split(year), kind: kinds, tag: JSON.parse(when.dataset.tags ?? "[]"),
    };
  });
  // Maps, because an object also has inherited names such as `constructor`.
  const names = {
    topic: new Map(Object.entries(words.topics)), kind: new Map(Object.entries(words.kinds)), actor: new Map(Object.entries(words.actors)),
  };
  const fields = new Map([...form.querySelectorAll("[data-facet]")].map((field) => [field.dataset.facet, field]));
  for (const [facet, select] of fields) {
    if (facet === "words") continue;
    const values = [...new Set(entries.flatMap((entry) => entry[facet]))].filter(Boolean);
    const choices = values.map((value) => [value, names[facet]?.get(value) ?? (facet === "year" ? named(value) : value)]);
    choices.sort(([x, a], [y, b]) => facet === "year" ? y - x : a.localeCompare(b, language, { numeric: true }));
    select.append(...choices.map(([value, name]) => new Option(name, value)));
  }

  const sections = [...document.querySelectorAll(".timeline, .month, .timeline details")].filter((part) => part.querySelector("[data-kinds]"));
  // What is found is seen: folds are open while the list is filtered.
  const folds = new Map(sections.filter((part) => part.localName === "details").map((part) => [part, part.open]));
  const rows = [...document.querySelectorAll(".topic-row")].map((name) => {
    const row = name.closest("li"), link = name.querySelector("a");
    const marks = [...row.querySelectorAll("[data-entries]")].map((mark) => ({ mark, number: mark.querySelector("text"), ids: split(mark.dataset.entries) }));
    return { row, link: fields.has("topic") ? link : null, topic: name.dataset.topics, count: name.querySelector(".count"), marks };
  });
  const address = (query) => `${location.pathname}${query.size ? `?${query}` : ""}`;

  const redraw = (shown, chosen) => {
    for (const { row, link, topic, count, marks } of rows) {
      const left = new Set();
      for (const { mark, number, ids } of marks) {
        const own = ids.filter((id) => shown.has(`e${id}`));
        own.forEach((id) => left.add(id));
        mark.toggleAttribute("hidden", !own.length);
        mark.style.setProperty("--share", own.length / ids.length);
        if (number) number.textContent = own.length;
      }
      row.hidden = !left.size;
      count.textContent = left.size.toLocaleString(language);
      if (!link) continue;
      const query = new URLSearchParams(chosen);
      const current = query.get("topic") === topic;
      if (current) query.delete("topic");
      else query.set("topic", topic);
      link.href = address(query);
      link.setAttribute("aria-current", current);
    }
  };
  const apply = () => {
    const chosen = [...fields].map(([facet, field]) => [facet, field.value.trim()]).filter(([, value]) => value);
    const fits = (entry) => chosen.every(([name, value]) => (name === "words" ? split(fold(value)).every((word) => entry.text.includes(word)) : entry[name].includes(value)));
    const shown = new Set();
    for (const entry of entries) {
      entry.item.hidden = !fits(entry);
      if (!entry.item.hidden) shown.add(entry.id);
    }
    for (const part of sections) part.hidden = !part.querySelector("li:not([hidden]) [data-kinds]");
    for (const [part, open] of folds) part.open = chosen.length > 0 || open;
    redraw(shown, chosen);
    clear.hidden = !chosen.length;
    const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
    count.textContent = fill(words.count, { shown: shown.size.toLocaleString(language), all: entries.length.toLocaleString(language) });
    // Paper does not show the fields, so a sentence says what the list is filtered by.
    by.textContent = fill(words.by, { filters: chosen.map(([name, value]) => names[name]?.get(value) ?? value).join(" · ") });
    by.hidden = !chosen.length;
    return chosen;
  };
  const read = () => {
    const wanted = new URLSearchParams(location.search);
    for (const [facet, field] of fields) {
      field.value = wanted.get(facet) ?? "";
      if (field.selectedIndex < 0) field.value = "";
    }
    apply();
  };
  const write = () => history.replaceState(null, "", address(new URLSearchParams(apply())));
  form.addEventListener("input", write);
  form.addEventListener("reset", () => setTimeout(write));
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const { link, topic } of rows) {
    link?.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      const select = fields.get("topic");
      select.value = select.value === topic ? "" : topic;
      write();
    });
  }
  addEventListener("popstate", read);
  read();
}
