// What an exam decides: which questions it draws and in which order, how choices are mixed, how the clock runs, what a result is, and what of the
// browser's memory can be read. Nothing here touches the page, the memory or the time: docs/reference/progress.md has the form of what is kept.

/** How many attempts are kept of a course. */
const MOST = 50;
/** An exam has so many questions where nobody says otherwise, or all there are. */
const USUAL = 60;
/** At so many seconds before its end the clock is told to those who do not see it. */
const TOLD = [300, 60, 0];
/** The longest exam, in minutes: a day. */
const LONGEST = 1440;

/** Words of choices that speak of the others by their place: a question with one keeps its order. */
const PLACES = /(?<!\p{L})(?:above|aforementioned|oben|obigen|vorstehend|vorgenannt|anterior(?:es)?(?!\p{L})|ci-dessus|qui précèdent|precedenti|di cui sopra|acima|powyższ|выше|перечисленн|вище|перелічен|наведен|yukarıdaki|ở trên)|以上|上述|上記|위의|उपरोक्त|उपर्युक्त|أعلاه/iu;

/** A number of 32 bits that tells texts apart (FNV-1a). @param {string} text */
const hashOf = (text) => {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
};

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). @param {number} seed */
const chance = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
};

/** The same things in another order, each as likely as another (Fisher and Yates). @template T @param {T[]} things @param {number} seed @returns {T[]} */
const mix = (things, seed) => {
  const [mixed, next] = [[...things], chance(seed)];
  for (let last = mixed.length - 1; last > 0; last--) {
    const at = Math.floor(next() * (last + 1));
    [mixed[last], mixed[at]] = [mixed[at], mixed[last]];
  }
  return mixed;
};

/** What is in a list, once each, as strings. @param {any} list @returns {string[]} */
const texts = (list) => (Array.isArray(list) ? [...new Set(list.filter((item) => typeof item === "string" && item !== ""))] : []);

/** The entries of an object whose values are strings, those of some keys only. @param {any} value @param {string[]} keys @returns {Record<string, string>} */
const textsBy = (value, keys) => {
  const has = (/** @type {string} */ key) => typeof value === "object" && value !== null && Object.hasOwn(value, key) && typeof value[key] === "string";
  return Object.fromEntries(keys.filter(has).map((key) => [key, value[key]]));
};

/** Whether a value is a whole number that is not less than another. @param {any} value @param {number} least */
const isWhole = (value, least) => Number.isSafeInteger(value) && value >= least;

/** @type {Exam["rules"]} */
const rules = {
  mix,

  count: (wanted, all) => Math.max(1, Math.min(all, Math.round(Number(wanted)) || Math.min(all, USUAL))),

  minutes: (wanted) => Math.max(0, Math.min(LONGEST, Math.round(Number(wanted)) || 0)),

  isNumber: (title) => title.split(/[^\p{L}\p{M}]+/u).filter(Boolean).length < 2,

  async draw({ ids, count, seed, isMixed }, find) {
    const waiting = mix(ids, seed);
    /** @type {string[]} */
    const drawn = [];
    while (drawn.length < count && waiting.length > 0) {
      const next = waiting.splice(0, count - drawn.length);
      const found = await find(next);
      drawn.push(...next.filter((id) => found.has(id)));
    }
    const places = new Map(ids.map((id, at) => [id, at]));
    return isMixed ? drawn : drawn.sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
  },

  orderOf({ id, kind, choices }, seed) {
    const places = choices.map((_, at) => at);
    if (kind === "true-false" || choices.some((words) => PLACES.test(words))) return places;
    return mix(places, (seed ^ hashOf(id)) >>> 0);
  },

  secondsOf({ at, minutes, spent }, now, since) {
    if (minutes === 0) return spent + Math.max(0, Math.round((now - since) / 1000));
    return Math.max(0, Math.min(minutes * 60, Math.round((now - Date.parse(at)) / 1000)));
  },

  left: ({ at, minutes }, now) => minutes === 0 ? null : Math.max(0, Math.min(minutes * 60, Math.ceil((Date.parse(at) + minutes * 60_000 - now) / 1000))),

  told: (before, after) => TOLD.findLast((seconds) => before > seconds && after <= seconds) ?? null,

  clock(seconds) {
    const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    const two = (/** @type {number} */ part) => String(part).padStart(2, "0");
    return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
  },

  resultOf(state, verdicts) {
    const known = state.list.filter((id) => verdicts.has(id));
    const by = (/** @type {boolean | null} */ verdict) => known.filter((id) => verdicts.get(id) === verdict);
    const [wrong, judge] = [by(false), by(null)];
    return { right: by(true).length, count: known.length, wrong, judge, chosen: textsBy(state.chosen, [...wrong, ...judge]) };
  },

  judge(attempt, id, isRight) {
    if (!attempt.judge?.includes(id)) return attempt;
    const judge = attempt.judge.filter((other) => other !== id);
    return isRight ? { ...attempt, judge, right: (attempt.right ?? 0) + 1 } : { ...attempt, judge, wrong: [...attempt.wrong, id] };
  },

  isPassed: ({ right = 0, count }, mark) => right * 100 >= mark * count,

  percent: ({ right = 0, count }) => count > 0 ? Math.floor((right * 100) / count) : 0,

  readRunning(value) {
    const list = texts(value?.list);
    if (list.length === 0 || !Number.isFinite(Date.parse(value.at))) return null;
    const { at, seed, isMixed, isRetry, minutes, spent } = value;
    return {
      at, list, isMixed: isMixed === true, isRetry: isRetry === true,
      seed: isWhole(seed, 0) ? seed : 0,
      minutes: isWhole(minutes, 0) ? Math.min(minutes, LONGEST) : 0,
      spent: isWhole(spent, 0) ? spent : 0,
      chosen: textsBy(value.chosen, list),
      flags: texts(value.flags).filter((id) => list.includes(id)),
    };
  },

  readAttempt(value) {
    const { scope, at, seconds, right, count, saved } = value ?? {};
    if (typeof scope !== "string" || !Number.isFinite(Date.parse(at)) || !isWhole(count, 1) || !isWhole(seconds, 0)) return null;
    const [wrong, judge] = [texts(value.wrong), texts(value.judge)];
    const made = { scope, at, seconds, count, wrong, judge, isRetry: value.isRetry === true, chosen: textsBy(value.chosen, [...wrong, ...judge]) };
    if (isWhole(saved, 0) && right === undefined) return { ...made, saved: Math.min(saved, count) };
    return isWhole(right, 0) && right <= count ? { ...made, right } : null;
  },

  readAttempts(value) {
    const list = Array.isArray(value?.list) ? value.list : [];
    const attempts = list.flatMap((/** @type {any} */ item) => rules.readAttempt(item) ?? []);
    return { attempts, unread: list.length - attempts.length };
  },

  withAttempt(list, attempt) {
    const isSame = (/** @type {any} */ other) => other?.scope === attempt.scope && other.at === attempt.at && rules.readAttempt(other) !== null;
    const at = list.findIndex(isSame);
    return at < 0 ? [...list, attempt].slice(-MOST) : list.with(at, { ...list[at], ...attempt });
  },
};

syllabus.exam = /** @type {Exam} */ ({ rules });
