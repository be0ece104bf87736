// A student's progress as a few letters that fit into a link: questions by hashes of their ids, in order, with what the schedule needs of each.
// docs/reference/progress.md describes the form. Nothing here touches the page.
const carry = syllabus.carry = /** @type {Carry} */ ({});

/** The form of what is packed; one of a later form is not read. */
const FORM = 1;
const HASH_BITS = 24;
/** Times are hours since the first of January 2024, UTC. */
const FIRST_HOUR = Date.UTC(2024, 0, 1) / 3_600_000;
/** Stabilities, in days, are steps of a scale of equal ratios. */
const [LEAST_STABILITY, STEPS] = [0.05, 4];
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** What an item is of, and what its key begins with: an item names its kind by the place in this list. */
const KINDS = ["question:", "check:", "chapter:"];

/** FNV-1a of the UTF-16 units of a text, folded to as many bits as are packed. @param {string} text */
const hashOf = (text) => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return ((hash >>> HASH_BITS) ^ hash) & (2 ** HASH_BITS - 1);
};

// ── Bits with probabilities that follow what was seen: the binary range coder of LZMA ──────────────────────────────────────────────

const TOP = 2 ** 24;
const HALF = 1024;

/** Probabilities by the context of a bit. */
const newModel = () => {
  /** @type {Map<number, number>} */
  const chances = new Map();
  return {
    /** @param {number} context */
    of: (context) => chances.get(context) ?? HALF,
    /** @param {number} context @param {number} bit */
    learn: (context, bit) => {
      const chance = chances.get(context) ?? HALF;
      chances.set(context, bit ? chance - (chance >> 5) : chance + ((2048 - chance) >> 5));
    },
  };
};

const newEncoder = () => {
  const model = newModel();
  /** @type {number[]} */
  const bytes = [];
  let [low, range, held, count] = [0, 0xffffffff, 0, 1];
  const shift = () => {
    if (low < 0xff000000 || low >= 2 ** 32) {
      const over = low >= 2 ** 32 ? 1 : 0;
      for (let byte = held; count > 0; count--, byte = 0xff) bytes.push((byte + over) & 0xff);
      held = Math.floor(low / TOP) & 0xff;
    }
    count++;
    low = (low % TOP) * 256;
  };
  return {
    /** @param {number} context @param {number} bit */
    bit(context, bit) {
      const bound = Math.floor(range / 2048) * model.of(context);
      if (bit) {
        low += bound;
        range -= bound;
      } else range = bound;
      model.learn(context, bit);
      while (range < TOP) {
        range = range * 256;
        shift();
      }
      return bit;
    },
    end() {
      for (let n = 0; n < 5; n++) shift();
      // The first byte is always 0, and zeros at the end are read where nothing is.
      while (bytes.at(-1) === 0) bytes.pop();
      return bytes.slice(1);
    },
  };
};

/** @param {number[]} bytes */
const newDecoder = (bytes) => {
  const model = newModel();
  let at = 0;
  const next = () => bytes[at++] ?? 0;
  let [range, code] = [0xffffffff, 0];
  for (let n = 0; n < 4; n++) code = code * 256 + next();
  return {
    /** @param {number} context */
    bit(context) {
      const bound = Math.floor(range / 2048) * model.of(context);
      const bit = code >= bound ? 1 : 0;
      if (bit) {
        code -= bound;
        range -= bound;
      } else range = bound;
      model.learn(context, bit);
      while (range < TOP) {
        range = range * 256;
        code = code * 256 + next();
      }
      return bit;
    },
  };
};

/**
 * A number of so many bits, the highest first, each in the context of those before it; of the lowest `plain` bits none is worth learning.
 * The same function writes and reads: `coder.bit` returns the bit either way.
 * @param {BitCoder} coder @param {number} field @param {number} bits @param {number} value @param {number} [plain]
 */
const number = (coder, field, bits, value, plain = 0) => {
  let seen = 1;
  for (let at = bits - 1; at >= 0; at--) {
    const context = at < plain ? field * 2 ** 20 + 2 ** 19 + at : field * 2 ** 20 + seen;
    seen = seen * 2 + coder.bit(context, Math.floor(value / 2 ** at) % 2);
  }
  return seen - 2 ** bits;
};

/** A number of any size: how many bits it has, then these. @param {BitCoder} coder @param {number} field @param {number} value */
const open = (coder, field, value) => {
  const bits = number(coder, field, 5, value.toString(2).length);
  return number(coder, field + 1, bits, value, bits);
};

/** @type {Record<string, number>} */
const FIELD = { count: 1, gap: 3, flags: 6, tries: 7, day: 8, hour: 9, stability: 10, difficulty: 11, chosen: 12, form: 14 };

/**
 * One item, written or read: what is not given is read.
 * @param {BitCoder} coder @param {number} kind @param {PackedItem} item
 */
const codeItem = (coder, kind, item) => {
  const flags = number(coder, FIELD.flags * 4 + kind, 4, Number(item.isReset) * 8 + Number(item.first) * 4 + Number(item.last) * 2 + Number(item.stability > 0));
  [item.isReset, item.first, item.last] = [flags >= 8, (flags & 4) > 0, (flags & 2) > 0];
  const day = number(coder, FIELD.day, 12, Math.floor(item.hour / 24), 3);
  item.hour = day * 24 + number(coder, FIELD.hour, 5, item.hour % 24);
  if (item.isReset || kind !== 0) return;
  item.tries = number(coder, FIELD.tries, 4, Math.min(item.tries, 15));
  const hasSchedule = (flags & 1) > 0;
  if (hasSchedule) {
    const step = number(coder, FIELD.stability * 2 + Number(item.last), 6, stepOf(item.stability));
    item.stability = LEAST_STABILITY * 2 ** (step / STEPS);
    item.difficulty = number(coder, FIELD.difficulty * 2 + Number(item.last), 5, Math.round(item.difficulty * 3)) / 3;
  }
  // What was chosen rightly is told by the question.
  if (item.last) return;
  const length = number(coder, FIELD.chosen * 4, 3, Math.min(item.chosen.length, 7));
  let chosen = "";
  for (let at = 0; at < length; at++) chosen += String.fromCharCode(number(coder, FIELD.chosen * 4 + 1, 7, item.chosen.charCodeAt(at) & 127));
  item.chosen = chosen;
};

/** @param {number} stability */
const stepOf = (stability) => Math.max(0, Math.min(63, Math.round(STEPS * Math.log2(Math.max(stability, LEAST_STABILITY) / LEAST_STABILITY))));

/** @param {number} hash @returns {PackedItem} */
const emptyItem = (hash) => ({ hash, isReset: false, first: false, last: false, hour: 0, tries: 0, stability: 0, difficulty: 0, chosen: "" });

/**
 * The items of each kind, in the order of their hashes: all that is packed.
 * @param {[key: string, value: any][]} entries
 * @returns {PackedItem[][]}
 */
const itemsOf = (entries) => KINDS.map((kind) => entries
  .filter(([key]) => key.startsWith(kind))
  .map(([key, value]) => ({
    ...emptyItem(hashOf(key)),
    isReset: value.reset === true,
    first: (value.first ?? value.on ?? value.done) === true,
    last: value.last === true,
    hour: Math.max(0, Math.min(4095 * 24, Math.floor(Date.parse(value.at) / 3_600_000) - FIRST_HOUR || 0)),
    tries: Math.max(0, Math.floor(Number(value.tries)) || 0),
    stability: Math.max(0, Number(value.stability) || 0),
    difficulty: Math.max(0, Math.min(10, Number(value.difficulty) || 0)),
    // A text that was typed does not fit.
    chosen: /^[\x20-\x7e]{1,7}$/.test(value.chosen) ? value.chosen : "",
  }))
  .sort((a, b) => a.hash - b.hash));

/** @param {number[]} bytes */
const lettersOf = (bytes) => {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const [a, b = 0, c = 0] = bytes.slice(at, at + 3);
    const units = [a >> 2, (a & 3) << 4 | b >> 4, (b & 15) << 2 | c >> 6, c & 63];
    text += units.slice(0, Math.min(4, bytes.length - at + 1)).map((unit) => LETTERS[unit]).join("");
  }
  return text;
};

/** The bytes of letters; null where one is none of them. @param {string} text */
const bytesOf = (text) => {
  const units = [...text].map((letter) => LETTERS.indexOf(letter));
  if (units.includes(-1)) return null;
  /** @type {number[]} */
  const bytes = [];
  for (let at = 0; at < units.length; at += 4) {
    const [a, b = 0, c = 0, d = 0] = units.slice(at, at + 4);
    bytes.push(...[a << 2 | b >> 4, (b & 15) << 4 | c >> 2, (c & 3) << 6 | d].slice(0, Math.max(0, Math.min(4, units.length - at) - 1)));
  }
  return bytes;
};

/** Two letters that tell whether a text is whole, and of which course. @param {string} course @param {string} text */
const checkOf = (course, text) => {
  const hash = hashOf(`${course} ${text}`);
  return [18, 12, 6, 0].map((at) => LETTERS[(hash >> at) & 63]).join("");
};

/** @param {string} course */
const courseOf = (course) => checkOf(course, "").slice(0, 2);

carry.pack = (course, entries) => {
  const coder = newEncoder();
  for (const [kind, items] of itemsOf(entries).entries()) {
    open(coder, FIELD.count * 64, items.length);
    let last = 0;
    const usual = Math.max(1, Math.floor(Math.log2(2 ** HASH_BITS / (items.length + 1))));
    for (const item of items) {
      // Gaps between hashes: of their high part few are large, their low part is any.
      const gap = item.hash - last;
      for (let more = Math.floor(gap / 2 ** usual); more >= 0; more--) coder.bit(FIELD.gap * 64, more > 0 ? 1 : 0);
      number(coder, FIELD.gap * 64 + 1, usual, gap % 2 ** usual, usual);
      last = item.hash;
      codeItem(coder, kind, item);
    }
  }
  const text = FORM + courseOf(course) + lettersOf(coder.end());
  return text + checkOf(course, text);
};

carry.unpack = (course, packed) => {
  const [text, check] = [packed.slice(0, -4), packed.slice(-4)];
  if (!/^[\w-]{7,}$/.test(packed)) return { fault: "broken" };
  if (packed[0] !== String(FORM)) return { fault: "later" };
  if (packed.slice(1, 3) !== courseOf(course)) return { fault: "other" };
  const bytes = bytesOf(text.slice(3));
  if (check !== checkOf(course, text) || !bytes) return { fault: "broken" };
  const decoder = newDecoder(bytes);
  /** @type {BitCoder} */
  const coder = { bit: (context) => decoder.bit(context) };
  const kinds = KINDS.map((_, kind) => {
    const count = open(coder, FIELD.count * 64, 0);
    const usual = Math.max(1, Math.floor(Math.log2(2 ** HASH_BITS / (count + 1))));
    /** @type {PackedItem[]} */
    const items = [];
    let last = 0;
    while (items.length < count) {
      let more = 0;
      while (coder.bit(FIELD.gap * 64, 0) === 1 && last + more * 2 ** usual < 2 ** HASH_BITS) more++;
      last += more * 2 ** usual + number(coder, FIELD.gap * 64 + 1, usual, 0, usual);
      const item = emptyItem(last);
      codeItem(coder, kind, item);
      items.push(item);
    }
    return items;
  });
  return { kinds };
};

carry.resolve = (kinds, keys) => {
  /** @type {Map<number, string>} */
  const byHash = new Map();
  for (const key of keys) byHash.set(hashOf(key), key);
  /** @type {[key: string, value: any][]} */
  const entries = [];
  let missing = 0;
  for (const [kind, items] of kinds.entries()) {
    for (const item of items) {
      const key = byHash.get(item.hash);
      if (key?.startsWith(KINDS[kind])) entries.push([key, recordOf(kind, item)]);
      else missing++;
    }
  }
  return { entries, missing };
};

/** The record of an item. @param {number} kind @param {PackedItem} item */
const recordOf = (kind, { isReset, first, last, hour, tries, stability, difficulty, chosen }) => {
  const at = new Date((hour + FIRST_HOUR) * 3_600_000).toISOString();
  if (isReset) return { reset: true, at };
  if (kind === 1) return { on: first, at };
  if (kind === 2) return { done: first, at };
  const rounded = (/** @type {number} */ value) => Math.round(value * 1e4) / 1e4;
  return { first, last, chosen, tries, at, ...(stability > 0 ? { stability: rounded(stability), difficulty: rounded(difficulty) } : {}) };
};

/** How many exams are kept of a course. */
const MOST_EXAMS = 50;

/**
 * The exams of two devices: each once, in the order in which they began, without those that are older than what was reset. Null where nothing is new.
 * @param {any} own
 * @param {any} incoming
 */
const mergeExams = (own, incoming) => {
  const resetOf = (/** @type {any} */ value) => Date.parse(value?.reset ? value.at : value?.since) || 0;
  const listOf = (/** @type {any} */ value) => (Array.isArray(value?.list) ? value.list : []);
  const nameOf = (/** @type {any} */ exam) => JSON.stringify([exam?.scope, exam?.at]);
  const since = Math.max(resetOf(own), resetOf(incoming));
  const known = new Set(listOf(own).map(nameOf));
  const more = listOf(incoming).filter((/** @type {any} */ exam) => Date.parse(exam?.at) > since && !known.has(nameOf(exam)));
  if (more.length === 0 && since <= resetOf(own)) return null;
  // What cannot be read has no time: it stays, before all others.
  const kept = [...listOf(own), ...more].filter((exam) => !(Date.parse(exam?.at) <= since));
  kept.sort((a, b) => (Date.parse(a?.at) || 0) - (Date.parse(b?.at) || 0));
  if (kept.length === 0) return { reset: true, at: new Date(since).toISOString() };
  return { list: kept.slice(-MOST_EXAMS), at: incoming.at ?? own.at, ...(since > 0 ? { since: new Date(since).toISOString() } : {}) };
};

carry.merge = (own, incoming) => {
  const known = new Map(own);
  return incoming.flatMap(([key, value]) => {
    const before = known.get(key);
    if (key === "exams") {
      const merged = mergeExams(before, value);
      return merged ? [[key, merged]] : [];
    }
    // What was packed is told to the hour: of the same hour what is here is kept.
    return !before || Date.parse(value.at) > Date.parse(before.at) ? [[key, value]] : [];
  });
};
