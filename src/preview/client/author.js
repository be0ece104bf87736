// The author's view: over the page, what was recognised, each mark a way to its line. The page itself stays as it was built.
const { el, icon, withCode, places } = preview;

/**
 * A mark: what is drawn, and what measures where its box on the page is now; null where it is nowhere.
 * @typedef {{ kind: string, node: HTMLElement, measureBox: () => Box | null | undefined }} Mark
 * @typedef {Pick<DOMRect, "left" | "top" | "right" | "width" | "height">} Box
 */

// More than that would slow the page down.
const MAX_MARKS = 400;
const MAX_DIAGNOSTICS = 60;
// A diagnostic without a place of its own is shown at the question or task before it, if that is no more lines away.
const MAX_LINES_AWAY = 40;
// How high such a mark is, in pixels; and marks no further apart are drawn below each other.
const TOP_HEIGHT = 40;
const ROW_HEIGHT = 12;

let isOn = preview.memory.read("author") === true;
/** @type {Mark[]} */
let marks = [];

// Words in the page are coloured without changing it, where the browser can.
const highlights = globalThis.CSS?.highlights;
const shades = new CSSStyleSheet();
shades.replaceSync("::highlight(syllabus-doubt) { text-decoration: underline wavy 1.5px light-dark(oklch(60% .13 65), oklch(80% .12 80)); } ::highlight(syllabus-repair) { background: light-dark(oklch(93.5% .045 305), oklch(34% .075 305)); }");
if (highlights) document.adoptedStyleSheets = [...document.adoptedStyleSheets, shades];

/** @type {(kind: string, node: HTMLElement, measureBox: Mark["measureBox"]) => void} */
const add = (kind, node, measureBox) => {
  if (marks.length >= MAX_MARKS) return;
  node.classList.add("mark", kind);
  places.marks.append(node);
  marks.push({ kind, node, measureBox });
};

/** The box of an element. @type {(target: Element) => Mark["measureBox"]} */
const boxOf = (target) => () => (target.isConnected ? target.getBoundingClientRect() : null);

/** The top of it. @type {(target: Element) => Mark["measureBox"]} */
const topOf = (target) => () => {
  if (!target.isConnected) return null;
  const { left, top, right, width, height } = target.getBoundingClientRect();
  return { left, top, right, width, height: height && TOP_HEIGHT };
};

/** @param {string} id */
const boxToTick = (id) => document.querySelector(`input[data-check="${CSS.escape(id)}"]`);

/** @param {PageFacts} facts */
function markQuestions(facts) {
  for (const question of facts.questions) {
    const target = document.getElementById(question.id);
    if (!target) continue;
    const hasAnswer = question.answer.length > 0;
    const tag = preview.lineOpener(facts, question.line, { class: "tag", "data-question": question.id }, [
      el("b", {}, `Question ${question.number}`),
      el("span", { class: "kind" }, question.kind),
      el("span", { class: hasAnswer || question.kind === "open" ? "" : "missing" }, hasAnswer ? question.answer.join(" ") : "no answer"),
      el("span", { class: question.explanation ? "" : "missing" }, question.explanation ? "explained" : "no explanation"),
      el("span", {}, `line ${question.line}`),
    ]);
    add("question", el("div", {}, tag), boxOf(target));
  }
}

/** @param {PageFacts} facts */
function markTasks(facts) {
  for (const { id, line } of facts.checklist) {
    const target = boxToTick(id)?.closest("label, li");
    if (!target) continue;
    const label = [el("span", { class: "kind" }, "task · line "), String(line)];
    const tag = preview.lineOpener(facts, line, { class: "tag", "aria-label": `task · line ${line}` }, label);
    add("task", el("div", {}, tag), boxOf(target));
  }
}

/**
 * @param {PageFacts} facts
 * @param {PageText} page
 */
function markRepairs(facts, page) {
  /** @type {Range[]} */
  const shaded = [];
  const ranges = preview.findPlaces(page, facts.repairs.map((repair) => ({ ...repair, words: repair.after })));
  facts.repairs.forEach((repair, at) => {
    const range = ranges[at];
    if (!range) return;
    const isUnsure = preview.isUnsure(repair);
    if (isUnsure) shaded.push(range);
    const name = `Repair, line ${repair.line}: ${repair.before} became ${repair.after}`;
    const attributes = { class: isUnsure ? "unsure" : "sure", "aria-label": name, "data-repair": `${repair.line}:${repair.column}` };
    /** @param {Event} event */
    const click = (event) => openRepair(repair, /** @type {HTMLElement} */ (event.currentTarget));
    const node = isUnsure
      ? el("button", { ...attributes, type: "button", title: name, "aria-haspopup": "dialog", click })
      : preview.lineOpener(facts, repair.line, attributes, "");
    add("repair", node, () => firstLineOf(range));
  });
  if (highlights) highlights.set("syllabus-repair", new Highlight(...shaded));
  else places.marks.classList.add("shade");
}

/**
 * The question or task whose line is the nearest above.
 * @param {PageFacts} facts
 * @param {number} line
 */
function nearestAbove(facts, line) {
  const all = [
    ...facts.questions.map(({ id, line }) => ({ line, target: document.getElementById(id) })),
    ...facts.checklist.map(({ id, line }) => ({ line, target: boxToTick(id)?.closest("li") })),
  ];
  const near = all.filter((one) => one.target && one.line <= line && line - one.line <= MAX_LINES_AWAY);
  return near.sort((a, b) => b.line - a.line)[0]?.target ?? null;
}

/**
 * @param {PageFacts} facts
 * @param {PageText} page
 */
function markDiagnostics(facts, page) {
  /** @type {Range[]} */
  const doubts = [];
  const repaired = new Set(facts.repairs.map(({ line, column }) => `${line}:${column}`));
  const shown = facts.diagnostics
    .filter(({ code, line, column }) => code !== "repair/unsure" || !repaired.has(`${line}:${column}`))
    .slice(0, MAX_DIAGNOSTICS);
  const ranges = preview.findPlaces(page, shown.map(({ place }) => place));
  for (const [at, item] of shown.entries()) {
    const range = ranges[at] ?? preview.findLine(page, item);
    const target = nearestAbove(facts, item.line ?? 0);
    if (!range && !target) continue;
    if (range) doubts.push(range);
    const tag = preview.lineOpener(facts, item.line, { class: "tag", "aria-label": `Line ${item.line}: ${item.message}` }, [
      icon("warning"), el("span", { class: "words" }, `line ${item.line}: `, withCode(item.message))]);
    const [atWords, atTarget] = [range && boxBesideBlock(range), target && topOf(target)];
    // What is folded up is shown where the question or task begins.
    add("diagnostic", el("div", {}, tag), () => atWords?.() ?? atTarget?.());
  }
  highlights?.set("syllabus-doubt", new Highlight(...doubts));
}

/** The element that a range begins in. @param {Range} range */
const elementOf = ({ startContainer: node }) => node.parentElement ?? /** @type {Element} */ (node);

/**
 * The first line of a range. What is folded up has boxes in some browsers, but nowhere.
 * @param {Range} range
 */
const firstLineOf = (range) => (elementOf(range).checkVisibility?.() === false ? null : range.getClientRects()[0]);

/**
 * As high as a range, where its block begins.
 * @param {Range} range
 * @returns {Mark["measureBox"]}
 */
const boxBesideBlock = (range) => {
  const element = elementOf(range);
  const block = element.closest("p, li, h1, h2, h3, h4, h5, h6, td, th, pre, dt, dd, blockquote, label, summary, div") ?? element;
  return () => {
    const line = firstLineOf(range);
    if (!line) return null;
    const { left, width } = block.getBoundingClientRect();
    return { left, top: line.top, right: left + width, width, height: line.height };
  };
};

function clear() {
  closeRepair();
  places.marks.replaceChildren();
  marks = [];
  for (const name of ["syllabus-repair", "syllabus-doubt"]) highlights?.delete(name);
}

/** @param {PageFacts | null} facts */
function draw(facts) {
  clear();
  places.marks.hidden = !isOn;
  if (!isOn || !facts) return;
  const page = preview.readPage();
  markQuestions(facts);
  markTasks(facts);
  markRepairs(facts, page);
  markDiagnostics(facts, page);
  place();
}

// All boxes are asked for before anything is moved: the page is laid out once.
function place() {
  const pageWidth = document.documentElement.clientWidth;
  const boxes = marks.map(({ measureBox }) => measureBox());
  /** How many diagnostics there are at a height. @type {Map<number, number>} */
  const taken = new Map();
  marks.forEach(({ kind, node }, i) => {
    const box = boxes[i];
    const isSeen = box && (box.width > 0 || box.height > 0) && box.right > 0 && box.left < pageWidth;
    node.classList.toggle("away", !isSeen);
    if (!isSeen) return;
    const style = { left: box.left + scrollX, top: box.top + scrollY, width: Math.min(box.width, pageWidth - box.left), height: box.height };
    for (const [key, value] of Object.entries(style)) node.style.setProperty(`--${key}`, `${value.toFixed(1)}px`);
    if (kind !== "diagnostic") return;
    // Several at one place stand below each other.
    const row = Math.round(style.top / ROW_HEIGHT);
    const before = taken.get(row) ?? 0;
    node.style.setProperty("--nth", String(before));
    taken.set(row, before + 1);
  });
}

let isWaiting = false;
const placeSoon = () => {
  if (isWaiting || marks.length === 0) return;
  isWaiting = true;
  requestAnimationFrame(() => {
    isWaiting = false;
    place();
  });
};

// The originals of a repair, beside it.
const bubble = el("div", { class: "bubble", role: "dialog", "aria-label": "A repair to decide", tabindex: "-1", hidden: true });
// From the page's edges and from the repair, in pixels.
const BUBBLE_GAP = 12;
const BUBBLE_BELOW = 8;
/** @type {HTMLElement | null} */
let opener = null;

/**
 * @param {RepairFact} repair
 * @param {HTMLElement} from
 */
function openRepair(repair, from) {
  if (!preview.facts) return;
  opener = from;
  bubble.replaceChildren(
    el("button", { type: "button", class: "close", "aria-label": "Close", click: () => closeRepair(true) }, icon("close")),
    preview.repairItem(preview.facts, repair, "bubble"),
  );
  bubble.hidden = false;
  const box = from.getBoundingClientRect();
  const furthest = document.documentElement.clientWidth - bubble.offsetWidth - BUBBLE_GAP;
  const left = Math.max(BUBBLE_GAP, Math.min(box.left - BUBBLE_GAP, furthest));
  bubble.style.setProperty("--left", `${(left + scrollX).toFixed(1)}px`);
  bubble.style.setProperty("--top", `${(box.bottom + scrollY + BUBBLE_BELOW).toFixed(1)}px`);
  bubble.focus({ preventScroll: true });
}

/** `isAsked`: the author closes it, so the focus goes back. */
function closeRepair(isAsked = false) {
  if (bubble.hidden) return;
  bubble.hidden = true;
  if (isAsked && opener?.isConnected) opener.focus({ preventScroll: true });
}

bubble.addEventListener("keydown", (event) => event.key === "Escape" && closeRepair(true));
addEventListener("pointerdown", (event) => !event.composedPath().includes(bubble) && closeRepair());
places.marks.after(bubble);

preview.setAuthorView = (wanted) => {
  isOn = wanted;
  preview.memory.write("author", wanted);
  preview.emit("authorView", isOn);
  preview.useFacts("author", isOn);
  draw(preview.facts);
};

// The facts that are drawn, as text: the same facts of the same page need not be drawn again.
let drawn = "";
preview.on("content", () => {
  drawn = "";
  placeSoon();
});
preview.on("facts", (facts) => {
  const next = JSON.stringify(facts);
  if (next === drawn) return;
  drawn = next;
  draw(facts);
});
addEventListener("resize", placeSoon);
addEventListener("load", placeSoon);
document.addEventListener("scroll", (event) => event.target !== document && placeSoon(), { capture: true, passive: true });
document.addEventListener("toggle", placeSoon, true);
document.addEventListener("syllabus:answered", placeSoon);
document.fonts?.ready.then(placeSoon);
new ResizeObserver(placeSoon).observe(document.body);

preview.emit("authorView", isOn);
if (isOn) preview.useFacts("author", true);
