// Opens "Your progress": its button, or a link that brought progress. All the rest (js/carry/) is loaded then.
document.addEventListener("click", ({ target }) => {
  if (target instanceof Element && target.closest("[data-carry]")) syllabus.need("carry").then(() => syllabus.carry.open());
});

document.addEventListener("DOMContentLoaded", () => {
  const [, packed] = location.hash.split("#carry=");
  if (packed === undefined) return;
  // It is taken over once, and does not stay in the history.
  history.replaceState(null, "", location.pathname + location.search);
  syllabus.need("carry").then(() => syllabus.carry.receive(packed));
});

// Safari, and each browser of an iPhone, forgets what scripts kept after seven days without a visit. Some days before, and after the first
// answers, the page offers to keep it elsewhere.
const OFFERED_AFTER = 5 * 24 * 3600 * 1000;

const offer = () => {
  const place = document.querySelector("[data-carry-offer]");
  if (!(place instanceof HTMLElement) || !navigator.vendor.startsWith("Apple") || !syllabus.store.hasAny("question:")) return;
  const kept = Date.parse(syllabus.store.read("kept")?.at ?? "");
  place.hidden = Date.now() - kept < OFFERED_AFTER;
};
document.addEventListener("syllabus:stored", offer);
syllabus.onContent(offer);
