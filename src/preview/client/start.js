// What all parts of the preview share: the page it belongs to, and the events by which the parts hear of each other. Where the page does not
// come from a server (it was saved to disk, say), `preview` stays empty and no other part runs.
const { page, hash } = document.currentScript?.dataset ?? {};

/** The functions to call at an event, by its name. @type {Map<string, ((value: any) => void)[]>} */
const listeners = new Map();

const PREFIX = "syllabus-preview:";

/** @type {(page: string, hash: string) => Pick<Preview, "page" | "shownHash" | "on" | "emit" | "addressOf" | "memory">} */
const shared = (page, hash) => ({
  page,
  shownHash: hash,

  on(name, listener) {
    listeners.set(name, [...(listeners.get(name) ?? []), listener]);
  },
  emit(name, ...[value]) {
    for (const listener of listeners.get(name) ?? []) listener(value);
  },

  addressOf: (what) => `/.syllabus/${what}?page=${encodeURIComponent(page)}`,

  memory: {
    read(key) {
      try {
        return JSON.parse(sessionStorage.getItem(PREFIX + key) ?? "null");
      } catch {
        return null;
      }
    },
    write(key, value) {
      try {
        sessionStorage.setItem(PREFIX + key, JSON.stringify(value));
      } catch { /* storage is full or forbidden: the preview works without it */ }
    },
  },
});

if (page && hash && /^https?:$/.test(location.protocol)) Object.assign(preview, shared(page, hash));
