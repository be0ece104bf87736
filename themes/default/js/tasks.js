// Boxes that stay ticked, under `syllabus:<course>:check:<id>`, and how many of a list are.
for (const box of document.querySelectorAll("input[data-check]")) {
  const key = `check:${box.dataset.check}`;
  const kept = syllabus.store.read(key);
  if (kept) box.checked = kept.on;
  box.addEventListener("change", () => syllabus.store.write(key, { on: box.checked, at: new Date().toISOString() }));
}

for (const list of document.querySelectorAll("[data-checklist]")) {
  const boxes = [...list.querySelectorAll("input[data-check]")];
  if (boxes.length < 2 || list.parentElement.closest("[data-checklist]")) continue;
  const line = document.createElement("p");
  line.className = "tasks-done";
  line.append(document.createElement("i"), document.createElement("span"));
  line.lastChild.setAttribute("role", "status");
  const show = () => {
    const done = boxes.filter((box) => box.checked).length;
    line.style.setProperty("--done", done / boxes.length);
    line.lastChild.textContent = syllabus.fill(syllabus.words.done, { done, count: boxes.length });
  };
  list.addEventListener("change", show);
  list.before(line);
  show();
}
