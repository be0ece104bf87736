// Reading aids that many pages have no use for come in scripts of their own (`later_scripts` in theme.toml). Each is loaded when what it is for comes
// near: a page that has none of it, or is not read so far, loads none of them.

/** By the name of a script: what it is for, in the text of a chapter. @type {Record<string, string>} */
const USES = {
  notes: "[data-footnote-ref], [data-terms]",
  pictures: "img:not(a *)",
  tables: "tbody > :nth-child(4)",
  lines: ".code:not(.box) > pre",
};

syllabus.later = (files) => {
  const own = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : "";
  const near = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      for (const [name, file] of Object.entries(files)) {
        const isWide = name !== "lines" || target.scrollWidth > target.clientWidth;
        if (!target.matches(USES[name]) || !isWide) continue;
        delete files[name];
        const script = document.createElement("script");
        script.src = new URL(file, own).href;
        document.head.append(script);
      }
    }
  }, { rootMargin: "100%" });
  syllabus.onContent(() => {
    for (const name of Object.keys(files)) {
      if (USES[name]) document.querySelectorAll(`.prose :is(${USES[name]})`).forEach((part) => near.observe(part));
    }
  });
};
