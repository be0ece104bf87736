// The current chapter is in sight in the sidebar, at first and when it is called as a drawer.
const nav = document.getElementById("syllabus:course-nav");
const current = () => nav.querySelector("[aria-current]");
const reveal = () => {
  if (current()) nav.scrollTop = Math.max(0, current().offsetTop - nav.clientHeight / 2);
};

if (nav) {
  reveal();
  nav.addEventListener("toggle", (event) => {
    if (event.newState !== "open") return;
    reveal();
    (current() ?? nav.querySelector("a"))?.focus({ preventScroll: true });
  });
}
