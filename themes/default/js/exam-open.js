// Opens the exam of a quiz page, or of practice: its button, or `#exam` in the address. All the rest (js/exam/) is loaded then.

/** @type {HTMLElement | null} */
const button = document.querySelector("[data-exam-open]");

const open = () => {
  if (location.hash === "#exam") syllabus.need("exam").then(() => syllabus.exam.open(), () => {});
};

// A page of questions that nobody can answer has none.
const isOffered = !document.querySelector(".page-quiz") || document.querySelector("syllabus-question :is(form, [data-judge])");

if (button && !isOffered) button.hidden = true;
else if (button) {
  const { begin = "", running = "" } = button.dataset;
  const key = `exam:${syllabus.pageAddress()}`;
  const show = () => {
    button.textContent = syllabus.store.read(key) ? running : begin;
  };
  show();
  button.addEventListener("click", () => {
    if (location.hash === "#exam") open();
    else location.hash = "exam";
  });
  document.addEventListener("syllabus:stored", ({ detail }) => detail.key === key && show());
  addEventListener("hashchange", open);
  open();
}
