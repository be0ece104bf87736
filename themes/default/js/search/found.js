// A page that was found: `?find=WORDS` marks these words until Esc is pressed, and the first of them in the section of the address is in sight.
const { search } = syllabus;
const HEADING = "h1, h2, h3, h4, h5, h6";
const NAME = "syllabus-found";

/** Texts in `main` that can be read, each with whether it is in the section. @param {HTMLElement} main @param {Element | null} target */
function* textsOf(main, target) {
  const isHeading = target?.matches(HEADING);
  const texts = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  // Before the section, in it, after it: where a question ends, or where another heading begins.
  let part = 0;
  while (texts.nextNode()) {
    const text = /** @type {Text} */ (texts.currentNode);
    if (target?.contains(text)) part = 1;
    else if (part === 1 && (!isHeading || text.parentElement?.closest(HEADING))) part = 2;
    yield { text, isInSection: part === 1 };
  }
}

/** @param {Text} text @param {number} start @param {number} end */
const rangeOf = (text, start, end) => {
  const range = new Range();
  range.setStart(text, start);
  range.setEnd(text, end);
  return range;
};

/** What the address names. */
const named = () => {
  try {
    return document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return null;
  }
};

/** @param {string[]} words @param {HTMLElement} main */
const mark = (words, main) => {
  const target = named() ?? main.querySelector("h1");
  /** @type {Range[]} */
  const found = [];
  /** @type {Range | undefined} */
  let first;
  for (const { text, isInSection } of textsOf(main, target)) {
    const ranges = search.marks(text.data, words).map(([start, end]) => rangeOf(text, start, end));
    found.push(...ranges);
    // What stands in an answer that is folded is not gone to.
    if (isInSection && !first && text.parentElement?.checkVisibility()) [first] = ranges;
  }
  if ("highlights" in CSS) CSS.highlights.set(NAME, new Highlight(...found));
  return first;
};

/** The heading stays in sight where both are. @param {Range} place */
const reveal = (place) => {
  const { top, bottom } = place.getBoundingClientRect();
  if (bottom > innerHeight * 0.9) scrollBy({ top: top - innerHeight / 3, behavior: "instant" });
};

const address = new URL(location.href);
const asked = address.searchParams.get("find");
const main = document.querySelector("main");

if (asked !== null && main) {
  const first = mark(search.wordsOf(asked).map(({ text }) => text), main);
  if (first) {
    reveal(first);
    // A browser goes to the anchor once more when all is loaded.
    if (document.readyState !== "complete") addEventListener("load", () => setTimeout(() => reveal(first)));
  }
  document.addEventListener("keydown", ({ key, defaultPrevented }) => {
    if (key === "Escape" && !defaultPrevented && "highlights" in CSS) CSS.highlights.delete(NAME);
  });
  address.searchParams.delete("find");
  try {
    history.replaceState(history.state, "", address);
  } catch { /* then the address stays as it is */ }
}
