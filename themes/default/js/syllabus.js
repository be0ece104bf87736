// What the other scripts share, beside the browser's memory of this course (js/store.js): the words that scripts show, and ways to load more.

/** By the address of a script: that it is there. @type {Map<string, Promise<void>>} */
const scripts = new Map();

/** @type {Omit<Syllabus, "search" | "need" | "showModules" | "store" | "markDone" | "showKeys" | "schedule" | "due" | "carry" | "pageAddress" | "exam" | "el" | "button">} */
const shared = {
  words: /** @type {any} */ ({ ...document.currentScript?.dataset }),

  fill(pattern, values) {
    return pattern.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
  },

  count(forms, n) {
    const rules = new Intl.PluralRules(shared.words.plurals || "en");
    return shared.fill(typeof forms === "string" ? forms : forms[rules.select(n)] ?? forms.other, { n });
  },

  onContent(enhance) {
    enhance();
    document.addEventListener("syllabus:content", () => enhance());
  },

  load(address) {
    const known = scripts.get(address) ?? new Promise((resolve, reject) => {
      // The page itself asks for it.
      if ([...document.scripts].some(({ src }) => src === address)) return resolve();
      const script = document.createElement("script");
      script.src = address;
      script.addEventListener("load", () => resolve());
      // Another try may find it.
      script.addEventListener("error", () => {
        scripts.delete(address);
        script.remove();
        reject(new Error(address));
      });
      document.head.append(script);
    });
    scripts.set(address, known);
    return known;
  },
};

globalThis.syllabus = /** @type {Syllabus} */ (shared);
