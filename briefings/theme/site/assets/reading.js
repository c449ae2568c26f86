// Where a reader is on a page: the section being read is marked in the table of contents, and a button leads back to
// the top.
{
  // Mark the section being read in the table of contents.
  const links = new Map();
  for (const link of document.querySelectorAll(".toc a, .sections a")) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) links.set(heading, link);
  }
  const sections = document.querySelector(".sections details");
  const top = document.querySelector(".md-top");
  // On a screen with that list, the button is in its bar and covers no text.
  const wide = matchMedia("(min-width: 60em)"), frame = top?.parentElement;
  const place = () => (sections && !wide.matches ? sections.parentElement : frame)?.append(top);
  if (top && sections) wide.addEventListener("change", place);
  if (top && sections) place();
  // Where the contents are not in view, the bar above the text names the section.
  const current = sections?.querySelector("summary");
  const contents = current?.textContent, rail = matchMedia("(min-width: 76.25em)");
  let active = null, before = scrollY, asked = false;
  const follow = () => {
    asked = false;
    if (links.size > 0) {
      let reading = null;
      for (const [heading, link] of links) {
        if (heading.getBoundingClientRect().top > innerHeight / 4) break;
        reading = link;
      }
      if (reading !== active) {
        active?.removeAttribute("aria-current");
        reading?.setAttribute("aria-current", "location");
        if (current && !rail.matches) current.textContent = reading?.textContent.trim() ?? contents;
        active = reading;
      }
    }
    // Offer the button while a reader far down the page scrolls up.
    if (top) top.hidden = scrollY < 400 || (scrollY > before - 2 && top.hidden);
    before = scrollY;
  };
  if (links.size > 0 || top) addEventListener("scroll", () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(follow);
  }, { passive: true });
  top?.addEventListener("click", () => {
    scrollTo({ top: 0 });
    document.querySelector(".md-skip, a")?.focus({ preventScroll: true });
  });
  follow();
}
