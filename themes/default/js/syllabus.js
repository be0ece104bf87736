// What the other scripts share: the browser's memory of this course, and the words that scripts speak.
const prefix = `syllabus:${document.documentElement.dataset.course}:`;
const VERSION = 1;

globalThis.syllabus = {
  words: { ...document.currentScript.dataset },

  // Puts values in place of {name}.
  fill(pattern, values) {
    return pattern.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  },

  // Runs `enhance` now, and again whenever content was put in place of other content (the preview does so after an edit and says
  // `syllabus:content`). What was enhanced already is still there then: `enhance` looks for what it has not seen.
  onContent(enhance) {
    enhance();
    document.addEventListener("syllabus:content", () => enhance());
  },

  store: {
    // The value kept under a key; null where there is none, or none that this version can read.
    read(key) {
      try {
        const kept = JSON.parse(localStorage.getItem(prefix + key));
        return kept && kept.v === VERSION ? kept : null;
      } catch {
        return null;
      }
    },
    // Keeps a value. A full or forbidden storage loses it: the page goes on working.
    write(key, value) {
      try {
        localStorage.setItem(prefix + key, JSON.stringify({ v: VERSION, ...value }));
      } catch { /* nothing to be done here */ }
    },
  },
};
