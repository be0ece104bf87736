// Boxes that stay ticked, under `syllabus:<course>:check:<id>`, and a line above each list that says how many of it are.

/** @param {HTMLInputElement} box */
const keyOf = (box) => `check:${box.dataset.check}`;

/**
 * The boxes below an element, those of lists within it too.
 * @param {ParentNode} element
 */
const boxesOf = (element) => {
  /** @type {NodeListOf<HTMLInputElement>} */
  const boxes = element.querySelectorAll("input[data-check]");
  return [...boxes];
};

/** What stands above a list: its element, and the part of it that holds the words. @type {Map<Element, { line: HTMLElement, words: HTMLElement }>} */
const lines = new Map();

const makeLine = () => {
  const line = document.createElement("p");
  const words = document.createElement("span");
  words.setAttribute("role", "status");
  line.className = "tasks-done";
  line.append(document.createElement("i"), words);
  return { line, words };
};

/** @param {Element} list */
const show = (list) => {
  const made = lines.get(list);
  if (!made) return;
  const boxes = boxesOf(list);
  const done = boxes.filter((box) => box.checked).length;
  const words = syllabus.fill(syllabus.words.checklist_done, { done, count: boxes.length });
  made.line.style.setProperty("--done", String(done / boxes.length));
  // The same words again would be read out again.
  if (made.words.textContent !== words) made.words.textContent = words;
};

/**
 * Whether a list has a line: it is the outermost one, and has more than one box.
 * @param {Element} list
 */
const hasLine = (list) => list.isConnected && boxesOf(list).length > 1 && !list.parentElement?.closest("[data-checklist]");

syllabus.onContent(() => {
  for (const box of boxesOf(document)) {
    /** @type {TickRecord | null} */
    const record = syllabus.store.read(keyOf(box));
    if (record) box.checked = record.on;
  }
  for (const [list, { line }] of lines) {
    if (hasLine(list)) continue;
    line.remove();
    lines.delete(list);
  }
  for (const list of document.querySelectorAll("[data-checklist]")) {
    if (!hasLine(list)) continue;
    const made = lines.get(list) ?? makeLine();
    lines.set(list, made);
    if (list.previousElementSibling !== made.line) list.before(made.line);
    show(list);
  }
});

document.addEventListener("change", ({ target }) => {
  if (!(target instanceof HTMLInputElement) || !target.matches("[data-check]")) return;
  syllabus.store.write(keyOf(target), { on: target.checked, at: new Date().toISOString() });
  for (const list of lines.keys()) if (list.contains(target)) show(list);
});
