// The bar of a quiz page: a segment per question, and how many are right. It begins with what was answered before.
const bar = document.querySelector("[data-quiz-bar]");

if (bar) {
  const results = new Map();
  const segments = new Map([...bar.querySelectorAll("[data-for]")].map((segment) => [segment.dataset.for, segment]));
  const note = (id, right) => {
    if (!segments.has(id)) return;
    results.set(id, right);
    segments.get(id).dataset.state = right ? "right" : "wrong";
  };
  const say = () => {
    const right = [...results.values()].filter(Boolean).length;
    bar.querySelector("[role=status]").textContent =
      results.size ? syllabus.fill(bar.dataset.score, { right, count: segments.size }) : "";
  };
  for (const id of segments.keys()) {
    const kept = syllabus.store.read(`question:${id}`);
    if (kept) note(id, kept.last);
  }
  say();
  document.addEventListener("syllabus:answered", ({ detail }) => {
    note(detail.id, detail.right);
    say();
  });
}
