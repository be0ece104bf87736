// How an exam went: how many are right, how long it took, those that were wrong with what explains them, and those that the student judges.
const { exam, words, el, button } = syllabus;
const { rules, kept, questions } = exam;

/** The attempt that is seen. @type {ExamAttempt | null} */
let seen = null;
const score = el("p", { class: "exam-score", tabindex: "-1" });
const facts = el("p", { class: "card-meta exam-facts" });
const language = words.plurals || "en";

const showScore = () => {
  if (!seen) return;
  const { right = 0, count, saved, seconds, judge, at } = seen;
  const mark = Number(document.documentElement.dataset.passMark ?? "");
  const isSaved = saved !== undefined;
  score.textContent = isSaved ? `${words.saved}: ${syllabus.fill(words.exam_answered, { done: saved, count })}` : syllabus.fill(words.score, { right, count });
  const isJudged = !isSaved && judge.length === 0;
  const isPassed = rules.isPassed(seen, mark);
  const percent = (/** @type {number} */ part) => new Intl.NumberFormat(language, { style: "percent" }).format(part / 100);
  const said = [
    ...(isJudged ? [percent(rules.percent(seen))] : []),
    ...(isJudged && mark > 0 && !seen.isRetry ? [`${isPassed ? `✓ ${words.exam_passed}` : `✗ ${words.exam_failed}`} (${percent(mark)})`] : []),
    syllabus.fill(words.exam_time, { time: rules.clock(seconds) }),
    new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(new Date(at)),
  ];
  facts.replaceChildren(...said.map((text) => el("span", {}, text)));
};

/** The way to the chapter of a question. @param {ExamCard} card */
const chapterOf = ({ href, title }) => el("p", { class: "practice-of" }, el("a", { href }, title));

/** Questions under a title, with the way to the chapter of each; where all are of one, once. @param {string} title @param {ExamCard[]} cards @param {string} [kind] */
const part = (title, cards, kind = "") => {
  if (cards.length === 0) return [];
  const isOne = cards.every(({ href }) => href === cards[0].href);
  const items = cards.map((card) => exam.item(card, isOne ? [] : [chapterOf(card)]));
  return [el("section", { class: `exam-part ${kind}` }, el("h2", {}, title), ...(isOne ? [chapterOf(cards[0])] : []), el("div", { class: "questions" }, ...items))];
};

/** A question as it was answered, with the verdict. @param {ExamCard} found */
const conclude = ({ id, card }) => {
  const chosen = seen?.chosen[id] ?? "";
  card.reset();
  questions.choose(card, chosen);
  if (!card.form) {
    const typed = card.querySelector("textarea");
    typed.readOnly = true;
    typed.hidden = !chosen;
  }
  if (seen?.judge.includes(id)) {
    if (card.fold) card.fold.open = true;
    return;
  }
  card.conclude(false);
  if (!chosen && card.form) card.show("wrong", words.exam_unanswered);
};

exam.showResult = (attempt, said, isNew) => exam.load(async () => {
  const cards = await questions.find([...attempt.wrong, ...attempt.judge]);
  seen = attempt;
  const of = (/** @type {string[]} */ ids) => ids.flatMap((id) => cards.get(id) ?? []);
  const [wrong, judge] = [of(attempt.wrong), of(attempt.judge)];
  const retry = () => exam.begin({ ids: seen?.wrong.filter((id) => questions.ids().includes(id)) ?? [], count: attempt.wrong.length, minutes: 0, isMixed: document.documentElement.dataset.shuffle !== "false", isRetry: true });
  const actions = el("p", { class: "exam-actions", "data-quiz-summary": "" },
    ...(wrong.length > 0 ? [button(words.retry_wrong, retry, "button-main")] : []),
    button(words.exam_again, () => exam.showStart()),
    ...(attempt.saved === undefined ? [button(words.print, () => globalThis.print())] : []));
  exam.show(el("div", { class: "exam-result" }, score, facts, actions, ...part(words.exam_judge, judge, "exam-judge"), ...part(words.exam_wrong, wrong)));
  [...wrong, ...judge].forEach(conclude);
  document.dispatchEvent(new CustomEvent("syllabus:content"));
  showScore();
  exam.say(said);
  if (isNew) scrollTo(0, 0);
  score.focus({ preventScroll: true });
});

document.addEventListener("syllabus:answered", ({ detail: { id, right } }) => {
  if (!seen?.judge.includes(id) || !document.querySelector(".exam-result")) return;
  seen = rules.judge(seen, id, right);
  kept.add(seen);
  showScore();
});
