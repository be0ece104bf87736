// How good the search is: questions made from the pages of built sites, by a seed, and how often the right section comes first or among three.
//
//   node tests/search-quality.js SITE … [--seed 7] [--queries 200] [--misses] [--bytes]
//
// What is right is read from the pages, not from the index: a heading that only one section has; a word or a name of code that few sections have;
// two words near each other; signs of Chinese or Japanese; a heading with a slip of a finger in it.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import vm from "node:vm";
import { gzipSync } from "node:zlib";
import { loadSearch } from "./scripts/make-index.js";

const search = loadSearch();

const unescape = (text) => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&#x27;|&#39;/g, "'").replace(/&amp;/g, "&");
// Tags between letters of code are colours; others stand between words.
const plain = (html) => unescape(html.replace(/<\/?(?:span|code|em|strong|a|b|i|sup|sub|kbd|mark|del|s)\b[^>]*>/g, "").replace(/<[^>]*>/g, " ")).replace(/\s+/g, " ").trim();

// The sections of a page that an index should have, as they are read on it.
export function sectionsOf(path, html) {
  const article = html.match(/<article\b.*?<\/article>/s)?.[0];
  if (!article) return [];
  const title = plain(article.match(/<h1[^>]*>(.*?)<\/h1>/s)?.[1] ?? "");
  const sections = [];
  const text = article.replace(/<header\b.*?<\/header>/s, "").replace(/<section class="children".*?<\/section>/s, "")
    .replace(/<syllabus-question\b[^>]*id="([^"]*)".*?<\/syllabus-question>/gs, (whole, id) => {
      const stem = plain(whole.match(/class="question-stem[^"]*"[^>]*>(.*?)<\/(?:div|h\d)>/s)?.[1] ?? "");
      sections.push({ path, title, anchor: unescape(id), heading: stem, text: "", code: [], isQuestion: true });
      return "";
    })
    .replace(/<details class="answer\b.*?<\/details>/gs, "");
  for (const part of text.split(/(?=<h[1-6]\b)/)) {
    const [, id = "", heading = "", rest = part] = part.match(/^<h[1-6](?:[^>]*?\bid="([^"]*)")?[^>]*>(.*?)<\/h[1-6]>(.*)$/s) ?? [];
    const code = [...rest.matchAll(/<code[^>]*>(.*?)<\/code>/gs)].map(([, inner]) => plain(inner));
    if (heading || plain(rest)) sections.push({ path, title, anchor: unescape(id), heading: plain(heading), text: plain(rest), code, isQuestion: false });
  }
  return sections;
}

// Numbers by a seed, the same on every machine.
export function randomBy(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let n = Math.imul(state ^ (state >>> 15), state | 1);
    n ^= n + Math.imul(n ^ (n >>> 7), n | 61);
    return Math.floor(((n ^ (n >>> 14)) >>> 0) / 4294967296 * below);
  };
}

const words = (text) => search.fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
const isCjk = (text) => /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u.test(text);

export function queriesOf(sections, count, random) {
  const one = (list) => list[random(list.length)];
  const texts = sections.filter(({ isQuestion }) => !isQuestion);
  const known = sections.map((section) => ({ section, own: words(section.heading || section.title), all: words(`${section.heading || section.title} ${section.text}`) }));
  const count1 = new Map();
  for (const { all } of known) for (const word of new Set(all)) count1.set(word, (count1.get(word) ?? 0) + 1);
  const vocabulary = [...count1.keys()].sort();
  const begins = (start) => {
    let [low, high] = [0, vocabulary.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (vocabulary[middle] < start) low = middle + 1;
      else high = middle;
    }
    return vocabulary[low]?.startsWith(start) ?? false;
  };
  // The sections that have a word.
  const having = new Map();
  for (const one of known) {
    one.set = new Set(one.all);
    for (const word of one.set) {
      const before = having.get(word);
      if (before) before.push(one);
      else having.set(word, [one]);
    }
  }
  const byHeading = new Map();
  for (const section of sections) {
    const key = words(section.heading || section.title).join(" ");
    byHeading.set(key, [...byHeading.get(key) ?? [], section]);
  }
  const whole = ({ heading, title }) => heading || title;
  const usable = texts.filter((section) => { const n = words(whole(section)).length; return n > 0 && n <= 8; });

  const unspaced = texts.filter(({ text }) => isCjk(text));
  const asked = known.filter(({ section, own }) => section.isQuestion && own.length > 6).map(({ section }) => section);
  const coded = texts.filter(({ code }) => code.length > 0);

  const makers = {
    heading() {
      const section = one(usable);
      const same = byHeading.get(words(whole(section)).join(" "));
      if (same.length === 1) return { query: whole(section), right: same };
      const query = `${whole(section)} ${section.title}`;
      const right = same.filter(({ title }) => words(title).join(" ") === words(section.title).join(" "));
      return section.heading && right.length <= 2 ? { query, right } : null;
    },
    question() {
      const section = one(asked);
      if (!section) return null;
      const some = words(section.heading);
      const start = random(Math.max(1, some.length - 6));
      const query = some.slice(start, start + 6).join(" ");
      const rarest = some.slice(start, start + 6).reduce((a, b) => (having.get(a).length < having.get(b).length ? a : b));
      const right = having.get(rarest).filter(({ all }) => all.join(" ").includes(query)).map(({ section }) => section);
      return right.length <= 2 ? { query, right } : null;
    },
    word() {
      const section = one(texts);
      const rare = [...new Set(words(section.text))].filter((word) => word.length > 4 && !isCjk(word) && /\p{L}/u.test(word) && count1.get(word) <= 5);
      if (rare.length === 0) return null;
      const query = one(rare);
      // Those that have it in the heading, or most often.
      const counted = having.get(query).map(({ section, own, all }) => ({ section, times: all.filter((word) => word === query).length + (own.includes(query) ? 10 : 0) }));
      const most = Math.max(...counted.map(({ times }) => times));
      return { query, right: counted.filter(({ times }) => times === most).map(({ section }) => section) };
    },
    two() {
      const { section, all } = one(known);
      const start = random(Math.max(1, all.length - 6));
      const near = all.slice(start, start + 6).filter((word) => word.length > 3 && !isCjk(word) && count1.get(word) < sections.length / 10);
      if (section.isQuestion || near.length < 2) return null;
      const [a, b] = [near[0], near.at(-1)];
      if (a === b) return null;
      const isNear = ({ all }) => all.some((word, at) => word === a && all.slice(Math.max(0, at - 8), at + 9).includes(b));
      const right = having.get(a).filter(isNear).map(({ section }) => section);
      return right.length <= 3 ? { query: `${a} ${b}`, right } : null;
    },
    misspelt() {
      const section = one(usable);
      const key = words(whole(section)).join(" ");
      const long = words(whole(section)).filter((word) => word.length >= 5 && /^[a-z]+$/.test(word));
      if (byHeading.get(key).length > 1 || long.length === 0) return null;
      const word = one(long);
      const at = random(word.length);
      const letter = "abcdefghijklmnopqrstuvwxyz"[random(26)];
      const wrong = [word.slice(0, at) + word.slice(at + 1), word.slice(0, at) + letter + word.slice(at), word.slice(0, at) + letter + word.slice(at + 1),
        word.slice(0, at) + (word[at + 1] ?? "") + word[at] + word.slice(at + 2)][random(4)];
      if (wrong.length < 4 || begins(wrong)) return null;
      return { query: key.split(" ").map((other) => (other === word ? wrong : other)).join(" "), right: byHeading.get(key) };
    },
    cjk() {
      if (unspaced.length === 0) return null;
      const runs = one(unspaced).text.match(/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]{4,}/gu);
      if (!runs) return null;
      const run = one(runs);
      const length = 3 + random(3);
      const query = run.slice(random(Math.max(1, run.length - length)), run.length).slice(0, length);
      const right = sections.filter((section) => search.fold(`${whole(section)} ${section.text}`).includes(search.fold(query)));
      return right.length <= 3 ? { query, right } : null;
    },
    code() {
      const section = one(coded);
      const names = section?.code.flatMap((code) => code.match(/\b[A-Za-z]\w*(?:(?:::|\.|_)\w+)+|\b[A-Za-z]*[a-z][A-Z]\w+/g) ?? []).filter((name) => name.length > 5) ?? [];
      if (names.length === 0) return null;
      const query = one(names);
      const right = (having.get(words(query)[0]) ?? []).map(({ section }) => section).filter((other) => `${whole(other)} ${other.text}`.includes(query));
      return right.length <= 5 ? { query, right } : null;
    },
  };
  const kinds = Object.keys(makers);
  const made = [];
  const seen = new Set();
  for (let round = 0; made.length < count && round < count * 40; round++) {
    const kind = kinds[round % kinds.length];
    const query = makers[kind]();
    if (!query || seen.has(query.query)) continue;
    seen.add(query.query);
    made.push({ kind, ...query });
  }
  return made;
}

// The index of a site, as its files say it; what was loaded is noted.
export function indexIn(site, loaded) {
  const read = (name) => {
    let value;
    const take = (...values) => { value = values[1] ?? values[0]; };
    const text = readFileSync(join(site, "assets/search", `${name}.js`), "utf8");
    vm.runInNewContext(text, { syllabus: { search: { index: take, terms: take, sections: take, words: take } } });
    return value;
  };
  const kept = new Map();
  const once = async (name) => {
    loaded.add(name);
    if (!kept.has(name)) kept.set(name, read(name));
    return kept.get(name);
  };
  return { index: () => once("index"), terms: (n) => once(`terms-${n}`), sections: (n) => once(`sections-${n}`), words: (n) => once(`words-${n}`) };
}

if (process.argv[1] === import.meta.filename) {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { seed: { type: "string", default: "7" }, queries: { type: "string", default: "200" }, misses: { type: "boolean" }, bytes: { type: "boolean" } } });
  const total = new Map();
  for (const site of positionals) {
    const pages = readdirSync(site, { recursive: true }).filter((name) => name.endsWith(".html")).sort();
    const sections = pages.flatMap((path) => sectionsOf(path, readFileSync(join(site, path), "utf8")));
    const queries = queriesOf(sections, Number(values.queries), randomBy(Number(values.seed)));
    const tally = new Map();
    const sizes = [];
    for (const { kind, query, right } of queries) {
      const loaded = new Set();
      const files = indexIn(site, loaded);
      const result = await search.find(query, "all", files);
      // As many as the page shows at first.
      await result.more(0, 8);
      if (values.bytes) sizes.push([...loaded].reduce((sum, name) => sum + gzipSync(readFileSync(join(site, "assets/search", `${name}.js`))).length, 0));
      const found = await result.more(0, 10);
      const place = found.findIndex(({ address, anchor }) => right.some((one) => one.path === decodeURI(address) && one.anchor === anchor));
      for (const name of [kind, "all"]) {
        const before = tally.get(name) ?? { count: 0, first: 0, three: 0, ten: 0 };
        tally.set(name, { count: before.count + 1, first: before.first + (place === 0), three: before.three + (place >= 0 && place < 3), ten: before.ten + (place >= 0) });
      }
      if (values.misses && place !== 0) console.log(`  ${kind} ${place} “${query}”\n    right: ${right.map(({ path, anchor }) => `${path}#${anchor}`).slice(0, 3).join(" ")}\n    first: ${found.slice(0, 2).map(({ address, anchor }) => `${address}#${anchor}`).join(" ")}`);
    }
    console.log(`${site}: ${sections.length} sections`);
    const share = (n, count) => `${(n / count * 100).toFixed(1)} %`.padStart(8);
    for (const [kind, { count, first, three, ten }] of tally) {
      console.log(`  ${kind.padEnd(10)}${String(count).padStart(4)}  first ${share(first, count)}  in three ${share(three, count)}  in ten ${share(ten, count)}`);
      const sum = total.get(kind) ?? { count: 0, first: 0, three: 0, ten: 0 };
      total.set(kind, { count: sum.count + count, first: sum.first + first, three: sum.three + three, ten: sum.ten + ten });
    }
    if (values.bytes) { sizes.sort((a, b) => a - b); console.log(`  loaded for a first query, compressed: median ${sizes[sizes.length >> 1]}, 90 % ${sizes[Math.floor(sizes.length * 0.9)]}, most ${sizes.at(-1)} bytes`); }
  }
  if (positionals.length > 1) for (const [kind, { count, first, three }] of total) console.log(`all courses ${kind.padEnd(10)} ${count}: first ${(first / count * 100).toFixed(1)} %, in three ${(three / count * 100).toFixed(1)} %`);
}
