// The author's view: over the page, what was recognised, each mark a way to its line. The page itself stays as it was built.
const { el, icon, words, places } = preview;

const MOST = 400;
// A mark without a place of its own belongs to the question before it, if that is so near.
const NEAR = 40;

let isOn = preview.memory.read("author") === true;
let marks = [];

const highlights = globalThis.CSS?.highlights;
const shades = new CSSStyleSheet();
shades.replaceSync("::highlight(syllabus-doubt) { text-decoration: underline wavy 1.5px light-dark(oklch(60% .13 65), oklch(80% .12 80)); } ::highlight(syllabus-repair) { background: light-dark(oklch(93.5% .045 305), oklch(34% .075 305)); }");
if (highlights) document.adoptedStyleSheets = [...document.adoptedStyleSheets, shades];

// A mark: what is drawn, and the boxes on the page that it follows now.
const add = (kind, node, where) => {
  if (marks.length >= MOST) return;
  node.classList.add("mark", kind);
  places.marks.append(node);
  marks.push({ kind, node, where });
};
const boxOf = (target) => () => (target.isConnected ? target.getBoundingClientRect() : null);
const topOf = (target) => () => {
  const box = boxOf(target)();
  return box && { left: box.left, top: box.top, right: box.right, width: box.width, height: box.height && 40 };
};

function markQuestions(facts) {
  for (const question of facts.questions) {
    const target = document.getElementById(question.id);
    if (!target) continue;
    const key = question.answer.length ? question.answer.join(" ") : "no answer";
    const tag = preview.lineOpener(facts, question.line, { class: "tag", "data-question": question.id }, [
      el("b", {}, `Question ${question.number}`),
      el("span", { class: "kind" }, question.kind),
      el("span", { class: question.answer.length || question.kind === "open" ? "" : "missing" }, key),
      el("span", { class: question.explained ? "" : "missing" }, question.explained ? "explained" : "no explanation"),
      el("span", {}, `line ${question.line}`),
    ]);
    add("question", el("div", {}, tag), boxOf(target));
  }
}

function markTasks(facts) {
  for (const task of facts.checklist) {
    const target = document.querySelector(`input[data-check="${CSS.escape(task.id)}"]`)?.closest("label, li");
    if (!target) continue;
    const tag = preview.lineOpener(facts, task.line, { class: "tag", "aria-label": `task · line ${task.line}` }, [el("span", { class: "kind" }, "task · line "), String(task.line)]);
    add("task", el("div", {}, tag), boxOf(target));
  }
}

function markRepairs(facts, read) {
  const shaded = [];
  const ranges = preview.findPlaces(read, facts.repairs.map((repair) => ({ ...repair, words: repair.after })));
  facts.repairs.forEach((repair, at) => {
    const range = ranges[at];
    if (!range) return;
    if (preview.isUnsure(repair)) shaded.push(range);
    const name = `Repair, line ${repair.line}: ${repair.before} became ${repair.after}`;
    const attributes = { class: preview.isUnsure(repair) ? "unsure" : "sure", "aria-label": name, "data-repair": `${repair.line}:${repair.column}` };
    const node = preview.isUnsure(repair)
      ? el("button", { ...attributes, type: "button", title: name, "aria-haspopup": "dialog", click: (event) => openRepair(repair, event.currentTarget) })
      : preview.lineOpener(facts, repair.line, attributes, "");
    add("repair", node, () => firstLine(range));
  });
  if (highlights) highlights.set("syllabus-repair", new Highlight(...shaded));
  else places.marks.classList.add("shade");
}

// The question or task whose line is the nearest above.
const nearest = (facts, line) => {
  const before = [...facts.questions.map((one) => [one.line, document.getElementById(one.id)]),
    ...facts.checklist.map((one) => [one.line, document.querySelector(`input[data-check="${CSS.escape(one.id)}"]`)?.closest("li")])]
    .filter(([at, target]) => target && at <= line && line - at <= NEAR)
    .sort(([a], [b]) => b - a);
  return before[0]?.[1] ?? null;
};

function markDiagnostics(facts, read) {
  const doubts = [];
  const repaired = new Set(facts.repairs.map(({ line, column }) => `${line}:${column}`));
  const open = facts.diagnostics.filter(({ code, line, column }) => code !== "repair/unsure" || !repaired.has(`${line}:${column}`)).slice(0, 60);
  const ranges = preview.findPlaces(read, open.map(({ place }) => place));
  for (const [at, item] of open.entries()) {
    const range = ranges[at] ?? preview.findLine(read, item);
    const target = nearest(facts, item.line);
    if (!range && !target) continue;
    if (range) doubts.push(range);
    const tag = preview.lineOpener(facts, item.line, { class: "tag", "aria-label": `Line ${item.line}: ${item.message}` }, [
      icon("warning"), el("span", { class: "words" }, `line ${item.line}: `, words(item.message))]);
    // What is folded up is told where the question or task begins.
    const places = [range && beside(range), target && topOf(target)].filter(Boolean);
    add("diagnostic", el("div", {}, tag), () => places.reduce((found, place) => found ?? place(), null));
  }
  highlights?.set("syllabus-doubt", new Highlight(...doubts));
}

const holder = ({ startContainer: node }) => node.parentElement ?? node;

// What is folded up has boxes in some browsers, but nowhere.
const firstLine = (range) => (holder(range).checkVisibility?.() === false ? null : range.getClientRects()[0]);

// As high as a range, where its block begins.
const beside = (range) => {
  const block = holder(range).closest("p, li, h1, h2, h3, h4, h5, h6, td, th, pre, dt, dd, blockquote, label, summary, div") ?? holder(range);
  return () => {
    const line = firstLine(range);
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

function draw(facts) {
  clear();
  places.marks.hidden = !isOn;
  if (!isOn || !facts) return;
  const read = preview.readPage();
  markQuestions(facts);
  markTasks(facts);
  markRepairs(facts, read);
  markDiagnostics(facts, read);
  place();
}

// All boxes are asked for before anything is moved: the page is laid out once.
function place() {
  const width = document.documentElement.clientWidth;
  const boxes = marks.map(({ where }) => where());
  const taken = new Map();
  marks.forEach(({ kind, node }, i) => {
    const box = boxes[i];
    const isSeen = box && (box.width > 0 || box.height > 0) && box.right > 0 && box.left < width;
    node.classList.toggle("away", !isSeen);
    if (!isSeen) return;
    const style = { left: box.left + scrollX, top: box.top + scrollY, width: Math.min(box.width, width - box.left), height: box.height };
    for (const [key, value] of Object.entries(style)) node.style.setProperty(`--${key}`, `${value.toFixed(1)}px`);
    if (kind !== "diagnostic") return;
    // Several at one place stand below each other.
    const spot = Math.round(style.top / 12);
    node.style.setProperty("--nth", taken.get(spot) ?? 0);
    taken.set(spot, (taken.get(spot) ?? 0) + 1);
  });
}

let waiting = false;
const soon = () => {
  if (waiting || marks.length === 0) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    place();
  });
};

// The originals of a repair, beside it.
const bubble = el("div", { class: "bubble", role: "dialog", "aria-label": "A repair to decide", tabindex: "-1", hidden: true });
let opener = null;

function openRepair(repair, from) {
  opener = from;
  bubble.replaceChildren(
    el("button", { type: "button", class: "close", "aria-label": "Close", click: () => closeRepair(true) }, icon("close")),
    preview.repairItem(preview.facts, repair, "bubble"),
  );
  bubble.hidden = false;
  const box = from.getBoundingClientRect();
  const left = Math.max(12, Math.min(box.left - 12, document.documentElement.clientWidth - bubble.offsetWidth - 12));
  bubble.style.setProperty("--left", `${(left + scrollX).toFixed(1)}px`);
  bubble.style.setProperty("--top", `${(box.bottom + scrollY + 8).toFixed(1)}px`);
  bubble.focus({ preventScroll: true });
}

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
  preview.tell("authorView", isOn);
  preview.useFacts("author", isOn);
  draw(preview.facts);
};

// The same facts of the same page are drawn already.
let drawn = null;
preview.on("content", () => {
  drawn = null;
  soon();
});
preview.on("facts", (facts) => {
  const next = JSON.stringify(facts);
  if (next === drawn) return;
  drawn = next;
  draw(facts);
});
addEventListener("resize", soon);
addEventListener("load", soon);
document.addEventListener("scroll", (event) => event.target !== document && soon(), { capture: true, passive: true });
document.addEventListener("toggle", soon, true);
document.addEventListener("syllabus:answered", soon);
document.fonts?.ready.then(soon);
new ResizeObserver(soon).observe(document.body);

preview.tell("authorView", isOn);
if (isOn) preview.useFacts("author", true);
