// The browser's memory of this course, in localStorage: docs/reference/progress.md says what is kept and in which form. It may be full, forbidden, or hold
// what another version or another program wrote: then nothing fails, and what was there stays.
const { course, courseBefore } = document.documentElement.dataset;
const PREFIX = `syllabus:${course}:`;
/** The version of what is written, and the last that can be read. */
const VERSION = 2;

/** What the browser did not take, for as long as the page is open. @type {Map<string, string>} */
const unkept = new Map();

/** @param {string | null | undefined} text @returns {any} */
const parse = (text) => {
  try {
    const value = JSON.parse(text ?? "null");
    return typeof value?.v === "number" && value.v >= 1 && value.v <= VERSION ? value : null;
  } catch {
    return null;
  }
};

/** @param {string} key */
const readAny = (key) => {
  try {
    return parse(unkept.get(key) ?? localStorage.getItem(PREFIX + key));
  } catch {
    return null;
  }
};

/** All keys that begin with a prefix, without it. @param {string} prefix */
const keysWith = (prefix) => {
  try {
    return Object.keys(localStorage).flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []));
  } catch {
    return [];
  }
};

/** @param {string} key @param {object | null} value */
const tell = (key, value) => document.dispatchEvent(new CustomEvent("syllabus:stored", { detail: { key, value } }));

/** @type {Syllabus["store"]} */
const store = {
  isKept: true,

  read(key) {
    const value = readAny(key);
    return value?.reset ? null : value;
  },

  write(key, value) {
    const before = readAny(key);
    const text = JSON.stringify({ ...(before?.reset ? null : before), ...value, v: VERSION });
    try {
      localStorage.setItem(PREFIX + key, text);
      unkept.delete(key);
      store.isKept = true;
    } catch {
      unkept.set(key, text);
      store.isKept = false;
    }
    tell(key, store.read(key));
    return store.isKept;
  },

  hasAny(prefix) {
    return keysWith(PREFIX + prefix).length > 0;
  },

  remove(key) {
    unkept.delete(key);
    try {
      localStorage.removeItem(PREFIX + key);
    } catch { /* nothing was kept */ }
    tell(key, null);
  },

  entries(prefix) {
    const keys = new Set([...keysWith(PREFIX + prefix).map((rest) => prefix + rest), ...[...unkept.keys()].filter((key) => key.startsWith(prefix))]);
    return [...keys].flatMap((key) => {
      const value = readAny(key);
      return value ? [[key, value]] : [];
    });
  },
};

// What was kept under the key that a version before had for this course is taken over once. It stays there too: it may be another course's.
if (courseBefore && courseBefore !== course && keysWith(PREFIX).length === 0) {
  const before = `syllabus:${courseBefore}:`;
  try {
    for (const key of keysWith(before)) localStorage.setItem(PREFIX + key, localStorage.getItem(before + key) ?? "");
  } catch { /* there is no room for all of it: what was taken over counts */ }
}

// Another tab has written.
addEventListener("storage", ({ key, newValue }) => {
  if (!key?.startsWith(PREFIX)) return;
  unkept.delete(key.slice(PREFIX.length));
  const value = parse(newValue);
  tell(key.slice(PREFIX.length), value?.reset ? null : value);
});

syllabus.store = store;
