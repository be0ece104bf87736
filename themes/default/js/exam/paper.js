// What an exam is made of on the page: questions with a head of their own.
const { exam } = syllabus;
const { words } = syllabus;

exam.item = ({ card }, head) => {
  // The number in the author's order says nothing here; a heading of the author that says more is one below that of the question.
  const title = card.querySelector(".question-title");
  if (title && (!title.id || exam.rules.isNumber(title.textContent))) title.remove();
  for (const heading of card.querySelectorAll(":is(.question-head, .question-stem) :is(h1, h2, h3, h4, h5, h6), :is(h1, h2, h3, h4, h5, h6).question-stem")) {
    heading.setAttribute("role", "heading");
    heading.setAttribute("aria-level", "3");
  }
  const stem = card.querySelector(`[id="${CSS.escape(card.id)}-stem"]`);
  if (!card.querySelector("form")) {
    const field = syllabus.el("textarea", { class: "blank exam-text", rows: "3", ...(stem ? { "aria-labelledby": stem.id } : { "aria-label": words.your_answer }) });
    card.querySelector(".question-actions")?.before(field);
  }
  return syllabus.el("section", { class: "exam-item" }, syllabus.el("div", { class: "exam-item-head" }, ...head), card);
};
