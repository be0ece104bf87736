// What the other scripts share, beside the browser's memory of this course (js/store.js): the words that scripts show, and ways to load more.

/** By the address of a script or a style sheet: that it is there. @type {Map<string, Promise<void>>} */
const loaded = new Map();

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
    const known = loaded.get(address) ?? new Promise((resolve, reject) => {
      // The page itself asks for it.
      if ([...document.scripts, ...document.styleSheets].some((one) => address === ("src" in one ? one.src : one.href))) return resolve();
      const isStyle = address.endsWith(".css");
      const element = document.createElement(isStyle ? "link" : "script");
      Object.assign(element, isStyle ? { rel: "stylesheet", href: address } : { src: address });
      element.addEventListener("load", () => resolve());
      // Another try may find it.
      element.addEventListener("error", () => {
        loaded.delete(address);
        element.remove();
        reject(new Error(address));
      });
      document.head.append(element);
    });
    loaded.set(address, known);
    return known;
  },
};

globalThis.syllabus = /** @type {Syllabus} */ (shared);
