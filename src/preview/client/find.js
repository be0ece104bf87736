// Where on the page a word of the source stands. What the theme adds around the author's words is not searched.

const ADDED = ".crumbs, .facts, .question-hint, .choice-label, .choice-mark, .verdict, .tasks-done, .copy, .quiz-bar, .onward, .practise, [hidden], button, nav, script, style, summary > .button";
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

// The n-th place of a word; null where there are fewer.
preview.findOccurrence = (read, word, n) => {
  let at = -1;
  for (let i = 0; i <= n; i++) {
    at = read.text.indexOf(word, at < 0 ? 0 : at + word.length);
    if (at < 0) return null;
  }
  return preview.rangeOf(read, at, at + word.length);
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
