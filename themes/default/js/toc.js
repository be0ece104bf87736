// Marks the heading that is being read, and closes the contents when one is chosen.
const contents = () => document.getElementById("syllabus:page-contents");
let links = new Map();
let headings = [];
let shown = null;

// Only the contents move, never the page.
const keepInSight = (link) => {
  const toc = contents();
  const box = toc.getBoundingClientRect();
  const place = link.getBoundingClientRect();
  if (place.bottom > box.bottom - 24) toc.scrollTop += place.bottom - box.bottom + 72;
  if (place.top < box.top + 24) toc.scrollTop -= box.top - place.top + 72;
};
const mark = () => {
  const line = innerHeight * 0.3;
  const atEnd = scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
  const passed = headings.filter((heading) => heading.getBoundingClientRect().top < line);
  const link = links.get((atEnd ? headings.at(-1) : passed.at(-1))?.id) ?? null;
  if (link === shown) return;
  shown?.removeAttribute("aria-current");
  link?.setAttribute("aria-current", "true");
  shown = link;
  if (link && link.offsetParent) keepInSight(link);
};

syllabus.onContent(() => {
  const all = contents()?.querySelectorAll("a") ?? [];
  links = new Map([...all].map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  mark();
});

let waiting = false;
addEventListener("scroll", () => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => { waiting = false; mark(); });
}, { passive: true });
document.addEventListener("click", ({ target }) => {
  const toc = target.closest("a") && target.closest("[id='syllabus:page-contents']");
  if (toc?.matches(":popover-open")) toc.hidePopover();
});
