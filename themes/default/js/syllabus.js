// What the other scripts share: the browser's memory of this course, and the words that scripts show.
const PREFIX = `syllabus:${document.documentElement.dataset.course}:`;
// Of what is kept: values of another version are not read.
const VERSION = 1;

/** By the address of a script: that it is there. @type {Map<string, Promise<void>>} */
const scripts = new Map();

/** @type {Omit<Syllabus, "search" | "need" | "showModules" | "carry">} */
const shared = {
  words: /** @type {any} */ ({ ...document.currentScript?.dataset }),

  fill(pattern, values) {
    return pattern.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
  },

  onContent(enhance) {
    enhance();
    document.addEventListener("syllabus:content", () => enhance());
  },

  load(address) {
    const known = scripts.get(address) ?? new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.addEventListener("load", () => resolve());
      // Another try may find it.
      script.addEventListener("error", () => { scripts.delete(address); reject(new Error(address)); });
      document.head.append(script);
    });
    scripts.set(address, known);
    return known;
  },

  store: {
    read(key) {
      try {
        const kept = JSON.parse(localStorage.getItem(PREFIX + key) ?? "null");
        return kept && kept.v === VERSION ? kept : null;
      } catch {
        return null;
      }
    },
    write(key, value) {
      try {
        localStorage.setItem(PREFIX + key, JSON.stringify({ v: VERSION, ...value }));
      } catch { /* the page works without it */ }
    },
    remove(key) {
      try {
        localStorage.removeItem(PREFIX + key);
      } catch { /* the page works without it */ }
    },
  },
};

globalThis.syllabus = /** @type {Syllabus} */ (shared);
