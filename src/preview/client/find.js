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

// The places of repairs that became the same: the best fits first, and of equal ones in order.
function placeAlike(text, repairs) {
  const word = repairs[0].after;
  const places = placesOf(text, word).map((at) => ({ at, here: sides(text.slice(Math.max(0, at - 2 * AROUND), at), text.slice(at + word.length, at + word.length + 2 * AROUND)) }));
  const reach = Math.max(8, Math.floor(MOST / repairs.length / 2));
  const pairs = [];
  for (const repair of repairs) {
    const wanted = sides(...repair.around);
    for (let nth = Math.max(0, repair.occurrence - reach); nth < Math.min(places.length, repair.occurrence + reach); nth++) {
      const worth = fit(wanted, places[nth].here);
      if (worth) pairs.push({ repair, nth, worth, far: Math.abs(nth - repair.occurrence) });
    }
  }
  pairs.sort((a, b) => b.worth - a.worth || a.far - b.far);
  const [found, taken] = [new Map(), new Set()];
  for (const { repair, nth } of pairs) {
    if (found.has(repair) || taken.has(nth)) continue;
    found.set(repair, places[nth].at);
    taken.add(nth);
  }
  return found;
}

// Where on the page each repair is read, by what stands around it; those that are read nowhere are left out.
preview.findRepairs = (read, repairs) => {
  const alikes = new Map();
  for (const repair of repairs.filter(({ around }) => around)) {
    if (!alikes.has(repair.after)) alikes.set(repair.after, []);
    alikes.get(repair.after).push(repair);
  }
  const ranges = new Map();
  for (const same of alikes.values()) {
    for (const [repair, at] of placeAlike(read.text, same)) ranges.set(repair, preview.rangeOf(read, at, at + repair.after.length));
  }
  return ranges;
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
const lineOf = ({ excerpt, line }) => {
  const lines = (excerpt ?? "").split("\n");
  const numbered = lines.map((text) => text.match(/^\s*(\d+)\s*[|│]\s?(.*)$/)).find((match) => match && Number(match[1]) === line);
  return numbered ? numbered[2] : (lines[0] ?? "");
};

// Where the line of a diagnostic is read: its words as a whole, or the longest run of them that is on the page; null where there is none.
preview.findLine = (read, item) => {
  const words = plain(lineOf(item)).replace(/^\.{3}|\.{3}$/g, "").split(" ").filter(Boolean).slice(0, 24);
  for (let length = words.length; length > 0; length--) {
    for (let from = 0; from + length <= words.length; from++) {
      const run = words.slice(from, from + length).join(" ");
      if (run.length < 6 && length < words.length) continue;
      const at = run ? read.text.indexOf(run) : -1;
      if (at >= 0) return preview.rangeOf(read, at, at + run.length);
    }
  }
  return null;
};
