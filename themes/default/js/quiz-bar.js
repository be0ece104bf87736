// The bar of a quiz page: a segment for each question, which leads to it, and how many are right. It begins with what was answered before. After the
// last question a summary says how it went, and offers those that were wrong again.

/** By question: whether the last answer was right; null where there is none. @type {Map<string, boolean | null>} */
const results = new Map();

/** @param {string} id */
const resultOf = (id) => {
  const known = results.get(id);
  if (known !== undefined) return known;
  /** @type {AnswerRecord | null} */
  const record = syllabus.store.read(`question:${id}`);
  const result = record?.tries ? record.last : null;
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

/** @returns {HTMLElement[]} */
const segments = () => [...document.querySelectorAll("[data-quiz-bar] [data-for]")].map((one) => /** @type {HTMLElement} */ (one));

/** @param {HTMLElement} segment */
const questionOf = (segment) => /** @type {any} */ (document.getElementById(segment.dataset.for ?? ""));

/** Whether *Retry the wrong ones* has begun: then the summary waits until they are answered. */
let isRetried = false;

const show = () => {
  /** @type {HTMLElement | null} */
  const bar = document.querySelector("[data-quiz-bar]");
  if (!bar) return;
  const all = segments();
  const answers = all.map((segment) => resultOf(segment.dataset.for ?? ""));
  all.forEach((segment, at) => {
    const state = answers[at] === null ? "" : answers[at] ? "right" : "wrong";
    if (state) segment.dataset.state = state;
    else delete segment.dataset.state;
  });
  const words = score(bar.dataset.score ?? "", answers);
  const place = bar.querySelector("[role=status]");
  if (place && place.textContent !== words) place.textContent = words;
  /** @type {HTMLElement | null} */
  const summary = document.querySelector("[data-quiz-summary]");
  if (!summary) return;
  if (answers.every((answer) => answer !== null) && !isRetried) summary.hidden = false;
  const wrong = answers.filter((answer) => answer === false).length;
  const open = answers.filter((answer) => answer === null).length;
  const { score: pattern, quiz_open, retry_wrong } = syllabus.words;
  const said = summary.querySelector("[data-summary-words]");
  if (said) said.textContent = syllabus.fill(pattern, { right: answers.filter(Boolean).length, count: answers.length });
  /** @type {HTMLElement | null} */
  const button = summary.querySelector("[data-retry]");
  if (!button) return;
  button.hidden = wrong + open === 0;
  button.dataset.retry = open > 0 ? "open" : "wrong";
  button.textContent = open > 0 ? syllabus.count(quiz_open, open) : retry_wrong;
};

/** Goes to the questions that are not answered, or asks those again that were wrong. @param {string | undefined} which */
const retry = (which) => {
  const all = segments();
  const chosen = all.filter((segment) => resultOf(segment.dataset.for ?? "") === (which === "open" ? null : false)).map(questionOf);
  isRetried = true;
  for (const question of chosen) if (which !== "open") question?.reset();
  chosen[0]?.arrive();
};

syllabus.onContent(() => {
  results.clear();
  show();
});
document.addEventListener("syllabus:stored", ({ detail }) => {
  const id = detail.key.startsWith("question:") ? detail.key.slice("question:".length) : "";
  if (!id) return;
  results.delete(id);
  show();
});
document.addEventListener("syllabus:finished", () => {
  /** @type {HTMLElement | null} */
  const summary = document.querySelector("[data-quiz-summary]");
  isRetried = false;
  if (!summary) return;
  summary.hidden = false;
  show();
  summary.scrollIntoView({ block: "center" });
  summary.focus({ preventScroll: true });
});
document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  /** @type {HTMLElement | null | undefined} */
  const button = target?.closest("[data-retry]");
  if (button) retry(button.dataset.retry);
  const bar = target?.closest(".quiz-segments");
  if (!bar) return;
  // The strip is higher than its segments: what counts is how far along it was pressed.
  const all = segments();
  const near = all.map((segment) => Math.abs(segment.getBoundingClientRect().left + segment.offsetWidth / 2 - event.clientX));
  questionOf(all[near.indexOf(Math.min(...near))])?.arrive();
});
