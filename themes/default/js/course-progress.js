// How far a student is, where a page lists the course: marks at chapters, `3 of 7` at modules, and on the home page the place to continue. What
// chapters there are comes from one script for the whole course (assets/progress.js).

/** @param {string} address */
const absolute = (address) => new URL(address, new URL(document.documentElement.dataset.root ?? "", location.href)).href;

/**
 * How much of some chapters is done.
 * @param {CourseChapterRow[]} chapters
 * @param {(id: string) => boolean} isDone
 */
const sumOf = (chapters, isDone) => {
  const open = chapters.filter(([id]) => !isDone(id));
  return { done: chapters.length - open.length, count: chapters.length, minutes: open.reduce((sum, [, , , minutes]) => sum + minutes, 0) };
};

/**
 * The chapters of a module and of those in it. Its own overview is what is read before them, and counts where it is all.
 * @param {number} module
 * @param {CourseData} course
 */
const chaptersOf = (module, { modules, chapters }) => {
  const isIn = (/** @type {number | null} */ of) => {
    for (let at = of; at !== null; at = modules[at]?.[1] ?? null) if (at === module) return true;
    return false;
  };
  const all = chapters.filter(([, , , , of]) => isIn(of));
  const below = all.filter(([, address]) => address !== modules[module][0]);
  return below.length > 0 ? below : all;
};

/**
 * Where to continue: the place read last, unless its chapter is done; then the first chapter after it that is not.
 * @param {CourseChapterRow[]} chapters
 * @param {PlaceRecord | null} place
 * @param {(id: string) => boolean} isDone
 */
const continueAt = (chapters, place, isDone) => {
  const at = chapters.findIndex(([, address]) => address === place?.page);
  const own = chapters[at];
  if (place && own && !isDone(own[0])) return { address: place.page + (place.section ? `#${encodeURIComponent(place.section)}` : ""), title: own[2], section: place.title };
  const next = [...chapters.slice(at + 1), ...chapters.slice(0, at + 1)].find(([id]) => !isDone(id));
  return next ? { address: next[1], title: next[2], section: "" } : null;
};

/** Minutes in words, rounded as a reader would. @param {number} minutes */
const timeLeft = (minutes) => {
  const { minutes_left, hours_left } = syllabus.words;
  if (minutes >= 90) return syllabus.count(hours_left, Math.round(minutes / 60));
  return syllabus.count(minutes_left, minutes > 10 ? Math.round(minutes / 5) * 5 : minutes);
};

/** @param {string} id */
const isDone = (id) => {
  /** @type {ChapterRecord | null} */
  const record = syllabus.store.read(`chapter:${id}`);
  return record?.done === true;
};

/** The words of how much of a module is done, after what its card says already. @param {Element} place @param {string} words */
const say = (place, words) => {
  const known = place.querySelector(".done-part");
  if (!words) return known?.remove();
  const part = known ?? document.createElement("span");
  part.className = "done-part";
  part.textContent = words;
  if (!known) place.append(part);
};

/** @param {CourseData} course */
const showLists = (course) => {
  const chapters = new Map(course.chapters.map((row) => [absolute(row[1]), row]));
  const modules = new Map(course.modules.map(([address], at) => [absolute(address), at]));
  const wordsOf = (/** @type {number} */ module) => {
    const sum = sumOf(chaptersOf(module, course), isDone);
    return { isDone: sum.done === sum.count, words: sum.done > 0 ? syllabus.fill(syllabus.words.done_of, sum) : "" };
  };
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const links = document.querySelectorAll(".card h3 a, .card-chapters a, .chapter-list a, .nav-modules a");
  for (const link of links) {
    const module = modules.get(link.href);
    const row = chapters.get(link.href);
    if (module !== undefined) {
      const { isDone, words } = wordsOf(module);
      const place = link.matches(".card h3 a") ? link.closest(".card-head")?.querySelector(".card-meta") : link.querySelector(".card-meta");
      if (place) say(place, words);
      else syllabus.markDone(link, isDone);
    } else if (row) syllabus.markDone(link, isDone(row[0]));
  }
};

/** @param {CourseData} course */
const showHome = (course) => {
  /** @type {HTMLAnchorElement | null} */
  const card = document.querySelector("[data-continue]");
  const size = document.querySelector("[data-course-size]");
  const chapters = course.chapters.filter(([, address]) => address !== "index.html");
  /** @type {PlaceRecord | null} */
  const place = syllabus.store.read("place");
  const sum = sumOf(chapters, isDone);
  if (!card || !place && sum.done === 0) return;
  const target = continueAt(chapters, place, isDone);
  const { continue_with, all_done, done_of_chapters } = syllabus.words;
  const [label, title, detail] = ["[data-continue-label]", "strong", "[data-continue-detail]"].map((part) => card.querySelector(part));
  if (target) {
    card.href = absolute(target.address);
    if (title) title.textContent = target.title;
    if (detail) detail.textContent = target.section;
  }
  if (label) label.textContent = target ? continue_with : all_done;
  if (!size || sum.done === 0) return;
  const parts = [syllabus.fill(syllabus.count(done_of_chapters, sum.count), sum), ...(sum.minutes > 0 ? [timeLeft(sum.minutes)] : [])];
  size.replaceChildren(...parts.map((words) => {
    const part = document.createElement("span");
    part.textContent = words;
    return part;
  }));
};

const show = () => {
  if (!syllabus.course) return;
  showLists(syllabus.course);
  showHome(syllabus.course);
};

syllabus.load(absolute("assets/progress.js")).then(() => {
  syllabus.onContent(show);
  document.addEventListener("syllabus:stored", ({ detail }) => /^(chapter:|place$)/.test(detail.key) && show());
}, () => {});
