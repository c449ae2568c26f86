// Filters the site-wide timeline by topic, actor, year and kind of source. The choice is in the address, so
// it can be shared. Without this script, readers see the whole list.
{
  const place = document.querySelector(".filter");
  const words = JSON.parse(place.dataset.words);
  // Maps, because an object also has inherited names such as `constructor`.
  const actors = JSON.parse(document.querySelector(".card-data")?.dataset.actors ?? "{}");
  const names = new Map(Object.entries(actors).map(([id, [name]]) => [id, name]));
  const topics = new Map(Object.entries(words.topics)), kinds = new Map(Object.entries(words.kinds));
  const years = [...document.querySelectorAll(".timeline[data-year]")];
  const entries = years.flatMap((year) => [...year.querySelectorAll("li")].map((item) => {
    const when = item.querySelector(".when");
    const actors = [...item.querySelectorAll(".meta a")].map((link) => /\/actors\/([^/]+)\//.exec(link.pathname)?.[1]);
    return { item, id: when.id, year: [year.dataset.year], topic: when.dataset.topics.split(" "), kind: when.dataset.kinds.split(" "), actor: actors };
  }));
  const marks = new Map([...document.querySelectorAll(".picture a[href^='#']")].map((mark) => [mark, mark.getAttribute("href").slice(1)]));

  const options = (facet, label) => {
    const found = new Set(entries.flatMap((entry) => entry[facet]).filter(Boolean));
    return [...found].map((value) => [value, label(value)]).sort(([, a], [, b]) => facet === "year" ? b.localeCompare(a) : a.localeCompare(b, document.documentElement.lang));
  };
  const facets = {
    topic: options("topic", (id) => topics.get(id) ?? id),
    actor: options("actor", (id) => names.get(id) ?? id),
    year: options("year", (year) => year),
    kind: options("kind", (kind) => kinds.get(kind) ?? kind),
  };

  const form = document.createElement("form");
  for (const [facet, choices] of Object.entries(facets)) {
    if (choices.length < 2) continue;
    const label = document.createElement("label");
    const select = document.createElement("select");
    select.name = facet;
    select.append(new Option(words.any, ""), ...choices.map(([value, said]) => new Option(said, value)));
    label.append(words[facet], select);
    form.append(label);
  }
  const clear = document.createElement("button");
  clear.type = "reset";
  clear.textContent = words.clear;
  const count = document.createElement("p");
  count.className = "filter__count";
  count.setAttribute("role", "status");
  form.append(clear);
  place.append(form, count);

  const apply = () => {
    const chosen = [...new FormData(form)].filter(([, value]) => value);
    const fits = (entry) => chosen.every(([facet, value]) => entry[facet].includes(value));
    const shown = new Set();
    for (const entry of entries) {
      entry.item.hidden = !fits(entry);
      if (!entry.item.hidden) shown.add(entry.id);
    }
    for (const year of years) year.hidden = !year.querySelector("li:not([hidden])");
    for (const [mark, id] of marks) mark.classList.toggle("filtered-out", !shown.has(id));
    clear.hidden = !chosen.length;
    count.textContent = words.count.replace("{shown}", shown.size).replace("{all}", entries.length);
    return chosen;
  };
  const read = () => {
    const wanted = new URLSearchParams(location.search);
    for (const select of form.querySelectorAll("select")) {
      select.value = wanted.get(select.name) ?? "";
      if (select.selectedIndex < 0) select.value = "";
    }
    apply();
  };
  const write = () => {
    const query = new URLSearchParams(apply());
    history.replaceState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}`);
  };
  form.addEventListener("change", write);
  form.addEventListener("reset", () => setTimeout(write));
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("popstate", read);
  read();
}
