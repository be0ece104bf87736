// Opens "Your progress": its button, or a link that brought progress. All the rest (js/carry/) is loaded then.
document.addEventListener("click", ({ target }) => {
  if (target instanceof Element && target.closest("[data-carry]")) syllabus.need("carry").then(() => syllabus.carry.open());
});

document.addEventListener("DOMContentLoaded", () => {
  const packed = /^#carry=(?<letters>.*)$/.exec(location.hash)?.groups?.letters;
  if (packed === undefined) return;
  // It is taken over once, and does not stay in the history.
  history.replaceState(null, "", location.pathname + location.search);
  syllabus.need("carry").then(() => syllabus.carry.receive(packed));
});
