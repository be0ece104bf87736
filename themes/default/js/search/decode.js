// Reads the files of the index. A term is looked up where its line is: the lines before it are passed over, not decoded.
const { search } = syllabus;


/** The value of a digit: 90 of them follow each other from `#`, without the backslash. @param {number} code */
const digit = (code) => code - (code > 92 ? 36 : 35);

/**
 * The last of sorted texts that is not greater than `wanted`.
 * @param {string[]} sorted
 * @param {string} wanted
 */
const lastUpTo = (sorted, wanted) => {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= wanted) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
};

search.shardsOf = (shards, word, isPrefix) => {
  const first = lastUpTo(shards, word);
  const last = isPrefix ? lastUpTo(shards, `${word}\uffff`) : first;
  return Array.from({ length: last - first + 1 }, (_, n) => first + n);
};

search.linesOf = (lines, word, isPrefix) => {
  /** @type {[string, string][]} */
  const found = [];
  // How many units of the word the line before shares: all terms so far are less than the word.
  let known = 0;
  let term = "";
  for (let from = 0, end = 0; from < lines.length; from = end + 1) {
    end = lines.indexOf("\n", from);
    if (end < 0) end = lines.length;
    const shared = digit(lines.charCodeAt(from));
    if (found.length === 0) {
      if (shared > known) continue;
      // What shares less than the line before is greater than it where it ends to be alike, and so than the word.
      if (shared < known) break;
      let at = from + 1;
      while (known < word.length && lines.charCodeAt(at) === word.charCodeAt(known)) { at++; known++; }
      if (known < word.length) {
        if (lines.charCodeAt(at) > word.charCodeAt(known)) break;
        continue;
      }
      const blank = lines.indexOf(" ", at);
      if (!isPrefix && blank > at) break;
      term = word + lines.slice(at, blank);
      found.push([term, lines.slice(blank + 1, end)]);
      if (!isPrefix) break;
    } else {
      if (shared < word.length) break;
      const blank = lines.indexOf(" ", from);
      term = term.slice(0, shared) + lines.slice(from + 1, blank);
      found.push([term, lines.slice(blank + 1, end)]);
    }
  }
  return found;
};

search.readPostings = (postings, each) => {
  let section = -1;
  for (let at = postings[0] === "!" ? 1 : 0; at < postings.length;) {
    let gap = 0;
    for (let unit = 1, part = 45; part >= 45; unit *= 45) {
      part = digit(postings.charCodeAt(at++));
      gap += part % 45 * unit;
    }
    section += gap + 1;
    const weight = digit(postings.charCodeAt(at++));
    each(section, weight >> 1, (weight & 1) === 1, digit(postings.charCodeAt(at++)));
  }
};

search.nearWords = (lines, word) => {
  /** @type {string[]} */
  const near = [];
  let term = "";
  for (let from = 0, end = 0; from < lines.length; from = end + 1) {
    end = lines.indexOf("\n", from);
    if (end < 0) end = lines.length;
    term = term.slice(0, digit(lines.charCodeAt(from))) + lines.slice(from + 1, end);
    if (search.isOneTypo(term, word)) near.push(term);
  }
  return near;
};
