// Practice: sessions of ten questions, of what was wrong, what is due and what is new. What is wrong comes again after three others, then when
// js/schedule.js says so. Questions come from a bank for each module, which is loaded when one of its questions is drawn; an exam takes them from here.

/** How many questions a session has, and after how many others a wrong one comes again. */
const SIZE = 10;
const OTHERS = 3;
/** How often a question comes again in a session at most. */
const MOST = 3;
/** From so many days on that an answer is likely to be known, it is. */
const KNOWN = 21;

/** @typedef {{ id: string, bank: string }} PracticeItem */

/**
 * The questions of some banks, each once: the same question in two chapters is one.
 * @param {Record<string, string>} lists
 * @param {string[]} banks
 * @returns {PracticeItem[]}
 */
const itemsOf = (lists, banks) => {
  const items = new Map();
  for (const bank of banks) for (const id of (lists[bank] ?? "").split(" ")) if (id && !items.has(id)) items.set(id, { id, bank });
  return [...items.values()];
};

/**
 * What a session asks: what was wrong, then what is due, the longest first, then what is new, in the course's order.
 * @param {PracticeItem[]} items
 * @param {(id: string) => AnswerRecord | null} recordOf
 * @param {string} today
 */
const draw = (items, recordOf, today) => {
  /** @type {[PracticeItem[], { item: PracticeItem, day: string }[], PracticeItem[]]} */
  const [wrong, due, fresh] = [[], [], []];
  for (const item of items) {
    const record = recordOf(item.id);
    const day = record?.tries ? syllabus.due.on(record) : "";
    if (!record?.tries) fresh.push(item);
    else if (!record.last) wrong.push(item);
    else if (day <= today) due.push({ item, day });
  }
  due.sort((a, b) => (a.day < b.day ? -1 : Number(a.day > b.day)));
  return [...wrong, ...due.map(({ item }) => item), ...fresh].slice(0, SIZE);
};

/**
 * How many are due, new, being learned, and known.
 * @param {PracticeItem[]} items
 * @param {(id: string) => AnswerRecord | null} recordOf
 * @param {string} today
 */
const countsOf = (items, recordOf, today) => {
  const counts = { due: 0, fresh: 0, learning: 0, known: 0 };
  for (const { id } of items) {
    const record = recordOf(id);
    if (record?.tries && syllabus.due.on(record) <= today) counts.due++;
    if (!record?.tries) counts.fresh++;
    else if (record.last && (record.stability ?? 0) >= KNOWN) counts.known++;
    else counts.learning++;
  }
  return counts;
};

/** A session after the question at a place was wrong: it comes again after three others. @template T @param {T[]} queue @param {number} at */
const again = (queue, at) => {
  const item = queue[at];
  if (queue.filter((other) => other === item).length > MOST) return queue;
  return [...queue.slice(0, at + 1 + OTHERS), item, ...queue.slice(at + 1 + OTHERS)];
};

const root = new URL(document.documentElement.dataset.root ?? "", location.href);
/** @param {string} id @returns {AnswerRecord | null} */
const recordOf = (id) => syllabus.store.read(`question:${id}`);
const today = () => syllabus.due.dayOf(new Date());

/** @param {string} name @returns {HTMLElement | null} */
const part = (name) => document.querySelector(`[data-practice-${name}]`);
/** @type {HTMLElement | null} */
const place = document.querySelector("[data-practice]");

/** @type {PracticeItem[]} */
let items = [];
/** @type {PracticeItem[]} */
let queue = [];
let at = 0;
/** Whether the first answer to each question of the session was right. @type {Map<string, boolean>} */
let answers = new Map();

const showCounts = () => {
  const counts = countsOf(items, recordOf, today());
  const { due_today, count_new, count_learning, count_known } = syllabus.words;
  const parts = [[due_today, counts.due], [count_new, counts.fresh], [count_learning, counts.learning], [count_known, counts.known]];
  part("counts")?.replaceChildren(...parts.filter(([, n]) => n).map(([words, n]) => {
    const made = document.createElement("span");
    made.textContent = syllabus.count(/** @type {CountedWord} */ (words), Number(n));
    return made;
  }));
  if (draw(items, recordOf, today()).length > 0) return;
  const start = part("start");
  const words = part("words");
  if (start) start.hidden = true;
  if (words) words.textContent = syllabus.words.nothing_due;
};

/** Says how far the session is. */
const showBar = () => {
  const bar = part("bar");
  const asked = [...new Set(queue)];
  if (!bar) return;
  bar.hidden = asked.length === 0;
  bar.querySelector(".quiz-segments")?.replaceChildren(...asked.map(({ id }) => {
    const segment = document.createElement("i");
    if (answers.has(id)) segment.dataset.state = answers.get(id) ? "right" : "wrong";
    return segment;
  }));
  const score = bar.querySelector(".quiz-score");
  if (score) score.textContent = `${answers.size} / ${asked.length}`;
};

/** @param {Element | DocumentFragment} card */
const rebase = (card) => {
  for (const name of ["href", "src", "data-terms"]) {
    for (const element of card.querySelectorAll(`[${name}]`)) {
      const value = element.getAttribute(name) ?? "";
      if (!/^(#|[a-z][a-z0-9+.-]*:)/i.test(value)) element.setAttribute(name, new URL(value, root).href);
    }
  }
};

/** A question, asked as if for the first time, and its chapter; null where the course has changed since the list was made. @param {PracticeItem} item */
const find = async ({ id, bank }) => {
  await syllabus.load(new URL(`assets/practice/bank-${bank}.js`, root).href);
  for (const [address, title, questions] of syllabus.banks?.[bank] ?? []) {
    const found = questions.find(([of]) => of === id);
    if (!found) continue;
    const template = document.createElement("template");
    template.innerHTML = found[1];
    rebase(template.content);
    const question = template.content.querySelector("syllabus-question");
    question?.setAttribute("data-fresh", "");
    return { content: template.content, href: new URL(address, root).href, title };
  }
  return null;
};

const finish = () => {
  const [card, of, words, start] = ["card", "of", "words", "start"].map(part);
  card?.replaceChildren();
  if (of) of.hidden = true;
  const right = [...answers.values()].filter(Boolean).length;
  if (words && answers.size > 0) words.textContent = syllabus.fill(syllabus.words.score, { right, count: answers.size });
  queue = [];
  if (start) {
    start.hidden = false;
    start.textContent = syllabus.words.practise_on;
    start.focus();
  }
  part("words")?.scrollIntoView({ block: "nearest" });
  showCounts();
};

const show = async () => {
  const item = queue[at];
  if (!item) return finish();
  const found = await find(item).catch(() => null);
  if (!found) {
    queue = queue.filter((other) => other !== item);
    return show();
  }
  const card = part("card");
  card?.replaceChildren(found.content);
  const of = part("of");
  if (of) {
    const link = document.createElement("a");
    link.href = found.href;
    link.textContent = found.title;
    of.replaceChildren(link);
    of.hidden = false;
  }
  showBar();
  /** @type {any} */ (card?.querySelector("syllabus-question"))?.arrive();
};

const start = () => {
  const [words, button] = ["words", "start"].map(part);
  if (words) words.textContent = "";
  if (button) button.hidden = true;
  [queue, at, answers] = [draw(items, recordOf, today()), 0, new Map()];
  return show();
};

if (place) {
  items = itemsOf(syllabus.practice ?? {}, (place.dataset.practice ?? "").split(" "));
  syllabus.practised = { items, find };
  showCounts();
  part("start")?.addEventListener("click", start);
  document.addEventListener("syllabus:answered", ({ detail }) => {
    if (queue[at]?.id !== detail.id) return;
    if (!answers.has(detail.id)) answers.set(detail.id, detail.right);
    if (!detail.right) queue = again(queue, at);
    showBar();
  });
  document.addEventListener("syllabus:finished", () => {
    at++;
    void show();
  });
}
