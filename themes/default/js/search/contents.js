// The page with the full contents can be narrowed down to what has some words.
const { search } = syllabus;

/** @type {HTMLInputElement | null} */
const field = document.querySelector("[data-contents-filter]");

if (field) {
  const items = [...document.querySelectorAll(".contents li, .contents section")].map((element) => {
    const own = element.querySelector(":scope > a, :scope > :is(h2, h3, h4, h5, h6), :scope > .contents-chapter");
    return { element, text: ` ${search.fold(own?.textContent ?? "")}` };
  });
  const none = document.querySelector("[data-contents-none]");
  const narrow = () => {
    const words = search.wordsOf(field.value).map(({ text }) => text);
    /** What stays: what has all words, what it stands in, and what stands in it. @type {Set<Element>} */
    const kept = new Set();
    for (const { element, text } of items) {
      const isIn = element.parentElement?.closest("[data-hit]");
      const isHit = words.length > 0 && words.every((word) => text.includes(word));
      element.toggleAttribute("data-hit", isHit);
      if (words.length > 0 && !isHit && !isIn) continue;
      for (let up = /** @type {Element | null} */ (element); up && !kept.has(up); up = up.parentElement) kept.add(up);
    }
    for (const { element } of items) element.toggleAttribute("hidden", !kept.has(element));
    none?.toggleAttribute("hidden", kept.size > 0);
  };
  field.addEventListener("input", narrow);
  if (field.value) narrow();
}
