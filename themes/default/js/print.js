// Answers on paper: those that are to stand at the end are put there while a page is printed. On the page of a whole book js/book.js does it.
const article = document.querySelector("main > article, main > .questions");

/** Puts copies of the folded answers after the text; the answers themselves stay as the reader has them. */
const appendAnswers = () => {
  const folds = article?.querySelectorAll(".answer, .answer-key") ?? [];
  if (folds.length === 0 || document.documentElement.dataset.printAnswers !== "at-end") return;
  const section = document.createElement("section");
  section.className = "answers-on-paper prose";
  const title = document.createElement("h2");
  title.textContent = syllabus.words.print_answers;
  section.append(title);
  for (const fold of folds) {
    const name = fold.closest(".question")?.querySelector(".question-title, .question-stem")?.textContent;
    if (name) {
      const label = document.createElement("p");
      label.className = "answer-name";
      label.textContent = name.trim();
      section.append(label);
    }
    const copy = document.createElement("div");
    copy.append(...[...fold.cloneNode(true).childNodes].filter((node) => node.nodeName !== "SUMMARY"));
    for (const inner of copy.querySelectorAll("[id]")) inner.removeAttribute("id");
    section.append(copy);
  }
  article?.append(section);
};

addEventListener("beforeprint", appendAnswers);
addEventListener("afterprint", () => document.querySelector(".answers-on-paper")?.remove());
