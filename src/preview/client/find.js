// Where on the page a word of the source stands. What the theme adds around the author's words is not searched.

/**
 * Words to be found, how many of the same stand before them, and what is read on both sides.
 * @typedef {{ words: string, occurrence: number, around: [string, string] }} WantedWords
 */

const ADDED_BY_THEME = ".crumbs, .question-hint, .choice-mark, .verdict, .tasks-done, .copy, .quiz-bar, .onward, .practise, .code-name, .note-preview, .viewer, [hidden], button, nav, script, style, summary > .button, .why-section";
const INLINE = new Set(["a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var"]);

preview.readPage = () => {
  const main = document.querySelector("main article, main") ?? document.body;
  /** @type {PageText["parts"]} */
  const parts = [];
  let text = "";
  /** @param {Node} node */
  const read = (node) => {
    if (node instanceof Text) {
      parts.push({ node, start: text.length });
      text += node.data;
    } else if (node instanceof Element && !node.matches(ADDED_BY_THEME)) {
      const isBlock = !INLINE.has(node.localName);
      if (isBlock) text += "\n";
      node.childNodes.forEach(read);
      if (isBlock) text += "\n";
    }
  };
  read(main);
  return { text, parts };
};

preview.rangeOf = ({ parts }, start, end) => {
  /**
   * The last part that begins before an offset, and the offset in it. The start of a range may be where a part begins, its end may not.
   * @param {number} offset
   * @param {boolean} isEnd
   * @returns {[Text, number]}
   */
  const boundary = (offset, isEnd) => {
    let [low, high] = [0, parts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (isEnd ? parts[middle].start < offset : parts[middle].start <= offset) low = middle;
      else high = middle - 1;
    }
    return [parts[low].node, Math.min(offset - parts[low].start, parts[low].node.length)];
  };
  const range = document.createRange();
  range.setStart(...boundary(start, false));
  range.setEnd(...boundary(end, true));
  return range;
};

// Marks and blanks differ between source and page; letters, digits and signs do not.
const IGNORED = /[\s\p{P}\p{C}\p{Z}\p{M}]/gu;
// So many characters on each side of a place are compared, at most.
const MAX_AROUND = 24;
// So many equal ones on one side are enough to know a place.
const MIN_AROUND = 6;
// So many pairs of a wanted and a found place are compared, at most.
const MAX_PAIRS = 200_000;
// But each wanted place always with so many found ones before and after the one expected.
const MIN_REACH = 8;

/**
 * How many characters two texts begin with in common, as far as it matters.
 * @param {string} a
 * @param {string} b
 */
const commonStart = (a, b) => {
  let n = 0;
  while (n < MAX_AROUND && n < a.length && a[n] === b[n]) n++;
  return n;
};

/**
 * What is read before and after a place, from the place on, without what is ignored.
 * @param {string} before
 * @param {string} after
 * @returns {[string, string]}
 */
const sidesOf = (before, after) => [[...before.replace(IGNORED, "")].reverse().join(""), after.replace(IGNORED, "")];

/**
 * How well what stands around a place fits what the server says of it; 0 where it does not.
 * @param {[string, string]} wanted
 * @param {[string, string]} here
 */
function contextScore(wanted, here) {
  const lengths = wanted.map((side, at) => commonStart(side, here[at]));
  const isKnown = wanted.some((side, at) => side && lengths[at] >= Math.min(MIN_AROUND, side.length)) || wanted.join("") === "";
  return isKnown ? 1 + lengths[0] + lengths[1] : 0;
}

/**
 * Where a word stands in a text.
 * @param {string} text
 * @param {string} word
 */
const positionsOf = (text, word) => {
  /** @type {number[]} */
  const positions = [];
  if (word === "") return positions;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) positions.push(at);
  return positions;
};

/**
 * Where each of several places is that have the same words: the best fits first, and of equal ones in order.
 * @param {string} text
 * @param {WantedWords[]} wanted
 * @returns {Map<WantedWords, number>}
 */
function findSame(text, wanted) {
  const { words } = wanted[0];
  const found = positionsOf(text, words).map((at) => {
    const end = at + words.length;
    return { at, sides: sidesOf(text.slice(Math.max(0, at - 2 * MAX_AROUND), at), text.slice(end, end + 2 * MAX_AROUND)) };
  });
  const reach = Math.max(MIN_REACH, Math.floor(MAX_PAIRS / wanted.length / 2));
  const pairs = [];
  for (const place of wanted) {
    const sides = sidesOf(...place.around);
    for (let nth = Math.max(0, place.occurrence - reach); nth < Math.min(found.length, place.occurrence + reach); nth++) {
      const score = contextScore(sides, found[nth].sides);
      if (score) pairs.push({ place, nth, score, distance: Math.abs(nth - place.occurrence) });
    }
  }
  pairs.sort((a, b) => b.score - a.score || a.distance - b.distance);
  const [positions, taken] = [new Map(), new Set()];
  for (const { place, nth } of pairs) {
    if (positions.has(place) || taken.has(nth)) continue;
    positions.set(place, found[nth].at);
    taken.add(nth);
  }
  return positions;
}

preview.findPlaces = (page, wanted) => {
  const text = page.text.replace(/\s/g, " ");
  const places = wanted.map((place) => (place?.around ? { ...place, words: place.words.replace(/\s/g, " "), around: place.around } : null));
  /** @type {Map<string, WantedWords[]>} */
  const byWords = new Map();
  for (const place of places) {
    if (!place) continue;
    const same = byWords.get(place.words) ?? [];
    byWords.set(place.words, same);
    same.push(place);
  }
  const positions = new Map([...byWords.values()].flatMap((same) => [...findSame(text, same)]));
  return places.map((place) => {
    const at = place ? positions.get(place) : undefined;
    return place && at !== undefined ? preview.rangeOf(page, at, at + place.words.length) : null;
  });
};

/**
 * A line of markdown as it is read: without marks.
 * @param {string} line
 */
const plain = (line) => line
  .replace(/<[^>]*>/g, " ")
  .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
  .replace(/^\s*(#{1,6}|>|[-*+](\s+\[[ xX]\])?|\d+[.)]|[A-Za-z][.)])\s+/, "")
  .replace(/[*_`~]+/g, "")
  .replace(/\s+/g, " ")
  .trim();

// More words than that are not needed to know a line, and a run shorter than that could be anywhere.
const MAX_WORDS = 24;
const MIN_RUN = 6;

// Its words as a whole, or the longest run of them that is on the page, and of these what is marked.
preview.findLine = (page, item) => {
  const own = item.excerpt && preview.ownPlace(item.excerpt);
  const marked = plain(own?.marked ?? "");
  // `…` stands where a long line is cut.
  const words = plain(own?.text.replace(/^…|…$/g, "") ?? "").split(" ").filter(Boolean).slice(0, MAX_WORDS);
  for (let length = words.length; length > 0; length--) {
    for (let from = 0; from + length <= words.length; from++) {
      const run = words.slice(from, from + length).join(" ");
      if (run.length < MIN_RUN && length < words.length) continue;
      const at = page.text.indexOf(run);
      if (at < 0) continue;
      const inner = marked ? run.indexOf(marked) : -1;
      return inner < 0 ? preview.rangeOf(page, at, at + run.length) : preview.rangeOf(page, at + inner, at + inner + marked.length);
    }
  }
  return null;
};
