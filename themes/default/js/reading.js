// Reading aids that many pages have no use for come in scripts of their own (`later_scripts` in theme.toml). Each is loaded when what it is for comes
// near: a page that has none of it, or is not read so far, loads none of them.

/** By the name of a script: what it is for, in the text of a chapter. @type {Record<string, string>} */
const USES = {
  notes: "[data-footnote-ref], [data-terms]",
  pictures: "img:not(a *)",
  tables: "tbody > :nth-child(4)",
  lines: ".code:not(.box) > pre",
};

/** The same for what is needed wherever it is on the page. A page that is sure to need one names it in its head: then it is there before anything is
 * drawn. @type {Record<string, string>} */
const NEEDS = {
  questions: "syllabus-question",
  quiz: "[data-quiz-bar]",
  tasks: "[data-check]",
  course: "[data-course-progress]",
  paper: "[data-print-answers=at-end] :is(.answer, .answer-key)",
  book: ".book",
};

syllabus.later = (scripts, styles) => {
  const own = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : "";
  syllabus.need = async (name) => {
    // The style first: what the script adds is never seen without it.
    for (const file of [styles[name], scripts[name]]) if (file) await syllabus.load(new URL(file, own).href);
  };
  const near = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      for (const name in USES) {
        const isWide = name !== "lines" || target.scrollWidth > target.clientWidth;
        if (!target.matches(USES[name]) || !isWide) continue;
        syllabus.need(name).catch(() => {});
      }
    }
  }, { rootMargin: "100%" });
  syllabus.onContent(() => {
    for (const name in NEEDS) if (document.querySelector(NEEDS[name])) syllabus.need(name).catch(() => {});
    document.querySelectorAll(`.prose :is(${Object.values(USES)})`).forEach((part) => near.observe(part));
  });
};
