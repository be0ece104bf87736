// What a result looks like, and what is said of results.
const { search } = syllabus;

const root = document.documentElement.dataset.root ?? "";
// So much of a section's text is in the index.
const EXCERPT = 120;
const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  search: ["M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13", "m15.4 15.4 5 5"],
  question: ["M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17", "m8.2 12.3 2.6 2.6 5-5.5"],
  close: ["M6.5 6.5l11 11", "M17.5 6.5l-11 11"],
  recent: ["M12 4a8 8 0 1 0 0 16a8 8 0 0 0 0-16", "M12 8v4.4l3 1.8"],
};

search.icon = (name) => {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  for (const line of ICONS[name]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", line);
    svg.append(path);
  }
  return svg;
};

/** The form of a counted word for a number, as CLDR names it. A browser that does not know the language takes `other`. @param {string} language @param {number} count */
const formOf = (language, count) => {
  const [known] = Intl.PluralRules.supportedLocalesOf(language);
  return known ? new Intl.PluralRules(known).select(count) : "other";
};

search.countOf = ({ count, isWhole }) => {
  const { plurals, search_results: forms } = syllabus.words;
  // One that is not the last may be any number.
  const form = isWhole || count > 1 ? formOf(plurals || "en", count) : "other";
  const words = typeof forms === "string" ? forms : forms[form] ?? forms.other;
  return syllabus.fill(words, { n: `${count}${isWhole ? "" : "+"}` });
};

/** A text with words marked in it. @param {string} text @param {string[]} words */
const withMarks = (text, words) => {
  let from = 0;
  const parts = search.marks(text, words).flatMap(([start, end]) => {
    const before = text.slice(from, start);
    from = end;
    return [before, syllabus.el("mark", {}, text.slice(start, end))];
  });
  return [...parts, text.slice(from)];
};

/** @param {Found} found @param {string[]} words */
const addressOf = ({ address, anchor }, words) =>
  `${root}${address}?find=${encodeURIComponent(words.join(" "))}${anchor && `#${encodeURIComponent(anchor)}`}`;

search.row = (found, words, isOption) => {
  const { heading, chapter, module, text, isQuestion } = found;
  const place = [chapter, module].filter(Boolean).join(" · ");
  const isCut = [...text].length >= EXCERPT && !/[.!?…]$/.test(text);
  // A stem that is shown whole is not repeated.
  const isRepeated = text.startsWith(heading.replace(/\W+$/, ""));
  return syllabus.el("a", { class: "hit", href: addressOf(found, words), role: isOption && "option", "aria-selected": isOption && "false", tabindex: isOption && "-1" },
    syllabus.el("span", { class: "hit-title" }, ...withMarks(heading, words)),
    ...(isQuestion ? [" ", syllabus.el("span", { class: "hit-kind" }, search.icon("question"), syllabus.words.search_question)] : []),
    ...(place ? [" ", syllabus.el("span", { class: "hit-place" }, place)] : []),
    ...(text && !isRepeated ? [" ", syllabus.el("span", { class: "hit-text" }, ...withMarks(isCut ? `${text}…` : text, words))] : []));
};

const MOST_RECENT = 6;
search.recent = {
  read: () => {
    /** @type {{ queries?: string[] } | null} */
    const kept = syllabus.store.read("searches");
    return Array.isArray(kept?.queries) ? kept.queries.filter((query) => typeof query === "string") : [];
  },
  add: (query) => {
    const others = search.recent.read().filter((other) => other !== query);
    if (query) syllabus.store.write("searches", { queries: [query, ...others].slice(0, MOST_RECENT) });
  },
  clear: () => syllabus.store.write("searches", { queries: [] }),
};
