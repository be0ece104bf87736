// The exam of a quiz page, of a module or of the course: how it is begun, what was done before, and what is seen in place of the page meanwhile.
const { exam, words, el, button } = syllabus;
const { rules, kept, questions } = exam;

const main = /** @type {HTMLElement} */ (document.querySelector("main"));
const { title = "" } = /** @type {HTMLElement | null} */ (document.querySelector("[data-exam-open]"))?.dataset ?? {};
const { shuffle, examMinutes, examCount, quizAnswers } = document.documentElement.dataset;

/** The page as it was; nothing while it is seen. @type {ChildNode[] | null} */
let page = null;
/** Whether an exam was handed in since the page was loaded: then the page shows other answers. */
let isHandedIn = false;
const status = el("p", { class: "exam-said", role: "status" });
const told = el("p", { class: "unseen", role: "status" });
const heading = el("h1", { tabindex: "-1" }, syllabus.fill(words.exam_of, { title }));
const back = button(words.exam_back, () => exam.close(), "button-quiet exam-leave");
const seen = el("div", { class: "exam" });

exam.show = (...parts) => {
  exam.stop();
  page ??= [...main.childNodes];
  status.textContent = "";
  seen.replaceChildren(...parts);
  if (!seen.isConnected) main.replaceChildren(el("div", { class: "exam-head" }, back, heading), status, told, seen);
};

exam.say = (said) => {
  status.textContent = said;
};

exam.offer = (made) => status.append(" ", made);

exam.tell = (said) => {
  told.textContent = said;
};

exam.load = async (load) => {
  try {
    await load();
  } catch {
    exam.show(el("p", { class: "exam-actions" }, button(words.try_again, () => exam.load(load))));
    exam.say(words.exam_unloaded);
  }
};

exam.begin = ({ ids, count, minutes, isMixed, isRetry }) => exam.load(async () => {
  const seed = Math.floor(Math.random() * 2 ** 32);
  const list = await rules.draw({ ids, count: Math.min(count, ids.length), seed, isMixed }, questions.find);
  if (list.length === 0) return exam.showStart(words.exam_unloaded);
  run({ at: new Date().toISOString(), seed, list, isMixed, isRetry, minutes, spent: 0, chosen: {}, flags: [] }, await questions.find(list));
});

/** @param {ExamState} state @param {Map<string, ExamCard>} cards @param {string} [said] */
const run = (state, cards, said = "") => {
  exam.run(state, cards, said);
  scrollTo(0, 0);
  heading.focus({ preventScroll: true });
};

/** Goes on with what was begun. The course may have changed since. @param {ExamState} state */
const resume = (state) => exam.load(async () => {
  const cards = await questions.find(state.list);
  const list = state.list.filter((id) => cards.has(id));
  const gone = state.list.length - list.length;
  if (list.length === 0) return exam.showStart(words.exam_broken);
  run({ ...state, list }, cards, gone > 0 ? syllabus.count(words.exam_gone, gone) : "");
});

/** A field with its words. @param {string} label @param {HTMLInputElement} field @param {string} [more] */
const labelled = (label, field, more = "") => {
  const hint = el("span", { class: "quiet", id: `${field.id}-more` }, more);
  if (more) field.setAttribute("aria-describedby", hint.id);
  return el("p", { class: "exam-field" }, el("label", { for: field.id }, label), field, ...(more ? [hint] : []));
};

/** @param {string} name @param {Record<string, string>} attributes */
const number = (name, attributes) => el("input", { type: "number", id: `syllabus:exam-${name}`, min: "1", inputmode: "numeric", class: "blank", ...attributes });

/** The form that begins an exam. What the author has set is said, the rest is asked. */
const form = () => {
  const ids = questions.ids();
  const count = number("count", { max: String(ids.length), value: String(rules.count(examCount, ids.length)), required: "" });
  const minutes = number("minutes", { max: "1440", value: examMinutes ?? "" });
  const mixed = el("input", { type: "checkbox", id: "syllabus:exam-mix" });
  mixed.checked = shuffle !== "false";
  const said = [
    ...(examCount ? [syllabus.count(words.questions, rules.count(examCount, ids.length))] : []),
    ...(examMinutes ? [syllabus.count(words.exam_takes, Number(examMinutes))] : []),
  ];
  const made = el("form", { class: "exam-form" },
    ...(said.length > 0 ? [el("p", { class: "card-meta" }, ...said.map((text) => el("span", {}, text)))] : []),
    ...(examCount ? [] : [labelled(words.exam_count, count, syllabus.fill(words.exam_of_all, { count: ids.length }))]),
    ...(examMinutes ? [] : [labelled(words.exam_minutes, minutes, words.exam_no_clock)]),
    ...(shuffle === undefined ? [el("p", { class: "exam-field" }, el("label", { for: mixed.id }, mixed, " ", words.exam_mix))] : []),
    ...(quizAnswers === "withheld" ? [el("p", { class: "quiet" }, words.exam_withheld)] : []),
    el("p", { class: "exam-actions" }, el("button", { class: "button button-main", type: "submit" }, words.exam_begin)));
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    void exam.begin({ ids, count: rules.count(examCount ?? count.value, ids.length), minutes: rules.minutes(examMinutes ?? minutes.value), isMixed: mixed.checked, isRetry: false });
  });
  return made;
};

/** An exam that was handed in, in the list of those. @param {ExamAttempt} attempt */
const past = (attempt) => {
  const date = new Intl.DateTimeFormat(words.plurals || "en", { dateStyle: "medium", timeStyle: "short" }).format(new Date(attempt.at));
  const { right, count, saved } = attempt;
  const score = right === undefined ? `${words.saved}: ${syllabus.fill(words.exam_answered, { done: saved ?? 0, count })}` : syllabus.fill(words.score, { right, count });
  const made = button("", () => void exam.showResult(attempt, "", false), "exam-past");
  made.replaceChildren(el("strong", {}, score), " ", el("span", { class: "card-meta" }, ...[date, rules.clock(attempt.seconds), ...(attempt.isRetry ? [words.retry_wrong] : [])].map((text) => el("span", {}, text))));
  return el("li", {}, made);
};

exam.showStart = (said = "") => {
  const { attempts, isUnread } = kept.attempts();
  const parts = attempts.length > 0 ? [el("section", { class: "exam-part" }, el("h2", {}, words.exam_past), el("ol", { class: "exam-pasts" }, ...attempts.toReversed().map(past)))] : [];
  exam.show(form(), ...parts);
  exam.say([said, isUnread ? words.exam_unread : ""].filter(Boolean).join(" "));
  heading.focus({ preventScroll: true });
};

exam.open = () => {
  if (page) return;
  const { state, isBroken } = kept.running();
  if (state) void resume(state);
  else exam.showStart(isBroken ? words.exam_broken : "");
};

exam.close = () => {
  if (location.hash === "#exam") history.replaceState(null, "", location.pathname + location.search);
  if (!page) return;
  exam.stop();
  // The page shows what was answered in the exam once it is read again.
  if (isHandedIn && syllabus.store.isKept) return location.reload();
  main.replaceChildren(...page);
  page = null;
  /** @type {HTMLElement | null} */ (document.querySelector("[data-exam-open]"))?.focus();
};

document.addEventListener("syllabus:stored", ({ detail }) => {
  if (page && detail.key.startsWith("question:")) isHandedIn = true;
  // Another tab has begun one, or it came back after all was forgotten.
  const state = page && detail.key === `exam:${kept.scope}` && seen.querySelector(".exam-form") ? rules.readRunning(detail.value) : null;
  if (state) void resume(state);
});
// Back leads to the page; a link within a question does not.
addEventListener("hashchange", () => location.hash === "" && exam.close());
