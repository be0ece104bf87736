// Brings the files of the index, each once and only when a query needs it. From disk nothing but a script can be loaded, so they are scripts.
const { search } = syllabus;

const folder = `${document.documentElement.dataset.root ?? ""}assets/search/`;
let version = "";

/** What has come, by the name of its file. @type {Map<string, any>} */
const come = new Map();
/** What has been asked for. @type {Map<string, Promise<any>>} */
const asked = new Map();

/** @param {string} name @returns {Promise<any>} */
const load = (name) => {
  const before = asked.get(name);
  if (before) return before;
  /** @type {Promise<any>} */
  const loading = new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.onload = () => {
      script.remove();
      if (come.has(name)) resolve(come.get(name));
      else reject(new Error(name));
    };
    script.onerror = () => {
      script.remove();
      // Another try is free: the connection may have been away.
      asked.delete(name);
      reject(new Error(name));
    };
    script.src = `${folder}${name}.js${version && `?v=${version}`}`;
    document.head.append(script);
  });
  asked.set(name, loading);
  return loading;
};

search.index = (value) => {
  version = value.version;
  come.set("index", value);
};
search.terms = (number, lines) => come.set(`terms-${number}`, lines);
search.sections = (number, block) => come.set(`sections-${number}`, block);
search.words = (length, lines) => come.set(`words-${length}`, lines);

search.files = {
  index: () => load("index"),
  terms: (number) => load(`terms-${number}`),
  sections: (number) => load(`sections-${number}`),
  words: (length) => load(`words-${length}`),
};
