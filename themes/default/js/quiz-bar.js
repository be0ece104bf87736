// The bar of a quiz page: a segment per question, and how many are right.
const bar = document.querySelector("[data-quiz-bar]");

if (bar) {
  const results = new Map();
  const segments = new Map([...bar.querySelectorAll("[data-for]")].map((segment) => [segment.dataset.for, segment]));
  document.addEventListener("syllabus:answered", ({ detail }) => {
    results.set(detail.id, detail.right);
    const segment = segments.get(detail.id);
    if (segment) segment.dataset.state = detail.right ? "right" : "wrong";
    const right = [...results.values()].filter(Boolean).length;
    bar.querySelector("[role=status]").textContent = syllabus.fill(bar.dataset.score, { right, count: segments.size });
  });
}
