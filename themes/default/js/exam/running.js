// An exam that runs: its questions one below the other, a bar that says how far it is, marks to look at a question later, a clock, one way to hand in.
// Each answer is kept at once. Where there is a clock it goes on while the student is away.
const { exam, words, el, button } = syllabus;
const { rules, kept, questions } = exam;

/** How long what is typed waits until it is kept, in milliseconds. */
const PAUSE = 300;

/** What runs now; nothing where no exam is seen. @type {{ state: ExamState, cards: ExamCard[], items: HTMLElement[], since: number, before: number } | null} */
let now = null;
let ticking = 0;
let typing = 0;
let isKept = true;

const timer = el("span", { class: "exam-clock", role: "timer" });
const amount = el("span", { class: "quiz-score" });
const segments = el("span", { class: "quiz-segments", "aria-hidden": "true" });
const bar = el("div", { class: "quiz-bar exam-bar" }, segments, amount, timer, button(words.exam_hand_in, () => ask(), "button-main exam-hand-in"));

/** @param {string} id */
const isAnswered = (id) => Boolean(now?.state.chosen[id]);

const showBar = () => {
  if (!now) return;
  const { list, flags } = now.state;
  [...segments.children].forEach((segment, at) => {
    segment.toggleAttribute("data-answered", isAnswered(list[at]));
    segment.toggleAttribute("data-flag", flags.includes(list[at]));
  });
  const so = { done: list.filter(isAnswered).length, count: list.length };
  amount.replaceChildren(el("span", { "aria-hidden": "true" }, `${so.done} / ${so.count}`), el("span", { class: "unseen" }, syllabus.fill(words.exam_answered, so)));
};

/** Keeps all of it: what is chosen and typed, and how long it took so far. */
const keep = () => {
  clearTimeout(typing);
  if (!now) return;
  const { state, cards } = now;
  for (const { id, card } of cards) {
    const chosen = questions.chosen(card);
    if (chosen) state.chosen[id] = chosen;
    else delete state.chosen[id];
  }
  const time = Date.now();
  state.spent = rules.secondsOf(state, time, now.since);
  now.since = time;
  const was = isKept;
  isKept = kept.keep(state);
  if (was && !isKept) exam.say(words.not_kept);
};

const tick = () => {
  if (!now) return;
  const left = rules.left(now.state, Date.now());
  if (left === null) return;
  timer.textContent = rules.clock(left);
  timer.toggleAttribute("data-late", left <= 60);
  const told = rules.told(now.before, left);
  now.before = left;
  if (told === 0) return handIn(words.exam_over);
  if (told !== null) exam.tell(syllabus.count(words.exam_left, told / 60));
  ticking = setTimeout(tick, 1000);
};

/** Goes to a question; after the last one to the way to hand in. @param {number} at */
const arrive = (at) => {
  const { card } = now?.cards[at] ?? {};
  if (!card) return /** @type {HTMLElement | null} */ (document.querySelector(".exam-end button"))?.focus();
  now?.items[at].scrollIntoView({ block: "start" });
  (card.querySelector("textarea, input.blank") ?? card.fields[0])?.focus({ preventScroll: true });
};

/** Marks a question to be looked at later, or takes that back. @param {string} id @param {HTMLElement} pressed */
const flag = (id, pressed) => {
  if (!now) return;
  const { state } = now;
  state.flags = state.flags.includes(id) ? state.flags.filter((other) => other !== id) : [...state.flags, id];
  pressed.setAttribute("aria-pressed", String(state.flags.includes(id)));
  keep();
  showBar();
};

/** Asks whether it is to be handed in, and shows all questions with what is still to be done. */
const ask = () => {
  if (!now) return;
  keep();
  const { list, flags } = now.state;
  const open = list.filter((id) => !isAnswered(id)).length;
  const dialog = el("dialog", { class: "keys-dialog exam-dialog", "aria-labelledby": "syllabus:exam-ask" });
  const close = () => dialog.close();
  const said = [open > 0 ? syllabus.count(words.quiz_open, open) : "", flags.length > 0 ? syllabus.count(words.exam_flagged, flags.length) : ""].filter(Boolean);
  const numbers = list.map((id, at) => {
    const made = button(String(at + 1), () => { close(); arrive(at); }, "exam-number");
    const [isOpen, isFlagged] = [!isAnswered(id), flags.includes(id)];
    made.toggleAttribute("data-open", isOpen);
    made.toggleAttribute("data-flag", isFlagged);
    made.ariaLabel = [syllabus.fill(words.question_number, { number: at + 1 }), isOpen ? words.exam_unanswered : "", isFlagged ? words.exam_flag : ""].filter(Boolean).join(", ");
    return el("li", {}, made);
  });
  dialog.append(
    el("h2", { id: "syllabus:exam-ask" }, words.exam_really),
    el("p", { class: "card-meta" }, ...said.map((text) => el("span", {}, text))),
    el("ol", { class: "exam-numbers", "aria-label": words.exam_look }, ...numbers),
    el("p", { class: "exam-actions" },
      button(words.exam_hand_in, () => { close(); handIn(); }, "button-main"),
      button(words.exam_back, close),
      button(words.exam_discard, () => { close(); discard(); }, "button-quiet")),
  );
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", ({ target }) => target === dialog && close());
  document.body.append(dialog);
  dialog.showModal();
};

const discard = () => {
  const state = now?.state;
  exam.stop();
  kept.drop();
  exam.showStart(words.exam_discarded);
  // What is kept again is gone on with.
  if (state) exam.offer(button(words.undo, () => kept.keep(state)));
};

/** Hands it in: each answer counts as a try of its question, and what came of it is added to the exams of the course. @param {string} [said] */
const handIn = (said = "") => {
  if (!now) return;
  keep();
  const { state, cards } = now;
  const seconds = rules.secondsOf(state, Date.now(), now.since);
  exam.stop();
  const isGiven = (/** @type {string} */ id) => Boolean(state.chosen[id]);
  const isWithheld = cards.every(({ card }) => card.isWithheld);
  const verdictOf = (/** @type {ExamCard} */ { id, card }) => (card.isWithheld || !card.form ? null : isGiven(id) && card.isRight() === true);
  const verdicts = new Map(cards.map((card) => [card.id, verdictOf(card)]));
  const { right, ...result } = rules.resultOf(state, verdicts);
  const score = isWithheld ? { saved: cards.filter(({ id }) => isGiven(id)).length, judge: [], chosen: {} } : { right };
  const attempt = { scope: kept.scope, at: state.at, seconds, isRetry: state.isRetry, ...result, ...score };
  // First what makes room for the result, then the result, then the tries, which need more: so that the result is kept where the memory is nearly full.
  kept.drop();
  let isAllKept = kept.add(attempt);
  for (const { id, card } of cards) {
    const verdict = verdicts.get(id) ?? null;
    if (!isGiven(id)) continue;
    if (card.isWithheld) card.save();
    else if (verdict !== null) card.record(verdict);
    isAllKept &&= syllabus.store.isKept;
  }
  void exam.showResult(attempt, [said, isAllKept ? "" : words.not_kept].filter(Boolean).join(" "), true);
};

exam.stop = () => {
  keep();
  clearTimeout(ticking);
  now = null;
};

exam.run = (state, found, said) => {
  const cards = state.list.flatMap((id) => found.get(id) ?? []);
  const items = cards.map((card, at) => {
    const { id } = card;
    const title = el("h2", { id: `syllabus:exam-${at}`, class: "exam-item-title" }, syllabus.fill(words.question_of, { number: at + 1, count: cards.length }));
    const flagged = el("button", { type: "button", class: "exam-flag", "aria-pressed": String(state.flags.includes(id)), "aria-describedby": title.id }, words.exam_flag);
    flagged.addEventListener("click", () => flag(id, flagged));
    const item = exam.item(card, [title, flagged]);
    const list = card.card.querySelector(".choices");
    const choices = [...(list?.children ?? [])];
    const order = { id, kind: card.card.dataset.kind ?? "", choices: choices.map(({ textContent }) => textContent ?? "") };
    if (state.isMixed) list?.append(...rules.orderOf(order, state.seed).map((place) => choices[place]));
    return item;
  });
  segments.replaceChildren(...cards.map(() => document.createElement("i")));
  timer.hidden = state.minutes === 0;
  timer.ariaLabel = words.exam_clock;
  const end = el("div", { class: "exam-end exam-actions", "data-quiz-summary": "" }, button(words.exam_hand_in, ask, "button-main"), button(words.print, () => globalThis.print(), "button-quiet"));
  exam.show(bar, el("div", { class: "questions exam-running" }, ...items), end);
  for (const { id, card } of cards) {
    // What was answered on the page is not seen here.
    card.reset();
    questions.choose(card, state.chosen[id] ?? "");
    // Enter goes on: there is nothing to check yet.
    card.check = () => arrive(cards.findIndex((other) => other.id === id) + 1);
  }
  now = { state, cards, items, since: Date.now(), before: rules.left(state, Date.now()) ?? 0 };
  document.dispatchEvent(new CustomEvent("syllabus:content"));
  // What ran out while the student was away is handed in at once.
  if (now.before === 0) now.before = 1;
  if (said) exam.say(said);
  keep();
  showBar();
  tick();
};

/** A question was answered, or something was typed. @param {Event} event */
const changed = ({ type, target }) => {
  if (!now || !(target instanceof Element) || !target.closest(".exam-running")) return;
  clearTimeout(typing);
  if (type === "change") keep();
  else typing = setTimeout(() => { keep(); showBar(); }, PAUSE);
  showBar();
};
document.addEventListener("input", changed);
document.addEventListener("change", changed);
segments.addEventListener("click", ({ clientX }) => {
  const near = [...segments.children].map((segment) => {
    const { left, width } = segment.getBoundingClientRect();
    return Math.abs(left + width / 2 - clientX);
  });
  arrive(near.indexOf(Math.min(...near)));
});
addEventListener("pagehide", keep);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") keep();
  else if (now) now.since = Date.now();
});

/** Follows what another tab has done with it, or that all progress was forgotten. @param {ExamState | null} state */
const follow = (state) => {
  if (!now) return;
  if (!state) {
    clearTimeout(ticking);
    clearTimeout(typing);
    now = null;
    return exam.showStart();
  }
  // What this tab has written is told to it, too.
  if (JSON.stringify(state) === JSON.stringify(rules.readRunning(now.state))) return;
  now.state = state;
  for (const { id, card } of now.cards) {
    const chosen = state.chosen[id] ?? "";
    if (questions.chosen(card) !== chosen) questions.choose(card, chosen);
  }
  now.items.forEach((item, at) => item.querySelector(".exam-flag")?.setAttribute("aria-pressed", String(state.flags.includes(state.list[at]))));
  showBar();
};
document.addEventListener("syllabus:stored", ({ detail }) => detail.key === `exam:${kept.scope}` && follow(rules.readRunning(detail.value)));
// The page comes back as it was left.
addEventListener("pageshow", ({ persisted }) => {
  if (!persisted || !now) return;
  now.since = Date.now();
  follow(kept.running().state);
});
