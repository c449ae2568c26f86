// Cards: a line about an actor, shown next to a link to the actor's profile, from which it is taken. Without
// this script, the links work as links.
{
  // Lists of actors show what cards say.
  const isList = document.querySelector(".page--index") !== null;
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
      button.setAttribute("aria-label", siteWords.close);
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

  const isActor = (link) =>
    !isList && link && link.pathname !== location.pathname && !link.closest(".card, .evidence, svg, dialog")
    && /\/actors\/[^/.]+(?:\/(?:index\.html)?)?$/.test(link.pathname);

  const read = (html) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    for (const mark of page.querySelectorAll(".headerlink, .ev")) mark.remove();
    const words = (selector) => page.querySelector(selector)?.textContent.replace(/\s+/gu, " ").trim() ?? "";
    const office = words(".office") || words(".kind-of-actor");
    return office && { name: words("h1"), office, line: words(".summary") };
  };

  // What a profile says, or nothing if it cannot be read.
  const profiles = new Map();
  const profileOf = (link) => {
    if (!profiles.has(link.href)) {
      const answer = fetch(link.href).then((response) => response.ok ? response.text() : "");
      profiles.set(link.href, answer.then(read).catch(() => profiles.delete(link.href) && null));
    }
    return profiles.get(link.href);
  };

  const contentOf = (link, { name, office = "…", line = "" }, linked) => {
    const title = element("strong", "card__name");
    if (linked) {
      const profile = element("a", "", name);
      profile.href = link.href;
      title.append(profile);
    } else {
      title.append(name);
    }
    return [title, element("span", "card__office", office), element("span", "card__line", line)];
  };

  const openHint = async (link) => {
    const wanted = waiting;
    const profile = await profileOf(link);
    if (profile && wanted === waiting && link.isConnected) open(link, contentOf(link, profile, false), { dialog: false });
  };

  // The dialog is there at once, and filled in when the profile has arrived.
  const openDialog = async (link) => {
    const name = link.textContent;
    open(link, contentOf(link, { name }, true), { dialog: true, name });
    const profile = await profileOf(link);
    if (!isOpen() || opener !== link) return;
    if (!profile) {
      location.assign(link.href);
      return;
    }
    card.querySelectorAll(":scope > :not(.card__close)").forEach((part) => part.remove());
    card.prepend(...contentOf(link, profile, true));
    card.setAttribute("aria-label", profile.name);
    place(link);
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
    if (byFinger && isActor(link)) {
      event.preventDefault();
      if (closing !== link) openDialog(link);
    }
    closing = null;
  });

  // Also stops a hint whose profile is still on its way.
  const stop = () => {
    clearTimeout(waiting);
    waiting = 0;
  };

  // Show hints only while no dialog is open.
  const hint = (link, delay) => {
    stop();
    if (isOpen() && (opener === link || card.getAttribute("popover") === "auto")) return;
    waiting = setTimeout(() => openHint(link), delay);
  };
  const unhint = (delay) => {
    stop();
    if (card.getAttribute("popover") === "manual") waiting = setTimeout(close, delay);
  };
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const link = within(event, "a[href]");
    if (within(event, ".card")) stop();
    else if (isActor(link)) hint(link, 300);
    else if (isOpen()) unhint(200);
    else stop();
  });
  document.addEventListener("focusin", (event) => {
    const link = within(event, "a[href]");
    if (isActor(link) && link.matches(":focus-visible")) hint(link, 200);
    else if (!within(event, ".card")) unhint(0);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    stop();
    if (card.getAttribute("popover") === "manual") close();
  });
  addEventListener("resize", () => isOpen() && place(opener));
}
