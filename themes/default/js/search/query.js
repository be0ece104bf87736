// From what is typed to the sections that are shown, with as few files of the index as that takes.
const { search } = syllabus;

// Words of fewer letters have too many neighbours to be guessed.
const SHORTEST_TYPO = 4;
const SHORTEST_START = 3;
// So many shards of terms are loaded for what begins like the last word, by how many letters of it there are, and for words that are near one.
const SHARDS_OF_START = [1, 1, 2, 2];
const SHARDS_OF_TYPO = 4;
const MOST_GUESSES = 12;
// Results are ranked so far; more where only one kind of them is wanted.
const MOST_RANKED = 200;
const MOST_RANKED_OF_ALL = 3000;
// Of a kind, so many blocks are looked into at a time.
const BLOCKS_AT_ONCE = 6;

// One more letter changes the last word only: the matches of the others are kept.
const MOST_KNOWN = 60;
/** @type {WeakMap<SearchIndex, Map<string, Promise<WordMatch>>>} */
const matches = new WeakMap();

/**
 * @param {SearchIndex} index @param {SearchFiles} files @param {string} word @param {boolean} isLast
 * @returns {Promise<TermMatch[]>}
 */
const termsLike = async ({ shards }, files, word, isLast) => {
  const length = [...word].length;
  const isPrefix = isLast || length >= SHORTEST_START;
  const numbers = search.shardsOf(shards, word, isPrefix).slice(0, isLast ? SHARDS_OF_START[Math.min(length, SHARDS_OF_START.length - 1)] : 1);
  const texts = await Promise.all(numbers.map(files.terms));
  return texts.flatMap((lines) => search.linesOf(lines, word, isPrefix))
    .map(([term, postings]) => ({ term, postings, quality: search.qualityOf(word, term, isLast) }));
};

/**
 * @param {SearchIndex} index @param {SearchFiles} files @param {string} word
 * @returns {Promise<TermMatch[]>}
 */
const termsNear = async ({ shards, lengths }, files, word) => {
  const longest = lengths.at(-1) ?? 0;
  const wanted = [word.length - 1, word.length, word.length + 1].map((length) => Math.min(length, longest));
  const lists = await Promise.all([...new Set(wanted)].filter((length) => lengths.includes(length)).map(files.words));
  // The first letter is seldom wrong.
  const near = lists.flatMap((lines) => search.nearWords(lines, word)).sort((a, b) => Number(b[0] === word[0]) - Number(a[0] === word[0])).slice(0, MOST_GUESSES);
  /** @type {Map<number, string[]>} */
  const byShard = new Map();
  for (const term of near) {
    const [shard] = search.shardsOf(shards, term, false);
    byShard.set(shard, [...byShard.get(shard) ?? [], term]);
  }
  const found = await Promise.all([...byShard].slice(0, SHARDS_OF_TYPO).map(async ([shard, terms]) => {
    const lines = await files.terms(shard);
    return terms.flatMap((term) => search.linesOf(lines, term, false));
  }));
  return found.flat().map(([term, postings]) => ({ term, postings, quality: search.TYPO }));
};

/** @param {SearchIndex} index @param {SearchFiles} files @param {string} term @returns {Promise<TermMatch[]>} */
const termsExactly = async ({ shards }, files, term) => {
  const [shard] = search.shardsOf(shards, term, false);
  return search.linesOf(await files.terms(shard), term, false).map(([term, postings]) => ({ term, postings, quality: 1 }));
};

/** @param {SearchIndex} index @param {SearchFiles} files @param {QueryWord} word @param {boolean} isLast @param {boolean} isCodeOnly */
const findWord = async (index, files, { text, pairs }, isLast, isCodeOnly) => {
  if (pairs.length > 1) {
    const found = await Promise.all(pairs.map(async (pair) => search.matchOf(await termsExactly(index, files, pair), index.sections, isCodeOnly)));
    return { ...search.join(found, index.sections, false), shown: [text] };
  }
  // A single sign of those is most often the first of a pair.
  let terms = await termsLike(index, files, text, isLast || pairs.length > 0);
  const isNear = terms.length === 0 && pairs.length === 0 && text.length >= SHORTEST_TYPO;
  if (isNear) terms = await termsNear(index, files, text);
  const match = search.matchOf(terms, index.sections, isCodeOnly);
  return { ...match, shown: isNear ? match.shown : [text] };
};

/** @param {SearchIndex} index @param {SearchFiles} files @param {QueryWord} word @param {boolean} isLast @param {boolean} isCodeOnly */
const matchOf = (index, files, word, isLast, isCodeOnly) => {
  const known = matches.get(index) ?? new Map();
  matches.set(index, known);
  const key = `${word.text} ${isLast} ${isCodeOnly}`;
  const before = known.get(key);
  if (before) return before;
  const match = findWord(index, files, word, isLast, isCodeOnly);
  match.catch(() => known.delete(key));
  if (known.size >= MOST_KNOWN) known.delete(known.keys().next().value ?? "");
  known.set(key, match);
  return match;
};

/** @param {number[]} blocks @param {number} section */
const blockOf = (blocks, section) => {
  const after = blocks.findIndex((first) => first > section);
  return (after < 0 ? blocks.length : after) - 1;
};

/** The anchor of a heading, by GitHub's rule: as src/markdown/slug.rs makes it. @param {string} heading */
const slug = (heading) => [...heading].map((sign) => sign.toLowerCase()).join("").replace(/[^\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\- ]/gu, "").replaceAll(" ", "-");

/** @param {string | number} anchor @param {string} heading */
const anchorOf = (anchor, heading) => (typeof anchor === "string" ? anchor : slug(heading) + (anchor > 0 ? `-${anchor}` : ""));

/** What is shown of a section. @param {SearchIndex} index @param {SearchFiles} files @param {number} section @returns {Promise<Found>} */
const describe = async ({ blocks }, files, section) => {
  const block = blockOf(blocks, section);
  const { pages, sections } = await files.sections(block);
  const [page, anchor, heading, text, kind] = sections[section - blocks[block]];
  const [address, title, module] = pages[page];
  return { section, address, anchor: anchorOf(anchor, heading), heading: heading || title, chapter: heading ? title : "", module, text, isQuestion: kind === 1 };
};

/**
 * The results of one kind. Which kind a section is stands where it is described, so descriptions are loaded, the best first, until there are
 * as many as are shown.
 * @param {SearchIndex} index @param {SearchFiles} files @param {number[]} ranked @param {boolean} isQuestion @param {FindResult} result
 */
const ofKind = (index, files, ranked, isQuestion, result) => {
  /** @type {Found[]} */
  const found = [];
  let next = 0;
  /** @param {number} wanted */
  const look = async (wanted) => {
    while (found.length < wanted && next < ranked.length) {
      /** @type {Set<number>} */
      const blocks = new Set();
      const start = next;
      for (; next < ranked.length; next++) {
        const block = blockOf(index.blocks, ranked[next]);
        if (!blocks.has(block) && blocks.size === BLOCKS_AT_ONCE) break;
        blocks.add(block);
      }
      const described = await Promise.all(ranked.slice(start, next).map((section) => describe(index, files, section)));
      found.push(...described.filter((one) => one.isQuestion === isQuestion));
    }
    result.isWhole = next === ranked.length;
    result.count = found.length;
  };
  result.more = async (from, to) => {
    await look(to);
    return found.slice(from, to);
  };
  return result;
};

/** Words that are one name, like `std::vec`, are one: the last word of each name, and the matches of its parts. @param {QueryWord[]} words @param {WordMatch[]} matches */
const namesOf = (words, matches) => {
  /** @type {{ last: QueryWord, parts: WordMatch[] }[]} */
  const names = [];
  words.forEach((word, at) => {
    const before = names.at(-1);
    if (word.isJoined && before) {
      before.parts.push(matches[at]);
      before.last = word;
    } else names.push({ last: word, parts: [matches[at]] });
  });
  return names;
};

/**
 * The sections with a name: as the index has it as a whole, else with all its parts.
 * @param {SearchIndex} index @param {SearchFiles} files @param {{ last: QueryWord, parts: WordMatch[] }} name @param {boolean} isLast @param {boolean} isCodeOnly
 */
const matchOfName = async (index, files, { last: { name }, parts }, isLast, isCodeOnly) => {
  if (parts.length === 1) return parts[0];
  const whole = name && search.matchOf(await termsLike(index, files, name, isLast), index.sections, isCodeOnly);
  return whole && whole.count > 0 ? { ...whole, shown: [name] } : search.join(parts, index.sections, true);
};

search.find = async (query, filter, files = search.files) => {
  const words = search.wordsOf(query);
  const index = await files.index();
  const parts = await Promise.all(words.map((word, at) => matchOf(index, files, word, at === words.length - 1, filter === "code")));
  const names = namesOf(words, parts);
  const found = await Promise.all(names.map((name, at) => matchOfName(index, files, name, at === names.length - 1, filter === "code")));
  const isOfKind = filter === "chapters" || filter === "questions";
  const { ranked, count } = search.rank(found, index.sections, isOfKind ? MOST_RANKED_OF_ALL : MOST_RANKED, isOfKind);
  /** @type {FindResult} */
  const result = {
    words: [...new Set(found.flatMap(({ shown }) => shown))],
    count,
    isWhole: true,
    more: (from, to) => Promise.all(ranked.slice(from, to).map((section) => describe(index, files, section))),
  };
  return isOfKind ? ofKind(index, files, ranked, filter === "questions", result) : result;
};
