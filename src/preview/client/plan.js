// Decides what becomes of the children of a node when the page was edited. In: sketches of the old and of the new children. Out: which old ones
// go, and which old one each new one was. Knows no document: patch.js does what is decided here.

const ELEMENT = 1;
const TEXT = 3;

// The inside of these is not compared: another one takes the place of the whole.
const INDIVISIBLE = new Set(["script", "noscript", "style", "template", "svg", "math", "iframe", "object", "video", "audio", "canvas"]);

// Attributes that a field or a custom element may change and still be the same.
const MUTABLE_ATTRIBUTES = new Set(["id", "name", "checked"]);

// More pairs than that are not compared with each other: the first that fits is taken.
const MAX_EQUAL_PAIRS = 250_000;
const MAX_SIMILAR_PAIRS = 10_000;
// And no further ahead than that.
const LOOKAHEAD = 200;

/** How well an old node fits a new one; 0 where it does not. @typedef {(was: NodeSketch, now: NodeSketch) => number} Score */

/** @type {(was: NodeSketch, now: NodeSketch) => boolean} */
const isEqual = (was, now) => was.type === now.type && was.source === now.source;

/** @param {NodeSketch} node */
const isBlank = (node) => node.type === TEXT && !node.source.trim();

/** @type {Preview["changedAttributes"]} */
const changedAttributes = ({ attributes: was }, { attributes: now }) =>
  [...new Set([...was.keys(), ...now.keys()])].filter((name) => was.get(name) !== now.get(name));

/**
 * Whether one may become the other where it stands. A class says what a thing is; fields and custom elements are what their attributes say.
 * @type {(was: NodeSketch, now: NodeSketch) => boolean}
 */
const canBecome = (was, now) => {
  if (was.type !== ELEMENT) return true;
  if (INDIVISIBLE.has(was.name) || was.attributes.get("class") !== now.attributes.get("class")) return false;
  const isItsAttributes = was.name === "input" || was.name.includes("-");
  return !isItsAttributes || changedAttributes(was, now).every((name) => MUTABLE_ATTRIBUTES.has(name));
};

/**
 * How much of two texts is the same, from both ends: 0 to 1.
 * @param {string} a
 * @param {string} b
 */
const similarity = (a, b) => {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  return (start + end) / Math.max(a.length, b.length, 1);
};

/** Blanks are everywhere and say nothing of what stands between them. @type {Score} */
const scoreEqual = (was, now) => (!isBlank(was) && isEqual(was, now) ? 1 : 0);

/** @type {Score} */
const scoreSimilar = (was, now) => {
  if (was.type !== now.type || was.name !== now.name || was.namespace !== now.namespace) return 0;
  if (isBlank(was) || isBlank(now)) return isBlank(was) && isBlank(now) ? 0.1 : 0;
  if (!canBecome(was, now)) return 0.5;
  const id = was.attributes.get("id");
  return 1 + similarity(was.words, now.words) + (id && id === now.attributes.get("id") ? 20 : 0);
};

/**
 * Pairs of places in both lists, in the order of both, whose scores are the highest together.
 * @param {NodeSketch[]} was
 * @param {NodeSketch[]} now
 * @param {Score} score
 * @param {number} maxPairs
 * @returns {[number, number][]}
 */
function bestPairs(was, now, score, maxPairs) {
  const [rows, columns] = [was.length, now.length];
  if (rows * columns > maxPairs) return firstPairs(was, now, score);
  // best[i][j]: what can be reached with was[i..] and now[j..].
  const best = Array.from({ length: rows + 1 }, () => new Float64Array(columns + 1));
  const gain = Array.from({ length: rows }, () => new Float64Array(columns));
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      gain[i][j] = score(was[i], now[j]);
      const paired = gain[i][j] ? gain[i][j] + best[i + 1][j + 1] : 0;
      best[i][j] = Math.max(paired, best[i + 1][j], best[i][j + 1]);
    }
  }
  /** @type {[number, number][]} */
  const pairs = [];
  for (let i = 0, j = 0; i < rows && j < columns;) {
    if (gain[i][j] && best[i][j] === gain[i][j] + best[i + 1][j + 1]) pairs.push([i++, j++]);
    else if (best[i][j] === best[i + 1][j]) i++;
    else j++;
  }
  return pairs;
}

/**
 * For each new one the first old one that fits, after the one found before.
 * @param {NodeSketch[]} was
 * @param {NodeSketch[]} now
 * @param {Score} score
 */
function firstPairs(was, now, score) {
  /** @type {[number, number][]} */
  const pairs = [];
  let from = 0;
  for (let j = 0; j < now.length; j++) {
    for (let i = from; i < Math.min(was.length, from + LOOKAHEAD); i++) {
      if (!score(was[i], now[j])) continue;
      pairs.push([i, j]);
      from = i + 1;
      break;
    }
  }
  return pairs;
}

/**
 * Which old one each new one was, by their places, in the order of both: what is equal first; between that, what is of one kind and most similar.
 * @param {NodeSketch[]} was
 * @param {NodeSketch[]} now
 * @returns {Map<number, number>}
 */
function align(was, now) {
  /** @type {Map<number, number>} */
  const matches = new Map();
  const shorter = Math.min(was.length, now.length);
  let start = 0;
  while (start < shorter && isEqual(was[start], now[start])) matches.set(start, start++);
  let end = 0;
  while (end < shorter - start && isEqual(was[was.length - 1 - end], now[now.length - 1 - end])) end++;
  for (let back = 1; back <= end; back++) matches.set(now.length - back, was.length - back);

  const [olds, news] = [was.slice(start, was.length - end), now.slice(start, now.length - end)];
  let [i, j] = [0, 0];
  for (const [row, column] of [...bestPairs(olds, news, scoreEqual, MAX_EQUAL_PAIRS), [olds.length, news.length]]) {
    for (const [a, b] of bestPairs(olds.slice(i, row), news.slice(j, column), scoreSimilar, MAX_SIMILAR_PAIRS)) {
      matches.set(start + j + b, start + i + a);
    }
    if (row < olds.length) matches.set(start + column, start + row);
    [i, j] = [row + 1, column + 1];
  }
  return matches;
}

/**
 * Old elements that are free, to be found by new ones that moved: each is known by its source, and by its name and id. Looking one up takes the
 * same time however many there are.
 */
class FreeElements {
  /** The places of elements by what they are known by, the first one last. @type {Map<string, number[]>} */
  #places = new Map();

  /**
   * @param {NodeSketch[]} was
   * @param {Set<number>} free
   */
  constructor(was, free) {
    this.free = free;
    for (const at of [...free].reverse()) {
      if (was[at].type !== ELEMENT) continue;
      for (const key of FreeElements.#keysOf(was[at])) {
        const places = this.#places.get(key) ?? [];
        this.#places.set(key, places);
        places.push(at);
      }
    }
  }

  /** What an element is known by. The second begins with a blank, a source never does. @param {NodeSketch} node */
  static #keysOf(node) {
    const id = node.attributes.get("id");
    return id ? [node.source, ` ${node.name} ${id}`] : [node.source];
  }

  /** The first free element that `now` was before it moved: it is equal or has the same name and id. It is no longer free. @param {NodeSketch} now */
  take(now) {
    const found = FreeElements.#keysOf(now).map((key) => this.#first(key)).filter((at) => at !== undefined);
    if (found.length === 0) return undefined;
    const at = Math.min(...found);
    this.free.delete(at);
    return at;
  }

  /** @param {string} key */
  #first(key) {
    const places = this.#places.get(key) ?? [];
    while (places.length > 0 && !this.free.has(places[places.length - 1])) places.pop();
    return places.at(-1);
  }
}

/** @type {Preview["planMerge"]} */
preview.planMerge = (was, now) => {
  const matches = align(was, now);
  const matched = new Set(matches.values());
  const free = new Set([...was.keys()].filter((at) => !matched.has(at)));
  /** @type {FreeElements | undefined} */
  let elements;
  const steps = now.map((node, at) => {
    const inOrder = matches.get(at);
    const moved = inOrder === undefined && node.type === ELEMENT ? (elements ??= new FreeElements(was, free)).take(node) : undefined;
    const old = inOrder ?? moved ?? null;
    const stays = old !== null && (isEqual(was[old], node) || canBecome(was[old], node));
    return { old, stays, moves: moved !== undefined };
  });
  return { removed: [...free], steps };
};
preview.changedAttributes = changedAttributes;
