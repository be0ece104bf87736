// Where an exam is kept: the one that runs under the page it is of, those that were handed in under `exams`. What cannot be read stays as it is.
const { exam, store } = syllabus;
const { rules } = exam;
const scope = syllabus.pageAddress();
const key = `exam:${scope}`;

/** Where attempts are kept: the second where another program, or a later version, has written what is under the first. */
const KEYS = ["exams", "more-exams"];

/** Whether there is nothing under a key, or what was reset. @param {string} key */
const isFree = (key) => !store.hasAny(key) || store.entries(key).some(([of, value]) => of === key && value.reset);

/** Whether attempts can be read under a key, and added. @param {string} key */
const isOurs = (key) => {
  /** @type {any} */
  const value = store.read(key);
  return value ? Array.isArray(value.list) : isFree(key);
};

exam.kept = {
  scope,

  running() {
    const state = rules.readRunning(store.read(key));
    return { state, isBroken: state === null && !isFree(key) };
  },

  keep: (state) => store.write(key, state),

  drop: () => store.remove(key),

  attempts() {
    const read = KEYS.map((key) => rules.readAttempts(store.read(key)));
    const attempts = read.flatMap((part) => part.attempts).filter((attempt) => attempt.scope === scope);
    return { attempts, isUnread: !KEYS.every(isOurs) || read.some(({ unread }) => unread > 0) };
  },

  add(attempt) {
    const key = KEYS.find(isOurs) ?? KEYS[0];
    /** @type {any} */
    const value = store.read(key);
    // Exams before what was reset are not taken over from another device.
    const reset = value ? undefined : store.entries(key).find(([of]) => of === key)?.[1];
    const since = reset ? { since: reset.at } : {};
    return store.write(key, { list: rules.withAttempt(value?.list ?? [], attempt), at: new Date().toISOString(), ...since });
  },
};
