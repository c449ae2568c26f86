// Cards: a line about an actor, shown next to a link to the actor's profile. Their content is in one element
// of the page. Without this script, the links work as links.
{
  const data = document.querySelector(".card-data")?.dataset ?? {};
  // A map, because an object also has inherited names such as `constructor`.
  const actors = new Map(Object.entries(JSON.parse(data.actors ?? "{}")));
  const card = document.createElement("div");
  card.className = "card";
  card.id = "__card";
  card.tabIndex = -1;

  let opener = null; // the link whose card is open
  let closing = null; // the link whose card this press has just closed
  let pointer = "mouse";
  let waiting = 0;

  const isOpen = () => card.isConnected && card.matches(":popover-open");
  const element = (name, className, ...children) => {
    const made = document.createElement(name);
    made.className = className;
    made.append(...children);
    return made;
  };

  const place = (link) => {
    const edge = 8, gap = 6, width = document.documentElement.clientWidth;
    // A link that wraps onto a second line has two boxes; place the card at the first.
    const at = link.getClientRects()[0] ?? link.getBoundingClientRect(), { width: wide, height: high } = card.getBoundingClientRect();
    const left = Math.max(edge, Math.min(at.left - 12, width - wide - edge));
    const fitsBelow = at.bottom + gap + high <= innerHeight - edge;
    const above = at.top - gap - high;
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${(fitsBelow || above < edge ? at.bottom + gap : above) + scrollY}px`;
  };

  const close = () => isOpen() && card.hidePopover();

  // A dialog takes the focus, and the browser closes it on Esc or a press elsewhere. A hint follows mouse
  // or focus.
  const open = (link, content, { dialog, name }) => {
    close();
    opener = link;
    card.setAttribute("popover", dialog ? "auto" : "manual");
    card.setAttribute("role", dialog ? "dialog" : "tooltip");
    dialog ? card.setAttribute("aria-label", name) : card.removeAttribute("aria-label");
    card.replaceChildren(...content);
    // Right after the link, so that the Tab key moves into the card.
    link.after(card);
    card.showPopover();
    place(link);
    if (dialog) {
      link.setAttribute("aria-expanded", "true");
      const button = element("button", "card__close", "×");
      button.type = "button";
      button.setAttribute("aria-label", JSON.parse(data.words).close);
      button.addEventListener("click", close);
      card.append(button);
      card.focus({ preventScroll: true });
    } else {
      link.setAttribute("aria-describedby", card.id);
    }
  };

  card.addEventListener("beforetoggle", (event) => {
    if (event.newState !== "closed" || !opener) return;
    opener.removeAttribute("aria-expanded");
    opener.removeAttribute("aria-describedby");
  });

  const actorOf = (link) => {
    if (!link || link.closest(".card, .evidence, svg")) return null;
    const id = /\/actors\/([^/]+)(?:\/(?:index\.html)?)?$/.exec(link.pathname)?.[1];
    return actors.get(id) ?? null;
  };

  const openActor = (link, dialog) => {
    const [name, office, line] = actorOf(link);
    const title = element("strong", "card__name");
    if (dialog) {
      const profile = element("a", "", name);
      profile.href = link.href;
      title.append(profile);
    } else {
      title.append(name);
    }
    open(link, [title, element("span", "card__office", office), element("span", "card__line", line)], { dialog, name });
  };

  const within = (event, selector) => event.target instanceof Element ? event.target.closest(selector) : null;

  document.addEventListener("pointerdown", (event) => {
    pointer = event.pointerType;
    closing = isOpen() && card.getAttribute("popover") === "auto" ? opener : null;
  }, true);

  document.addEventListener("click", (event) => {
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = within(event, "a[href]");
    const byFinger = event.detail > 0 && pointer !== "mouse";
    if (byFinger && actorOf(link)) {
      event.preventDefault();
      if (closing !== link) openActor(link, true);
    }
    closing = null;
  });

  // Show hints only while no dialog is open.
  const hint = (link, delay) => {
    clearTimeout(waiting);
    if (isOpen() && (opener === link || card.getAttribute("popover") === "auto")) return;
    waiting = setTimeout(() => link.isConnected && openActor(link, false), delay);
  };
  const unhint = (delay) => {
    clearTimeout(waiting);
    if (card.getAttribute("popover") === "manual") waiting = setTimeout(close, delay);
  };
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const link = within(event, "a[href]");
    if (within(event, ".card")) clearTimeout(waiting);
    else if (actorOf(link)) hint(link, 300);
    else if (isOpen()) unhint(200);
    else clearTimeout(waiting);
  });
  document.addEventListener("focusin", (event) => {
    const link = within(event, "a[href]");
    if (actorOf(link) && link.matches(":focus-visible")) hint(link, 0);
    else if (!within(event, ".card")) unhint(0);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    clearTimeout(waiting);
    if (card.getAttribute("popover") === "manual") close();
  });
  addEventListener("resize", () => isOpen() && place(opener));
}
