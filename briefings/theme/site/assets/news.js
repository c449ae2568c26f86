// What is new since the last visit. The browser keeps one time, of the newest publication seen; nothing is
// sent. The days until announced events are added, and those whose day is past left out, because both depend on
// today.
{
  const strip = document.querySelector(".visit");
  const language = document.documentElement.lang;
  const say = (forms, n) => {
    const rule = new Intl.PluralRules(language).select(n);
    return (forms[rule] ?? forms.other ?? Object.values(forms)[0]).replace("{n}", n.toLocaleString(language));
  };
  const kept = (storage, key, value) => {
    try {
      if (value !== undefined) storage.setItem(key, value);
      return storage.getItem(key);
    } catch {
      return null;
    }
  };

  if (strip) {
    const { published, words, ...news } = JSON.parse(document.querySelector("[data-news]").dataset.news);
    const newest = published[0][0];
    // Until this tab is closed, the visit before it counts.
    const since = kept(sessionStorage, "since") ?? kept(localStorage, "seen");
    kept(localStorage, "seen", newest);
    if (since) {
      kept(sessionStorage, "since", since);
      const counts = {};
      for (const [when, added] of published) {
        if (when <= since) break;
        for (const [name, n] of Object.entries(added)) counts[name] = (counts[name] ?? 0) + n;
      }
      // Smaller changes are counted if there is nothing else.
      const { changes: smaller, ...named } = counts;
      const told = Object.keys(named).length > 0 ? named : smaller ? { changes: smaller } : {};
      const brought = Object.keys(words).filter((name) => told[name]).map((name) => say(words[name], told[name]));
      const link = strip.querySelector("a");
      const text = document.createElement("p");
      if (brought.length > 0) {
        const label = document.createElement("strong");
        label.append(news.new);
        text.append(label, " ", brought.join(" · "));
      } else {
        text.append(news.nothing);
        strip.classList.add("visit--quiet");
      }
      link.textContent = news.all;
      text.append(" ", link);
      strip.replaceChildren(text);
    }
  }

  const today = new Date();
  today.setHours(0, 0, 0, 0);
  const left = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  for (const place of document.querySelectorAll(".next .left")) {
    const until = (text) => {
      const [year, month, day] = text.split("-").map(Number);
      return Math.round((new Date(year, month - 1, day) - today) / 864e5);
    };
    if (until(place.dataset.last) < 0) {
      const part = place.closest(".next");
      place.closest("li").remove();
      if (!part.querySelector("li")) part.remove();
      continue;
    }
    if (!place.dataset.day) continue;
    const days = until(place.dataset.day);
    place.textContent = Math.abs(days) < 60 ? left.format(days, "day") : left.format(Math.round(days / 30.4), "month");
  }
}
