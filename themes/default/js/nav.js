// The current chapter is in sight in the sidebar, at first and when the sidebar is opened as a drawer. Drawers are closed by their buttons also
// where a browser does not know `command` yet.
const nav = document.getElementById("syllabus:course-nav");

/** @returns {HTMLElement | null | undefined} */
const current = () => nav?.querySelector("[aria-current]");

const reveal = () => {
  const link = current();
  if (nav && link) nav.scrollTop = Math.max(0, link.offsetTop - nav.clientHeight / 2);
};

if (nav) {
  reveal();
  nav.addEventListener("toggle", (event) => {
    if (event.newState !== "open") return;
    reveal();
    (current() ?? nav.querySelector("a"))?.focus({ preventScroll: true });
  });
}

document.addEventListener("click", (event) => {
  /** @type {HTMLAnchorElement | null} */
  const all = event.target instanceof Element ? event.target.closest("a[data-modules]") : null;
  if (!all || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  syllabus.need("modules").then(() => syllabus.showModules(all)).catch(() => location.assign(all.href));
});

document.addEventListener("click", ({ target }) => {
  if (!(target instanceof Element) || !target.closest("[command=hide-popover]")) return;
  /** @type {HTMLElement | null} */
  const drawer = target.closest("[popover]");
  if (drawer?.matches(":popover-open")) drawer.hidePopover();
});
