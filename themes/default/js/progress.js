// What a student has done of the course: the mark at the end of a chapter, which can be taken back, the same marks in the sidebar, and the place that
// was read last. js/course-progress.js counts them where a page lists the course.

/** The chapter of this page. @returns {HTMLElement | null} */
const chapter = () => document.querySelector("article[data-chapter]:not([data-chapter=''])");

/** @param {string | undefined} id */
const isDone = (id) => {
  /** @type {ChapterRecord | null} */
  const record = syllabus.store.read(`chapter:${id}`);
  return record?.done === true;
};

/** Puts the mark of a chapter at a link to it, or takes it away. @param {Element} link @param {boolean} isDone */
const mark = (link, isDone) => {
  const mark = link.querySelector(".done-mark");
  if (!isDone) mark?.remove();
  if (!isDone || mark) return;
  const made = document.createElement("span");
  made.className = "done-mark";
  made.textContent = "✓";
  made.setAttribute("role", "img");
  made.ariaLabel = syllabus.words.doneMark;
  const before = link.querySelector("small");
  if (before) before.before(made, " ");
  else link.append(" ", made);
};
syllabus.markDone = mark;

const show = () => {
  /** @type {NodeListOf<HTMLElement>} */
  const links = document.querySelectorAll(".side [data-of]");
  for (const link of links) mark(link, isDone(link.dataset.of));
  /** @type {HTMLElement | null} */
  const place = document.querySelector("[data-chapter-done]");
  const button = place?.querySelector("button");
  const status = place?.querySelector("[role=status]");
  if (!place || !button || !status) return;
  const done = isDone(chapter()?.dataset.chapter);
  const { mark: markWords = "", undo = "" } = place.dataset;
  place.toggleAttribute("data-done", done);
  button.textContent = done ? undo : markWords;
  const words = done ? `✓ ${syllabus.words.doneMark}` : "";
  if (status.textContent !== words) status.textContent = words;
};

document.addEventListener("click", ({ target }) => {
  const id = chapter()?.dataset.chapter;
  if (!id || !(target instanceof Element) || !target.closest("[data-chapter-done] button")) return;
  const done = !isDone(id);
  syllabus.store.write(`chapter:${id}`, { done, at: new Date().toISOString() });
  document.dispatchEvent(new CustomEvent("syllabus:done", { detail: { id, done } }));
});

syllabus.onContent(show);
document.addEventListener("syllabus:stored", ({ detail }) => detail.key.startsWith("chapter:") && show());

// What is due is only counted where something was answered, and when the page is there.
if (syllabus.store.hasAny("question:")) setTimeout(() => syllabus.need("due").catch(() => {}), 300);

/** The address of a page from the site's root. @param {string} address @param {string} root */
const addressIn = (address, root) => address.slice(root.length).replace(/[?#].*$/, "").replace(/(^|\/)$/, "$1index.html");

syllabus.pageAddress = () => addressIn(location.href, new URL(document.documentElement.dataset.root ?? "", location.href).href);

/** What was kept last: the same is not kept again. */
let kept = "";
const remember = () => {
  if (!chapter()) return;
  /** @type {HTMLAnchorElement | null} */
  const link = document.querySelector(".toc [aria-current]");
  const page = syllabus.pageAddress();
  const section = decodeURIComponent(link?.hash.slice(1) ?? "");
  if (kept === section && kept) return;
  kept = section;
  syllabus.store.write("place", { page, section, title: link?.textContent?.trim() ?? "", at: new Date().toISOString() });
};
let timer = setTimeout(remember, 2000);
addEventListener("scroll", () => {
  clearTimeout(timer);
  timer = setTimeout(remember, 800);
}, { passive: true });
addEventListener("pagehide", remember);
