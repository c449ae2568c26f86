// Adds a field above a long list, which leaves only the items with the typed words. Without this script,
// readers see the whole list.
{
  const place = document.querySelector(".find[data-words]");
  const simple = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ß", "ss").replaceAll("ł", "l").replaceAll("ø", "o");

  const read = (part) => {
    const items = [...part.querySelectorAll("li:not(:has(li))")].map((item) => {
      // In a list of groups, an item also has the words of its group.
      const group = item.parentElement.closest("li")?.firstElementChild.textContent ?? "";
      return { item, text: simple(`${group} ${item.textContent}`) };
    });
    // What is found is seen: folds are open while the list is searched.
    const folds = [...part.querySelectorAll("details")].map((fold) => ({ fold, open: fold.open }));
    return { part, items, folds, groups: part.querySelectorAll("li:has(li)") };
  };

  const build = () => {
    const words = JSON.parse(place.dataset.words);
    const form = document.createElement("form");
    const field = document.createElement("input");
    const count = document.createElement("p");
    form.setAttribute("role", "search");
    field.type = "search";
    field.placeholder = words.label;
    field.setAttribute("aria-label", words.label);
    field.autocomplete = "off";
    count.className = "find__count";
    count.setAttribute("role", "status");
    form.append(field, count);
    place.append(form);

    const parts = [...document.querySelectorAll(".find ~ div")].map(read).filter(({ items }) => items.length > 0);
    const all = parts.reduce((sum, { items }) => sum + items.length, 0);
    const apply = () => {
      const asked = simple(field.value).split(/\s+/u).filter(Boolean);
      let shown = 0;
      for (const { part, items, folds, groups } of parts) {
        for (const { item, text } of items) item.hidden = !asked.every((word) => text.includes(word));
        for (const group of groups) group.hidden = !group.querySelector("li:not([hidden])");
        for (const { fold, open } of folds) {
          fold.open = asked.length > 0 || open;
          fold.hidden = !fold.querySelector("li:not([hidden])");
        }
        const left = items.filter(({ item }) => !item.hidden).length;
        part.hidden = left === 0;
        shown += left;
      }
      count.textContent = asked.length ? words.count.replace("{shown}", shown).replace("{all}", all) : "";
    };
    field.addEventListener("input", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    // The browser may have filled the field in again.
    addEventListener("pageshow", apply);
  };
  if (place) build();
}
