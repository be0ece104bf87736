// Brings the files of the index, each once and only when a query needs it. From disk nothing but a script can be loaded, so they are scripts.
const { search } = syllabus;

const folder = `${document.documentElement.dataset.root ?? ""}assets/search/`;
let version = "";
/** How the index that was read is divided; a part of another build says otherwise. @type {{ terms: string, sections: string } | undefined} */
let layout;
// Where a part of a newer build came, the address of the index must be one that nobody keeps.
let newer = "";

/** What is on the way to an answer is of two builds: a site was published in between. */
class OtherBuild extends Error {}

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
      else reject(newer && asked.get(name) !== loading ? new OtherBuild(name) : new Error(name));
    };
    script.onerror = () => {
      script.remove();
      // Another try is free: the connection may have been away.
      asked.delete(name);
      reject(new Error(name));
    };
    const asOf = name === "index" ? newer : version;
    script.src = `${folder}${name}.js${asOf && `?v=${asOf}`}`;
    document.head.append(script);
  });
  asked.set(name, loading);
  return loading;
};

search.index = (value) => {
  ({ version, layout } = value);
  come.set("index", value);
};

/**
 * Keeps a part, unless it is of another build than the index: then all is forgotten, and read again when it is asked for.
 * @param {string} name @param {any} value @param {string} [own] @param {string} [expected]
 */
const keep = (name, value, own = "", expected = "") => {
  if (own === expected) {
    come.set(name, value);
    return;
  }
  newer = own;
  come.clear();
  asked.clear();
};
search.terms = (number, lines, own) => keep(`terms-${number}`, lines, own, layout?.terms);
search.sections = (number, block, own) => keep(`sections-${number}`, block, own, layout?.sections);
search.words = (length, lines) => keep(`words-${length}`, lines);

search.ofOneBuild = (ask) =>
  ask().catch((error) => {
    if (error instanceof OtherBuild) return ask();
    throw error;
  });

search.files = {
  index: () => load("index"),
  terms: (number) => load(`terms-${number}`),
  sections: (number) => load(`sections-${number}`),
  words: (length) => load(`words-${length}`),
};
