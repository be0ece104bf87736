// The bar of a quiz page: a segment for each question, and how many are right. It begins with what was answered before.

/** By question: whether the last answer was right; null where there is none. @type {Map<string, boolean | null>} */
const results = new Map();

/** @param {string} id */
const resultOf = (id) => {
  const known = results.get(id);
  if (known !== undefined) return known;
  /** @type {AnswerRecord | null} */
  const record = syllabus.store.read(`question:${id}`);
  const result = record?.last ?? null;
  results.set(id, result);
  return result;
};

/**
 * The words for how many questions are right; none while nothing is answered.
 * @param {string} pattern
 * @param {(boolean | null)[]} results
 */
const score = (pattern, results) =>
  results.every((result) => result === null) ? "" : syllabus.fill(pattern, { right: results.filter(Boolean).length, count: results.length });

const show = () => {
  /** @type {HTMLElement | null} */
  const bar = document.querySelector("[data-quiz-bar]");
  if (!bar) return;
  /** @type {NodeListOf<HTMLElement>} */
  const segments = bar.querySelectorAll("[data-for]");
  const answers = [...segments].map((segment) => resultOf(segment.dataset.for ?? ""));
  segments.forEach((segment, at) => {
    if (answers[at] !== null) segment.dataset.state = answers[at] ? "right" : "wrong";
  });
  const place = bar.querySelector("[role=status]");
  if (place) place.textContent = score(bar.dataset.score ?? "", answers);
};

syllabus.onContent(show);
document.addEventListener("syllabus:answered", ({ detail }) => {
  results.set(detail.id, detail.right);
  show();
});
