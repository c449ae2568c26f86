// Adds a field above a long list that leaves only the items with the typed words. Without this script, readers
// see the whole list.
{
  const place = document.querySelector(".find[data-words]");
  const words = JSON.parse(place.dataset.words);
  const simple = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ß", "ss").replaceAll("ł", "l").replaceAll("ø", "o");
  const followed = [];
  for (let next = place.nextElementSibling; next; next = next.nextElementSibling) followed.push(next);
  const contents = followed.filter((part) => part.matches("nav"));
  const parts = followed.filter((part) => !part.matches("nav"));
  // Items that contain others are groups: shown with all their items if they match themselves.
  const items = parts.flatMap((part) => [...part.querySelectorAll("li")].filter((item) => !item.querySelector("li")).map((item) => {
    const group = item.parentElement.closest("li");
    return { item, text: simple(`${group ? group.firstElementChild.textContent : ""} ${item.textContent}`) };
  }));
  const groups = parts.flatMap((part) => [...part.querySelectorAll("li")].filter((item) => item.querySelector("li")));

  const form = document.createElement("form");
  const field = document.createElement("input");
  const count = document.createElement("p");
  form.setAttribute("role", "search");
  field.type = "search";
  field.placeholder = words.label;
  field.setAttribute("aria-label", words.label);
  field.autocomplete = "off";
  field.spellcheck = false;
  count.className = "find__count";
  count.setAttribute("role", "status");
  form.append(field);
  place.append(form, count);

  const apply = () => {
    const asked = simple(field.value).split(/\s+/u).filter(Boolean);
    let shown = 0;
    for (const { item, text } of items) {
      item.hidden = !asked.every((word) => text.includes(word));
      if (!item.hidden) shown++;
    }
    for (const group of groups) group.hidden = !group.querySelector("li:not([hidden])");
    for (const part of parts) part.hidden = part.querySelector("li") !== null && !part.querySelector("li li:not([hidden]), ul:not(:has(ul)) > li:not([hidden])");
    for (const part of contents) part.hidden = asked.length > 0;
    count.textContent = asked.length === 0 ? "" : words.count.replace("{shown}", shown).replace("{all}", items.length);
  };
  field.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  // A browser may fill the field again when it goes back to the page.
  addEventListener("pageshow", apply);
}
