// Letters without case and accents, and where words stand in a text. What is found was folded in the same way when the course was built
// (src/chapter/search_words.rs; docs/reference/search.md is what both follow): a change here is a change there.
const { search } = syllabus;

/** @type {Record<string, string>} */
const ALIKE = { ł: "l", ø: "o", đ: "d", ð: "d", ı: "i", ß: "ss", æ: "ae", œ: "oe", þ: "th", ħ: "h" };
// What words consist of: letters, digits and the marks on them.
const OF_WORD = "\\p{L}\\p{N}\\p{M}";
const WORD = new RegExp(`[${OF_WORD}]+[+#]*`, "gu");
// Scripts that are written without blanks.
const UNSPACED = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3005-\\u3007\\u3040-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{323af}";
const RUNS = new RegExp(`[${UNSPACED}]+|[^${UNSPACED}+#][^${UNSPACED}]*`, "gu");
const IS_UNSPACED = new RegExp(`^[${UNSPACED}]`, "u");
// A term of the index has at most as many letters.
const LONGEST = 40;
// What is more than a query would ever need is not looked up.
const MOST_WORDS = 16;

search.fold = (text) =>
  text.toLowerCase().normalize("NFKD").replace(/\p{Mn}/gu, "").normalize("NFC").replace(/[łøđðıßæœþħ]/g, (letter) => ALIKE[letter]).toLowerCase();

/**
 * The pairs of neighbours in a run; of a run of one letter, that letter.
 * @param {string[]} letters
 */
const pairsOf = (letters) => letters.length < 2 ? letters : letters.slice(1).map((letter, at) => letters[at] + letter);

search.wordsOf = (query) => {
  /** @type {Map<string, QueryWord>} */
  const words = new Map();
  let end = -1;
  let name = "";
  const folded = search.fold(query);
  for (const { 0: word, index } of folded.matchAll(WORD)) {
    const between = end < 0 ? " " : folded.slice(end, index);
    // `std::vec`, `read_csv`: what stands between them is no blank.
    let isJoined = !/\s/.test(between);
    end = index + word.length;
    // The index has names with `_` as a whole, too.
    name = /^_+$/.test(between) ? `${name}_${word}` : word;
    const isName = name !== word && name.length <= LONGEST && /^\w+$/.test(name);
    for (const run of word.match(RUNS) ?? []) {
      const letters = [...run];
      const isUnspaced = IS_UNSPACED.test(run);
      // Asked for twice it is the last word where it stands last.
      if (words.delete(run)) isJoined = false;
      if (isUnspaced) words.set(run, { text: run, pairs: pairsOf(letters), isJoined: false });
      else if (letters.length <= LONGEST) words.set(run, { text: run, pairs: [], isJoined, ...(isName && isJoined ? { name } : {}) });
      isJoined = false;
    }
  }
  return [...words.values()].slice(0, MOST_WORDS);
};

/**
 * A folded text, and where each unit of it comes from; null where that is its own place.
 * @param {string} text
 */
const foldWithPlaces = (text) => {
  /** @type {number[]} */
  const places = [];
  // What is no letter of other scripts is itself.
  if (/^[\0-\x7f]*$/.test(text)) return { folded: text.toLowerCase(), places: null };
  let folded = "";
  let start = 0;
  for (const sign of text) {
    const plain = search.fold(sign);
    for (let n = 0; n < plain.length; n++) places.push(start);
    folded += plain;
    start += sign.length;
  }
  places.push(start);
  return { folded, places };
};

/** A word begins where no letter stands before it; where there are no blanks, anywhere. @param {string} word */
const pattern = (word) => (IS_UNSPACED.test(word) ? "" : `(?<![${OF_WORD}])`) + word.replace(/\+/g, "\\+");

/** The words of the last pattern, as many texts are looked through for the same ones. */
let [lastWords, lastPattern] = ["", /$^/u];

/** Of words that begin alike the longer one is found. @param {string[]} words */
const patternOf = (words) => {
  const key = words.join(" ");
  if (key !== lastWords) [lastWords, lastPattern] = [key, new RegExp([...words].sort((a, b) => b.length - a.length).map(pattern).join("|"), "gu")];
  return lastPattern;
};

search.marks = (text, words) => {
  if (words.length === 0 || text.trim() === "") return [];
  const { folded, places } = foldWithPlaces(text);
  return [...folded.matchAll(patternOf(words))].map(({ 0: word, index: start }) => {
    const end = start + word.length;
    return places ? [places[start], places[end]] : [start, end];
  });
};
