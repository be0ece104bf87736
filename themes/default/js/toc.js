// Marks the heading that is being read, and closes the contents when one is chosen.
const toc = document.getElementById("syllabus:page-contents");

if (toc) {
  const links = new Map([...toc.querySelectorAll("a")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  let shown = null;
  // Only the contents move, never the page.
  const keepInSight = (link) => {
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
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; mark(); });
  }, { passive: true });
  toc.addEventListener("click", (event) => event.target.closest("a") && toc.matches(":popover-open") && toc.hidePopover());
  mark();
}
