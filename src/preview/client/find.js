// Where on the page a word of the source stands. What the theme adds around the author's words is not searched.

const ADDED = ".crumbs, .question-hint, .choice-mark, .verdict, .tasks-done, .copy, .quiz-bar, .onward, .practise, [hidden], button, nav, script, style, summary > .button";
const INLINE = new Set(["a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var"]);

// The visible text of the page's own words, and which node each part of it is.
preview.readPage = () => {
  const main = document.querySelector("main article, main") ?? document.body;
  const parts = [];
  let text = "";
  const read = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      parts.push({ node, start: text.length });
      text += node.data;
    } else if (node.nodeType === Node.ELEMENT_NODE && !node.matches(ADDED)) {
      const isBlock = !INLINE.has(node.localName);
      if (isBlock) text += "\n";
      node.childNodes.forEach(read);
      if (isBlock) text += "\n";
    }
  };
  read(main);
  return { text, parts };
};

// The range from one place of that text to another.
preview.rangeOf = ({ parts }, start, end) => {
  const at = (offset, isEnd) => {
    let [low, high] = [0, parts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (isEnd ? parts[middle].start < offset : parts[middle].start <= offset) low = middle;
      else high = middle - 1;
    }
    return [parts[low].node, Math.min(offset - parts[low].start, parts[low].node.length)];
  };
  const range = document.createRange();
  range.setStart(...at(start, false));
  range.setEnd(...at(end, true));
  return range;
};

// Marks and blanks differ between source and page; letters, digits and signs do not.
const SILENT = /[\s\p{P}\p{C}\p{Z}\p{M}]/gu;
// So much of what stands around is compared, and so much of it on one side is enough to know a place.
const AROUND = 24;
const ENOUGH = 6;
// So many pairs are compared at most.
const MOST = 200_000;

const alike = (a, b) => {
  let n = 0;
  while (n < AROUND && n < a.length && a[n] === b[n]) n++;
  return n;
};
const backwards = (text) => [...text].reverse().join("");

// What is read before and after a place, without marks and blanks, from the place on.
const sides = (before, after) => [backwards(before.replace(SILENT, "")), after.replace(SILENT, "")];

// How well a place fits what the server says stands around it; 0 where it does not.
function fit(wanted, here) {
  const lengths = wanted.map((side, at) => alike(side, here[at]));
  const isKnown = wanted.some((side, at) => side && lengths[at] >= Math.min(ENOUGH, side.length)) || wanted.join("") === "";
  return isKnown ? 1 + lengths[0] + lengths[1] : 0;
}

const placesOf = (text, word) => {
  const places = [];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) places.push(at);
  return places;
};

// Where each of those is that have the same words: the best fits first, and of equal ones in order.
function findAlike(text, wanted) {
  const { words } = wanted[0];
  const places = placesOf(text, words).map((at) => ({ at, here: sides(text.slice(Math.max(0, at - 2 * AROUND), at), text.slice(at + words.length, at + words.length + 2 * AROUND)) }));
  const reach = Math.max(8, Math.floor(MOST / wanted.length / 2));
  const pairs = [];
  for (const place of wanted) {
    const there = sides(...place.around);
    for (let nth = Math.max(0, place.occurrence - reach); nth < Math.min(places.length, place.occurrence + reach); nth++) {
      const worth = fit(there, places[nth].here);
      if (worth) pairs.push({ place, nth, worth, far: Math.abs(nth - place.occurrence) });
    }
  }
  pairs.sort((a, b) => b.worth - a.worth || a.far - b.far);
  const [found, taken] = [new Map(), new Set()];
  for (const { place, nth } of pairs) {
    if (found.has(place) || taken.has(nth)) continue;
    found.set(place, places[nth].at);
    taken.add(nth);
  }
  return found;
}

// Where on the page words are read, by what stands around them. A range for each place; null for those that are read nowhere.
preview.findPlaces = (read, wanted) => {
  const text = read.text.replace(/\s/g, " ");
  const places = wanted.map((place) => place?.around && { ...place, words: place.words.replace(/\s/g, " ") });
  const alikes = new Map();
  for (const place of places.filter(Boolean)) {
    if (!alikes.has(place.words)) alikes.set(place.words, []);
    alikes.get(place.words).push(place);
  }
  const found = new Map([...alikes.values()].flatMap((same) => [...findAlike(text, same)]));
  return places.map((place) => (found.has(place) ? preview.rangeOf(read, found.get(place), found.get(place) + place.words.length) : null));
};

// A line of markdown as it is read: without marks.
const plain = (line) => line
  .replace(/<[^>]*>/g, " ")
  .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
  .replace(/^\s*(#{1,6}|>|[-*+](\s+\[[ xX]\])?|\d+[.)]|[A-Za-z][.)])\s+/, "")
  .replace(/[*_`~]+/g, "")
  .replace(/\s+/g, " ")
  .trim();

// The line itself, from an excerpt as the terminal shows it (`12 | text`) or from the plain line.
// And what of it is marked (`^^^`).
const lineOf = ({ excerpt, line, column }) => {
  const lines = (excerpt ?? "").split("\n");
  const numbered = lines.map((text) => text.match(/^\s*(\d+)\s*[|│]\s?(.*)$/));
  const at = numbered.findIndex((match) => match && Number(match[1]) === line);
  if (at < 0) return [lines[0], ""];
  const marks = lines[at + 1]?.match(/\^+/)?.[0].length ?? 0;
  return [numbered[at][2], [...numbered[at][2]].slice(column - 1, column - 1 + marks).join("")];
};

// Where the line of a diagnostic is read: its words as a whole, or the longest run of them that is on the page, and of these what is marked;
// null where there are none.
preview.findLine = (read, item) => {
  const [line, marked] = lineOf(item).map(plain);
  const words = line.replace(/^\.{3}|\.{3}$/g, "").split(" ").filter(Boolean).slice(0, 24);
  for (let length = words.length; length > 0; length--) {
    for (let from = 0; from + length <= words.length; from++) {
      const run = words.slice(from, from + length).join(" ");
      if (run.length < 6 && length < words.length) continue;
      const at = run ? read.text.indexOf(run) : -1;
      if (at < 0) continue;
      const inner = marked ? run.indexOf(marked) : -1;
      return inner < 0 ? preview.rangeOf(read, at, at + run.length) : preview.rangeOf(read, at + inner, at + inner + marked.length);
    }
  }
  return null;
};
