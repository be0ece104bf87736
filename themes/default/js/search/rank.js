// Which sections a query means most. Numbers only: what a section is called is loaded for those that are shown.
const { search } = syllabus;

/** How good a match is by what was typed of the term. */
const QUALITY = { exact: 1, open: 0.8, started: 0.5, typo: 0.4, scattered: 0.4 };
// What a posting is worth: that the word is there, how often it is in the text, that it is in the heading, how much of the heading it is.
const PRESENCE = 1;
const TIMES = 0.5;
const HEADING = 12;
// … that it is in a heading above the section or in its page's title: such weights of text are odd.
const ABOVE = 0.8;
const SHARE = 0.5;
// The least weight of a word that is in the section's own heading.
const LEAST_OF_HEADING = 13;
// How much better sections are that have all words in one place.
const NEARNESS = 5;
// A name of several words that stands together is worth as much as a heading at least, and more in code.
const NAME = 20;
const IN_CODE = 2.5;
// More terms that begin like a word change nothing that anyone would see.
const MOST_TERMS = 60;
// So many results are shown even where some of them miss a word.
const SHORT_LIST = 10;

/** @param {number} sections @returns {WordMatch} */
const noMatch = (sections) => ({ count: 0, found: [], worth: new Float32Array(sections), places: new Uint8Array(sections), codes: new Uint8Array(sections), heads: new Uint8Array(sections), isCommon: false, rarity: 0, shown: [] });

/** @param {number} weight */
const worthOf = (weight) => {
  if (weight >= LEAST_OF_HEADING) return HEADING + SHARE * (weight - LEAST_OF_HEADING);
  return (weight % 2 === 1 ? ABOVE : 0) + (weight > 1 ? PRESENCE + TIMES * Math.log2(weight) : 0);
};

search.qualityOf = (word, term, isLast) => term === word ? QUALITY.exact : (isLast ? QUALITY.open : QUALITY.started) * word.length / term.length;

search.TYPO = QUALITY.typo;

search.matchOf = (terms, sections, isCodeOnly) => {
  const match = noMatch(sections);
  let exact = 0;
  for (const { term, postings, quality } of [...terms].sort((a, b) => b.quality - a.quality).slice(0, MOST_TERMS)) {
    const isCommon = postings.startsWith("!");
    if (isCommon && quality === 1) match.isCommon = true;
    let count = 0;
    search.readPostings(postings, (section, weight, isCode, place) => {
      count++;
      if (isCodeOnly && !isCode) return;
      const worth = quality * worthOf(weight);
      if (isCode) match.codes[section] = 1;
      if (weight >= LEAST_OF_HEADING) match.heads[section] = 1;
      if (match.worth[section] === 0) match.found.push(section);
      if (match.worth[section] >= worth) return;
      match.worth[section] = worth;
      match.places[section] = place;
    });
    if (quality === 1) exact = count;
    if (count > 0 && quality < 1 && !match.shown.includes(term)) match.shown.push(term);
  }
  match.count = match.found.length;
  match.rarity = match.isCommon ? 1 : Math.log(1 + sections / Math.max(1, exact || match.count));
  return match;
};

search.join = (parts, sections, isName) => {
  const match = noMatch(sections);
  // What nearly all sections have need not be found, as among words.
  const wanted = parts.some(({ isCommon }) => !isCommon) ? parts.filter(({ isCommon }) => !isCommon) : parts;
  /** @type {Map<number, WordMatch[]>} */
  const having = new Map();
  for (const part of wanted) {
    for (const section of part.found) {
      const had = having.get(section);
      if (had) had.push(part);
      else having.set(section, [part]);
    }
  }
  const most = Math.max(0, ...[...having.values()].map((had) => had.length));
  // Where no section has all of them, those come near that have most.
  if (most * 3 < wanted.length * 2) return match;
  for (const [section, had] of having) {
    if (had.length < most) continue;
    const places = had.map((part) => part.places[section]);
    const distance = Math.max(...places) - Math.min(...places);
    const isTogether = most === wanted.length && distance <= 1 + parts.length / 4;
    const worth = had.reduce((sum, part) => sum + part.worth[section], 0) / had.length;
    match.found.push(section);
    if (isName && most > 1) {
      const isCode = had.every((part) => part.codes[section] === 1);
      match.worth[section] = isTogether ? (NAME / (1 + distance / 4) + worth / 3) * (isCode ? IN_CODE : 1) : NAME / (2 + distance / 4) * (isCode ? IN_CODE : 1 / IN_CODE);
    } else {
      match.worth[section] = worth * (isTogether ? 1 : QUALITY.scattered) * most / wanted.length;
    }
    match.places[section] = Math.min(...places);
  }
  match.count = match.found.length;
  match.rarity = Math.log(1 + sections / Math.max(1, match.count));
  match.shown = parts.flatMap(({ shown }) => shown);
  return match;
};

/**
 * The best of many numbers by their scores, the best first; of equal ones the first.
 * @param {Iterable<number>} numbers
 * @param {(number: number) => number} scoreOf
 * @param {number} most
 */
const best = (numbers, scoreOf, most) => {
  /** @type {{ number: number, score: number }[]} */
  const kept = [];
  /** @param {{ number: number, score: number }} a @param {{ number: number, score: number }} b */
  const order = (a, b) => b.score - a.score || a.number - b.number;
  for (const number of numbers) {
    const one = { number, score: scoreOf(number) };
    if (kept.length === most && order(one, kept[most - 1]) > 0) continue;
    let [low, high] = [0, kept.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (order(one, kept[middle]) < 0) high = middle;
      else low = middle + 1;
    }
    kept.splice(low, 0, one);
    if (kept.length > most) kept.pop();
  }
  return kept.map(({ number }) => number);
};

search.rank = (matches, sections, most, isEverything = false) => {
  // Words that nearly all sections have need not be found, unless the query has no others.
  const rare = matches.filter(({ isCommon }) => !isCommon);
  const wanted = rare.length > 0 ? rare : matches;
  const had = new Uint8Array(sections);
  const scores = new Float64Array(sections);
  // Of the words that the text has: how many, where the first and the last of them stand.
  const inText = new Uint8Array(sections);
  const first = new Uint8Array(sections).fill(255);
  const last = new Uint8Array(sections);
  /** @type {number[]} */
  const found = [];
  for (const match of wanted) {
    for (const section of match.found) {
      if (had[section]++ === 0) found.push(section);
      // What is in the heading is near to all that is below it.
      if (match.heads[section] === 1) continue;
      inText[section]++;
      const place = match.places[section];
      if (place < first[section]) first[section] = place;
      if (place > last[section]) last[section] = place;
    }
  }
  for (const match of matches) for (const section of match.found) scores[section] += match.rarity * match.worth[section];
  const full = found.reduce((full, section) => Math.max(full, had[section]), 0);
  /** @param {number} section */
  const scoreOf = (section) => {
    const distance = inText[section] > 1 ? Math.max(0, last[section] - first[section] - inText[section] / 4) : 0;
    const near = 1 + NEARNESS * Math.sqrt(had[section] - 1) / (1 + distance);
    return had[section] * 1e9 + scores[section] * near;
  };
  const whole = found.filter((section) => had[section] === full);
  if (isEverything || found.length === whole.length || whole.length >= SHORT_LIST) {
    const shown = isEverything ? found : whole;
    return { ranked: best(shown, scoreOf, most), count: shown.length };
  }
  // Those that miss a word are shown where there is little else.
  const ranked = best(found, scoreOf, SHORT_LIST);
  return { ranked, count: ranked.length };
};
