// The bar of a quiz page: a segment per question, and how many are right. It begins with what was answered before.
const results = new Map();
const show = () => {
  const bar = document.querySelector("[data-quiz-bar]");
  if (!bar) return;
  const segments = [...bar.querySelectorAll("[data-for]")];
  for (const segment of segments) {
    const id = segment.dataset.for;
    if (!results.has(id)) results.set(id, syllabus.store.read(`question:${id}`)?.last ?? null);
    if (results.get(id) !== null) segment.dataset.state = results.get(id) ? "right" : "wrong";
  }
  const told = segments.map((segment) => results.get(segment.dataset.for)).filter((right) => right !== null);
  bar.querySelector("[role=status]").textContent =
    told.length ? syllabus.fill(bar.dataset.score, { right: told.filter(Boolean).length, count: segments.length }) : "";
};

syllabus.onContent(show);
document.addEventListener("syllabus:answered", ({ detail }) => {
  results.set(detail.id, detail.right);
  show();
});
