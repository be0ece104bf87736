// The course as a book to be printed: answers with each question, at the end, or none. The course has set one of these in the page; a reader may
// choose another. Each answer is there once, and is moved.

/** @typedef {"with" | "at-end" | "without"} PrintAnswers */

/**
 * What an address asks for: `?answers=with`, `without`, `end` or `at-end`.
 * @param {string} search
 * @returns {PrintAnswers | null}
 */
const askedFor = (search) => {
  const asked = new URLSearchParams(search).get("answers");
  if (asked === "end" || asked === "at-end") return "at-end";
  return asked === "with" || asked === "without" ? asked : null;
};

const book = document.querySelector("main.book");
const choice = /** @type {HTMLFormElement | null} */ (document.querySelector(".book-choice"));
const end = document.querySelector(".book-answers");

/**
 * The answers of one chapter at the end, with its title.
 * @param {Element} chapter
 */
const groupOf = (chapter) => {
  const group = document.createElement("section");
  group.className = "book-answers-of";
  group.dataset.of = chapter.id;
  const title = document.createElement("h3");
  const link = document.createElement("a");
  link.href = `#${chapter.id}`;
  link.textContent = chapter.querySelector(".book-title")?.textContent ?? "";
  title.append(link);
  group.append(title);
  return group;
};

/** Moves all answers to the end, by chapter. */
const gather = () => {
  for (const chapter of document.querySelectorAll(".book-chapter")) {
    const answers = chapter.querySelectorAll(".book-answer");
    if (answers.length === 0) continue;
    const group = groupOf(chapter);
    group.append(...answers);
    end?.append(group);
  }
};

/** Moves all answers to what they answer. */
const scatter = () => {
  /** @type {NodeListOf<HTMLElement>} */
  const places = document.querySelectorAll(".book-see");
  const byPlace = new Map([...places].map((place) => [place.dataset.of, place]));
  /** @type {NodeListOf<HTMLElement>} */
  const answers = document.querySelectorAll(".book-answers .book-answer");
  for (const answer of answers) byPlace.get(answer.dataset.of)?.after(answer);
  for (const group of document.querySelectorAll(".book-answers-of")) group.remove();
};

/** @param {PrintAnswers} answers */
const show = (answers) => {
  if (!(book instanceof HTMLElement)) return;
  const isAtEnd = end?.querySelector(".book-answer") !== null;
  book.dataset.answers = answers;
  if (answers === "at-end" && !isAtEnd) gather();
  if (answers === "with" && isAtEnd) scatter();
};

if (choice) {
  const fields = [...choice.querySelectorAll("input")];
  const asked = askedFor(location.search) ?? fields.find((field) => field.defaultChecked)?.value;
  for (const field of fields) field.checked = field.value === asked;
  if (asked) show(/** @type {PrintAnswers} */ (asked));
  choice.addEventListener("change", () => {
    const chosen = fields.find((field) => field.checked)?.value;
    if (chosen) show(/** @type {PrintAnswers} */ (chosen));
  });
  choice.addEventListener("submit", (event) => {
    event.preventDefault();
    globalThis.print();
  });
}
