// Where an exam has its questions from: those of the quiz page it is on, else the banks of practice. Each is asked as if for the first time.
const { exam } = syllabus;

/** The questions of this page that can be answered, by their ids; they stay the same while an exam takes their place. @type {Map<string, any>} */
const onPage = new Map();
for (const card of document.querySelectorAll(".page-quiz main syllabus-question")) {
  if (card.querySelector("form, [data-judge]")) onPage.set(card.id, card);
}
/** Where answers stand at the end of the page, those. */
const answersAtEnd = new Map([...document.querySelectorAll(".answer-at-end")].map((answer) => [answer.id, answer]));
const { of = "", ofTitle = "" } = /** @type {HTMLElement | null} */ (document.querySelector("[data-exam-open]"))?.dataset ?? {};

/** @param {string} id @returns {ExamCard | null} */
const copyOf = (id) => {
  const card = onPage.get(id)?.cloneNode(true);
  if (!card) return null;
  card.setAttribute("data-fresh", "");
  card.removeAttribute("data-state");
  // What other scripts have put into the page comes anew: a copied button does nothing.
  for (const made of card.querySelectorAll("button:is(.copy, .wrap, .sort)")) made.remove();
  for (const frame of card.querySelectorAll("[data-copy]")) frame.removeAttribute("data-copy");
  // A student may be sent to the end of the page for the answer: what stands there comes to the question.
  const answer = answersAtEnd.get(`${id}-answer`)?.cloneNode(true);
  const link = card.querySelector(`a.button[href$="-answer"]`);
  if (answer instanceof Element && link) {
    const body = document.createElement("div");
    body.className = "answer answer-body";
    body.append(...[...answer.children].filter((child) => !child.matches("h3")));
    link.replaceWith(body);
  }
  return { id, card, href: of, title: ofTitle };
};

/** @type {Map<string, { id: string, bank: string }>} */
const banked = new Map((syllabus.practised?.items ?? []).map((item) => [item.id, item]));

exam.questions = {
  ids: () => [...(syllabus.practised ? banked : onPage).keys()],

  async find(ids) {
    const found = await Promise.all(ids.map(async (id) => {
      const item = banked.get(id);
      if (!item) return copyOf(id);
      const made = await syllabus.practised?.find(item);
      const card = made?.content.querySelector("syllabus-question");
      return made && card ? { id, card, href: made.href, title: made.title } : null;
    }));
    return new Map(found.flatMap((card) => (card ? [[card.id, card]] : [])));
  },

  chosen: (card) => card.querySelector("textarea")?.value.trim() ?? card.chosen,

  choose(card, chosen) {
    const labels = chosen.split(" ");
    for (const field of card.fields) field.checked = labels.includes(field.value);
    const typed = card.querySelector("textarea, input.blank");
    if (typed) typed.value = chosen;
  },
};
