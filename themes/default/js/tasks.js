// Boxes that stay ticked, under `syllabus:<course>:check:<id>`, and how many of a list are.
const key = (box) => `check:${box.dataset.check}`;
const lines = new Map();

const line = () => {
  const line = document.createElement("p");
  line.className = "tasks-done";
  line.append(document.createElement("i"), document.createElement("span"));
  line.lastChild.setAttribute("role", "status");
  return line;
};
const show = (list) => {
  const boxes = [...list.querySelectorAll("input[data-check]")];
  const done = boxes.filter((box) => box.checked).length;
  const words = syllabus.fill(syllabus.words.done, { done, count: boxes.length });
  lines.get(list).style.setProperty("--done", done / boxes.length);
  if (lines.get(list).textContent !== words) lines.get(list).lastChild.textContent = words;
};
const counts = (list) => list.isConnected && list.querySelectorAll("input[data-check]").length > 1 && !list.parentElement.closest("[data-checklist]");

syllabus.onContent(() => {
  for (const box of document.querySelectorAll("input[data-check]")) {
    const kept = syllabus.store.read(key(box));
    if (kept) box.checked = kept.on;
  }
  for (const [list, line] of lines) {
    if (counts(list)) continue;
    line.remove();
    lines.delete(list);
  }
  for (const list of document.querySelectorAll("[data-checklist]")) {
    if (!counts(list)) continue;
    if (!lines.has(list)) lines.set(list, line());
    if (list.previousElementSibling !== lines.get(list)) list.before(lines.get(list));
    show(list);
  }
});

document.addEventListener("change", ({ target }) => {
  if (!target.matches("input[data-check]")) return;
  syllabus.store.write(key(target), { on: target.checked, at: new Date().toISOString() });
  for (const list of lines.keys()) if (list.contains(target)) show(list);
});
