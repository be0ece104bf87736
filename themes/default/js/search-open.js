// Opens the search: `/`, Ctrl-K or its button. All the rest (js/search/) is loaded then, or where a page was found by it and has words to mark;
// what is typed until it is there is not lost.
const { search: source } = document.documentElement.dataset;
let typed = "";

const load = () => Promise.all([syllabus.load(/** @type {string} */ (source)), syllabus.need("search")]);

/** @param {Event} event */
const linkOf = ({ target }) => target instanceof Element ? target.closest("a[data-search-open]") : null;

/** @type {(event: Event, link: any) => void} */
const open = (event, link) => {
  if (!link) return;
  event.preventDefault();
  typed = "";
  load().then(() => syllabus.search.open(typed), () => link.click());
};

if (source) {
  // What is loaded later is known when all of this script has run.
  if (location.search.includes("find=")) document.addEventListener("DOMContentLoaded", () => load().catch(() => {}));
  document.addEventListener("pointerover", (event) => linkOf(event) && load().catch(() => {}));
  document.addEventListener("click", (event) => event.isTrusted && !event.ctrlKey && !event.metaKey && !event.shiftKey && open(event, linkOf(event)));
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    const isTyping = target instanceof Element && target.matches("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])");
    if (event.ctrlKey || event.metaKey ? key === "k" : key === "/" && !isTyping) open(event, document.querySelector("[data-search-open]"));
    else if (!isTyping && key.length === 1) typed += key;
  });
}
