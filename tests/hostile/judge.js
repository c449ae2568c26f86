// What a browser's own parser makes of a published page, and what stands in it that may not. Shares nothing with the generator's
// checks: the lists are written by hand, from what a reader of the site needs. Pages are only parsed; nothing in them runs.
(html) => {
  const words = (text) => new Set(text.trim().split(/\s+/));
  const ELEMENTS = words(`
    a abbr b bdi blockquote br button code dd del details div dl dt em figcaption figure form h1 h2 h3 h4 h5 h6 hr i img input kbd label li mark nav ol option p pre q s select
    small span strong sub summary sup table tbody td th thead time tr u ul`);
  const DRAWN = words("a circle clipPath defs desc ellipse g line path polygon polyline rect svg text title tspan");
  const ATTRIBUTES = words(`
    alt aria-describedby aria-hidden aria-label aria-labelledby class colspan datetime dir download height hidden href hreflang id lang loading
    autocomplete open rel reversed role
    rowspan scope span src start target title type value width
    data-actors data-at data-close data-cut data-entries data-facet data-fold data-given data-kinds data-last data-news data-passages data-proof data-read data-tags data-topics data-words`);
  const DRAWN_ATTRIBUTES = words(`
    aria-describedby aria-hidden aria-label aria-labelledby class clip-path cx cy d data-entries dominant-baseline dx dy fill fill-opacity font-size
    font-weight height href id opacity overflow paint-order points preserveAspectRatio r role rx ry stroke stroke-dasharray stroke-linecap
    stroke-linejoin stroke-opacity stroke-width tabindex text-anchor textLength transform viewBox width x x1 x2 xlink:href xmlns
    xmlns:xlink y y1 y2`);
  const NOWHERE = words(`
    animate animatemotion animatetransform applet base embed feimage foreignobject frame frameset iframe image marquee math noscript
    object portal set use`);
  const SCHEMES = words("http: https: mailto:");
  const HOME = "https://site.invalid/";
  const found = [];
  const start = (node) => node.cloneNode(false).outerHTML.slice(0, 100);
  const say = (what, node) => found.push(`${what}: ${start(node)}`);
  const page = new DOMParser().parseFromString(html, "text/html");
  const parsed = (node, value) => {
    try {
      return new URL(value, HOME);
    } catch {
      say(`\`${value}\` is no address`, node);
      return null;
    }
  };
  const leads = (node, value) => {
    const url = parsed(node, value);
    // Calendar programs subscribe to the site's own calendars by this scheme.
    const calendar = /^webcal:\/\/site\.example\/project\/[\w/-]+\.ics$/.test(value);
    if (url && !calendar && !SCHEMES.has(url.protocol)) say(`a link to ${url.protocol}`, node);
    if (url && (url.username || url.password)) say("a link with a user's name in its address", node);
  };
  const fetches = (node, value) => {
    const url = parsed(node, value);
    if (url && `${url.origin}/` !== HOME) say("something fetched from elsewhere", node);
  };

  const article = page.querySelector("article");
  if (page.querySelectorAll("article").length !== 1) found.push(`${page.querySelectorAll("article").length} articles`);
  for (const node of article?.querySelectorAll("*") ?? []) {
    const drawn = node.namespaceURI === "http://www.w3.org/2000/svg";
    if (!(drawn ? DRAWN : ELEMENTS).has(node.localName)) say(`an element \`${node.localName}\` in the article`, node);
    for (const { name, value } of node.attributes) {
      if (!(drawn ? DRAWN_ATTRIBUTES : ATTRIBUTES).has(name)) say(`an attribute \`${name}\` in the article`, node);
      if (name === "href" || name === "xlink:href") leads(node, value);
      if (name === "src") fetches(node, value);
    }
  }
  const ids = new Map();
  for (const node of page.querySelectorAll("[id]")) {
    if (ids.has(node.id)) say("an id that stands twice", node);
    ids.set(node.id, node);
  }
  // Around the article stands the theme. Names and titles are in it, too: in the navigation, the trail, the head.
  for (const node of page.querySelectorAll("*")) {
    if (NOWHERE.has(node.localName.toLowerCase())) say(`an element \`${node.localName}\``, node);
    for (const { name, value } of node.attributes) {
      if (/^on|^(style|srcdoc|formaction|action|ping|background|poster)$/.test(name)) say(`an attribute \`${name}\``, node);
      if (name === "target" && (value !== "_blank" || node.relList?.contains("opener"))) say("a link that gives this window away", node);
      if (/^(xlink:)?href$/.test(name) && node.localName !== "link") leads(node, value);
      if (name === "src") fetches(node, value);
    }
  }
  const inline = [];
  const later = [];
  for (const template of page.querySelectorAll("template")) {
    if (template.className !== "later" || [...template.content.children].some((node) => node.localName !== "script")) say("a template that is not the theme's", template);
    later.push(...template.content.querySelectorAll("script"));
  }
  for (const script of [...page.querySelectorAll("script"), ...later]) {
    if (script.hasAttribute("src")) {
      if (!/(^|\/)assets\/[\w.-]+\.js(\?[0-9a-f]{8})?$/.test(script.getAttribute("src"))) say("a script that is not the theme's", script);
    } else if (script.type !== "application/ld+json") {
      inline.push(script.textContent);
    } else {
      try {
        JSON.parse(script.textContent);
      } catch {
        found.push(`data that is no JSON: ${script.textContent.slice(0, 100)}`);
      }
    }
  }
  for (const link of page.querySelectorAll("link")) {
    if (!/^(stylesheet|icon|apple-touch-icon|canonical|alternate|prev|next)$/.test(link.rel)) say("a link of an odd kind", link);
    if (/^(stylesheet|icon|apple-touch-icon)$/.test(link.rel)) fetches(link, link.getAttribute("href") ?? "");
  }
  const moved = page.querySelector("head > meta[http-equiv=refresh]");
  for (const meta of page.querySelectorAll("meta[http-equiv]")) {
    if (meta.httpEquiv === "Content-Security-Policy" || meta === moved) continue;
    say("a meta element that acts", meta);
  }
  if (moved) fetches(moved, moved.content.replace(/^0; url=/, ""));
  if (page.querySelectorAll("head > meta[http-equiv=Content-Security-Policy]").length !== 1) found.push("not one policy in the head");
  if (page.querySelector("body :is(meta, link, style, base), body title:not(svg title)")) found.push("an element of the head in the body");
  return {
    title: page.title,
    heading: (article?.querySelector("h1")?.textContent ?? "").replace(/¶$/, "").trim(),
    text: (article?.textContent ?? "").replace(/\s+/g, " "),
    inline,
    moved: moved !== null,
    found: [...new Set(found)],
  };
}
