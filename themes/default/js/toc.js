// Marks the heading that is being read in the page's contents, and closes the contents when one is chosen. Where there is no room for the contents
// the bar at the top says which section is being read, in place of the course's title.
const contents = () => document.getElementById("syllabus:page-contents");

/** By the id of a heading: its link in the contents. @type {Map<string, HTMLAnchorElement>} */
let links = new Map();
/** @type {HTMLElement[]} */
let headings = [];
/** @type {HTMLAnchorElement | null} */
let marked = null;

/**
 * Only the contents move, never the page.
 * @param {Element} link
 */
const keepInSight = (link) => {
  const toc = contents();
  if (!toc) return;
  const box = toc.getBoundingClientRect();
  const place = link.getBoundingClientRect();
  if (place.bottom > box.bottom - 24) toc.scrollTop += place.bottom - box.bottom + 72;
  if (place.top < box.top + 24) toc.scrollTop -= box.top - place.top + 72;
};

/** The course's title in the bar. @type {HTMLElement | null} */
const title = document.querySelector(".brand > span");

const mark = () => {
  const above = headings.filter((heading) => heading.getBoundingClientRect().bottom < (title?.getBoundingClientRect().bottom ?? 0)).at(-1);
  const section = above && links.get(above.id)?.textContent?.trim();
  if (title && section) title.dataset.here = section;
  else title?.removeAttribute("data-here");

  const line = innerHeight * 0.3;
  const atEnd = scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
  const passed = headings.filter((heading) => heading.getBoundingClientRect().top < line);
  const link = links.get((atEnd ? headings.at(-1) : passed.at(-1))?.id ?? "") ?? null;
  if (link === marked) return;
  marked?.removeAttribute("aria-current");
  link?.setAttribute("aria-current", "true");
  marked = link;
  if (link?.offsetParent) keepInSight(link);
};

syllabus.onContent(() => {
  const all = contents()?.querySelectorAll("a") ?? [];
  links = new Map([...all].map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  headings = [...links.keys()].flatMap((id) => document.getElementById(id) ?? []);
  mark();
});

let isWaiting = false;
addEventListener("scroll", () => {
  if (isWaiting) return;
  isWaiting = true;
  requestAnimationFrame(() => { isWaiting = false; mark(); });
}, { passive: true });

document.addEventListener("click", ({ target }) => {
  if (!(target instanceof Element) || !target.closest("a")) return;
  /** @type {HTMLElement | null} */
  const toc = target.closest("[id='syllabus:page-contents']");
  if (toc?.matches(":popover-open")) toc.hidePopover();
});
