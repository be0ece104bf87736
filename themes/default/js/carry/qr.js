// A text of ASCII as a QR code, by ISO/IEC 18004: bytes, error correction level L, versions 1 to 25. Nothing here touches the page.
const { carry } = syllabus;

/** By version from 1: the code words of error correction for a block, and the number of blocks (table 9 of the standard, level L). @type {[number, number][]} */
const BLOCKS = [
  [7, 1], [10, 1], [15, 1], [20, 1], [26, 1], [18, 2], [20, 2], [24, 2], [30, 2], [18, 4], [20, 4], [24, 4], [26, 4],
  [30, 4], [22, 6], [24, 6], [28, 6], [30, 6], [28, 7], [28, 8], [28, 8], [28, 9], [30, 9], [30, 10], [26, 12],
];

// ── Arithmetic of the field with 256 elements ──────────────────────────────────────────────────────────────────────────────────

const POWERS = new Uint8Array(512);
const LOGS = new Uint8Array(256);
for (let at = 0, value = 1; at < 255; at++) {
  POWERS[at] = POWERS[at + 255] = value;
  LOGS[value] = at;
  value = value << 1 ^ (value & 128 ? 0x11d : 0);
}
/** @param {number} a @param {number} b */
const product = (a, b) => (a && b ? POWERS[LOGS[a] + LOGS[b]] : 0);

/** The code words of error correction for a block of data. @param {number[]} data @param {number} count */
const correctionOf = (data, count) => {
  /** @type {number[]} */
  let generator = [1];
  for (let at = 0; at < count; at++) {
    const next = [...generator, 0];
    generator.forEach((factor, place) => { next[place + 1] ^= product(factor, POWERS[at]); });
    generator = next;
  }
  const rest = new Uint8Array(count);
  for (const byte of data) {
    const factor = byte ^ rest[0];
    rest.copyWithin(0, 1);
    rest[count - 1] = 0;
    for (let at = 0; at < count; at++) rest[at] ^= product(generator[at + 1], factor);
  }
  return [...rest];
};

// ── The square ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Where the small squares stand, in both directions. @param {number} version */
const alignmentOf = (version) => {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const last = version * 4 + 10;
  const step = Math.ceil((last - 6) / (count - 1) / 2) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_, at) => last - step * (count - 2 - at))];
};

/** How many modules hold data and error correction. @param {number} version */
const roomOf = (version) => {
  const size = version * 4 + 17;
  const small = alignmentOf(version).length;
  const alignment = small ? small * small - 3 : 0;
  const onTiming = small > 2 ? (small - 2) * 2 : 0;
  return size * size - 3 * 64 - 2 * (size - 16) - 31 - alignment * 25 + onTiming * 5 - (version >= 7 ? 36 : 0);
};

/** The code words of data that a version holds. @param {number} version */
const capacityOf = (version) => {
  const [correction, blocks] = BLOCKS[version - 1];
  return Math.floor(roomOf(version) / 8) - correction * blocks;
};

/** A number with a remainder that a reader checks. @param {number} value @param {number} divisor @param {number} bits */
const withRemainder = (value, divisor, bits) => {
  let rest = value;
  for (let at = 0; at < bits; at++) rest = rest << 1 ^ (rest >>> (bits - 1) & 1) * divisor;
  return value << bits | (rest & (1 << bits) - 1);
};

/** Which modules a mask turns over. @type {((x: number, y: number) => boolean)[]} */
const MASKS = [
  (x, y) => (x + y) % 2 === 0, (_, y) => y % 2 === 0, (x) => x % 3 === 0, (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0, (x, y) => x * y % 2 + x * y % 3 === 0,
  (x, y) => (x * y % 2 + x * y % 3) % 2 === 0, (x, y) => ((x + y) % 2 + x * y % 3) % 2 === 0,
];

/** The code words of a text: data and error correction, as they are laid. @param {string} text @param {number} version */
const codeWordsOf = (text, version) => {
  const capacity = capacityOf(version);
  /** @type {number[]} */
  const bits = [];
  const push = (/** @type {number} */ value, /** @type {number} */ count) => { for (let at = count - 1; at >= 0; at--) bits.push(value >>> at & 1); };
  push(4, 4);
  push(text.length, version < 10 ? 8 : 16);
  for (let at = 0; at < text.length; at++) push(text.charCodeAt(at), 8);
  push(0, Math.min(4, capacity * 8 - bits.length));
  push(0, (8 - bits.length % 8) % 8);
  /** @type {number[]} */
  const data = [];
  for (let at = 0; at < bits.length; at += 8) data.push(Number.parseInt(bits.slice(at, at + 8).join(""), 2));
  for (let pad = 0xec; data.length < capacity; pad ^= 0xec ^ 0x11) data.push(pad);

  const [correction, count] = BLOCKS[version - 1];
  const short = Math.floor(capacity / count);
  const blocks = Array.from({ length: count }, (_, at) => {
    const longer = at - (count - capacity % count);
    const start = at * short + Math.max(0, longer);
    return data.slice(start, start + short + (longer >= 0 ? 1 : 0));
  });
  const corrections = blocks.map((block) => correctionOf(block, correction));
  const laid = (/** @type {number[][]} */ lists) => Array.from({ length: Math.max(...lists.map((list) => list.length)) }, (_, at) => lists.flatMap((list) => list.slice(at, at + 1))).flat();
  return [...laid(blocks), ...laid(corrections)];
};

/** How hard a pattern is to read: the rules of the standard. @param {Uint8Array[]} rows */
const penaltyOf = (rows) => {
  const size = rows.length;
  let penalty = 0;
  let dark = 0;
  const at = (/** @type {boolean} */ isColumn, /** @type {number} */ line, /** @type {number} */ place) => (isColumn ? rows[place][line] : rows[line][place]);
  for (const isColumn of [false, true]) {
    for (let line = 0; line < size; line++) {
      let [run, last, recent] = [0, -1, 0];
      for (let place = 0; place < size; place++) {
        const value = at(isColumn, line, place);
        if (value === last) run++;
        else [run, last] = [1, value];
        if (run === 5) penalty += 3;
        else if (run > 5) penalty++;
        recent = (recent << 1 | value) & 0x7ff;
        if (place >= 10 && (recent === 0x5d0 || recent === 0x5d)) penalty += 40;
      }
    }
  }
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      dark += rows[y][x];
      if (y > 0 && x > 0 && rows[y][x] === rows[y - 1][x] && rows[y][x] === rows[y][x - 1] && rows[y][x] === rows[y - 1][x - 1]) penalty += 3;
    }
  }
  return penalty + Math.floor(Math.abs(dark * 20 / (size * size) - 10)) * 10;
};

carry.qr = (text) => {
  const version = BLOCKS.findIndex((_, at) => text.length <= capacityOf(at + 1) - (at + 1 < 10 ? 2 : 3)) + 1;
  if (version === 0 || /[^\0-\x7f]/.test(text)) return null;
  const size = version * 4 + 17;
  const rows = Array.from({ length: size }, () => new Uint8Array(size));
  const isTaken = Array.from({ length: size }, () => new Uint8Array(size));
  const set = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ value) => { [rows[y][x], isTaken[y][x]] = [value, 1]; };

  for (let at = 0; at < size; at++) {
    set(6, at, 1 - at % 2);
    set(at, 6, 1 - at % 2);
  }
  for (const [left, top] of [[0, 0], [size - 7, 0], [0, size - 7]]) {
    for (let y = -1; y <= 7; y++) {
      for (let x = -1; x <= 7; x++) {
        if (left + x < 0 || top + y < 0 || left + x >= size || top + y >= size) continue;
        const ring = Math.max(Math.abs(x - 3), Math.abs(y - 3));
        set(left + x, top + y, ring === 2 || ring === 4 ? 0 : 1);
      }
    }
  }
  const places = alignmentOf(version);
  for (const [row, middleY] of places.entries()) {
    for (const [column, middleX] of places.entries()) {
      const isCorner = (row === 0 && (column === 0 || column === places.length - 1)) || (row === places.length - 1 && column === 0);
      for (let y = -2; y <= 2 && !isCorner; y++) for (let x = -2; x <= 2; x++) set(middleX + x, middleY + y, Math.max(Math.abs(x), Math.abs(y)) === 1 ? 0 : 1);
    }
  }
  const setFormat = (/** @type {number} */ mask) => {
    // Level L is 1.
    const bits = withRemainder(1 << 3 | mask, 0x537, 10) ^ 0x5412;
    for (let at = 0; at < 15; at++) {
      const bit = bits >>> at & 1;
      if (at < 6) set(8, at, bit);
      else if (at < 8) set(8, at + 1, bit);
      else if (at === 8) set(7, 8, bit);
      else set(14 - at, 8, bit);
      if (at < 8) set(size - 1 - at, 8, bit);
      else set(8, size - 15 + at, bit);
    }
    set(8, size - 8, 1);
  };
  setFormat(0);
  if (version >= 7) {
    const bits = withRemainder(version, 0x1f25, 12);
    for (let at = 0; at < 18; at++) {
      const [far, near] = [size - 11 + at % 3, Math.floor(at / 3)];
      set(far, near, bits >>> at & 1);
      set(near, far, bits >>> at & 1);
    }
  }
  const words = codeWordsOf(text, version);
  let bit = 0;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step++) {
      const y = (right + 1 & 2) === 0 ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (isTaken[y][x]) continue;
        if (bit < words.length * 8) rows[y][x] = words[bit >>> 3] >>> 7 - (bit & 7) & 1;
        bit++;
      }
    }
  }
  const turn = (/** @type {number} */ mask) => {
    for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) if (!isTaken[y][x] && MASKS[mask](x, y)) rows[y][x] ^= 1;
  };
  let [best, least] = [0, Infinity];
  for (let mask = 0; mask < 8; mask++) {
    setFormat(mask);
    turn(mask);
    const penalty = penaltyOf(rows);
    if (penalty < least) [best, least] = [mask, penalty];
    turn(mask);
  }
  setFormat(best);
  turn(best);
  return rows;
};
