// What all parts of the preview share: the page it stands on, and how they hear of each other. Where there is no server, `preview` stays
// empty and no other part runs.
const { page, hash } = document.currentScript?.dataset ?? {};
const isServed = page && hash && /^https?:$/.test(location.protocol);

const listeners = new Map();

if (isServed) Object.assign(preview, {
  page,
  // Of the bytes that are shown.
  shown: hash,

  // state, problems, elsewhere: as the server says them. content: the page was changed. connected: whether the server can be heard.
  // facts: what is known of the page's source. showProblems: the author asks for the overlay again.
  on(name, hear) {
    listeners.set(name, [...(listeners.get(name) ?? []), hear]);
  },
  tell(name, value) {
    for (const hear of listeners.get(name) ?? []) hear(value);
  },

  // An address under `/.syllabus/` that speaks of this page.
  about: (what) => `/.syllabus/${what}?page=${encodeURIComponent(page)}`,

  // What only this tab remembers. A forbidden storage loses it.
  memory: {
    read(key) {
      try {
        return JSON.parse(sessionStorage.getItem(`syllabus-preview:${key}`));
      } catch {
        return null;
      }
    },
    write(key, value) {
      try {
        sessionStorage.setItem(`syllabus-preview:${key}`, JSON.stringify(value));
      } catch { /* nothing to be done here */ }
    },
  },
});
