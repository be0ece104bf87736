// An index of given sections, as a build writes it: so that what finds can be tested without a build. The scripts of the search as one object.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { compileFunction } from "node:vm";
import { repository } from "./load.js";

const folder = join(repository, "themes/default/js/search");

// The names of the theme's search scripts, in the order in which they are joined.
export const scripts = () => {
  const manifest = readFileSync(join(repository, "themes/default/theme.toml"), "utf8");
  const listed = [...(manifest.match(/^search_scripts = \[([^\]]*)\]/m)?.[1] ?? "").matchAll(/"js\/search\/([^"]+)"/g)].map(([, name]) => name);
  return listed.length > 0 ? listed : readdirSync(folder);
};

// `syllabus.search` of the scripts that decide something; those that need a page are left out.
export function loadSearch(names = ["search.js", "words.js", "typo.js", "decode.js", "rank.js", "query.js"]) {
  const syllabus = {};
  for (const name of names) compileFunction(`"use strict"; {${readFileSync(join(folder, name), "utf8")}\n}`, ["syllabus"], { filename: name })(syllabus);
  return syllabus.search;
}

const DIGITS = Array.from({ length: 91 }, (_, n) => String.fromCharCode(35 + n)).filter((sign) => sign !== "\\");
export const digit = (value) => DIGITS[value];

export function gap(value) {
  const part = value % 45;
  const rest = (value - part) / 45;
  return rest > 0 ? digit(45 + part) + gap(rest) : digit(part);
}

// Sorted terms as lines, each with what follows it: the first sign of a line says how much it shares with the one before.
export function frontCoded(rows) {
  let before = "";
  return rows.map(([term, rest]) => {
    let shared = 0;
    while (shared < Math.min(before.length, term.length, 89) && before[shared] === term[shared]) shared++;
    before = term;
    return digit(shared) + term.slice(shared) + rest;
  }).join("\n");
}

const isPair = (search, term) => search.wordsOf(term)[0]?.pairs.length > 0;

// The terms of a text, each with its place; parts of words in camel case have the place of the whole.
export function termsOf(search, text) {
  const terms = [];
  let place = 0;
  for (const [whole] of text.matchAll(/[\p{L}\p{N}\p{M}]+[+#]*/gu)) {
    const words = search.wordsOf(whole);
    for (const { text: word, pairs } of words) {
      if (pairs.length === 0) terms.push([word, place++]);
      else for (const pair of pairs) terms.push([pair, place++]);
    }
    const parts = whole.split(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})/u);
    if (parts.length > 1 && words.length === 1) for (const part of parts) terms.push([search.fold(part), place - 1]);
  }
  return terms;
}

// `sections`: { page: [address, title, module], anchor, heading, above, text, code, kind }, all but the page with a default.
export function makeIndex(search, sections, { perBlock = 4, perShard = 40, common = 300 } = {}) {
  const terms = new Map();
  sections.forEach(({ page: [, title], heading = "", above = [], text = "", code = "", kind = 0 }, number) => {
    const own = termsOf(search, heading || title);
    const seen = new Map();
    const see = (term, place) => {
      const known = seen.get(term);
      if (!known) seen.set(term, { count: 0, isCode: false, isOwn: false, place });
      return seen.get(term);
    };
    for (const [term, place] of own) see(term, place).isOwn = true;
    const start = own.length;
    const body = kind === 1 ? [] : termsOf(search, text);
    const inCode = termsOf(search, code);
    for (const [term, place] of body) see(term, start + place).count++;
    for (const [term, place] of inCode) Object.assign(see(term, start + body.length + place), { isCode: true }).count++;
    for (const [term] of [...above, title].flatMap((words) => termsOf(search, words))) if (seen.has(term) || kind === 0) see(term, 89 * 4).isAbove = true;
    for (const [term, one] of seen) {
      const weight = Math.min(44, Math.min(10, one.count) + (one.isAbove ? 2 : 0) + (one.isOwn ? 12 + Math.round(20 / new Set(own.map(([term]) => term)).size) : 0));
      if (!terms.has(term)) terms.set(term, []);
      terms.get(term).push({ number, weight, ...one });
    }
  });
  const isCommon = (found) => sections.length >= common && found.length * 3 > sections.length;
  const postings = (found) => {
    let before = -1;
    const listed = isCommon(found) ? found.filter(({ isOwn }) => isOwn) : found;
    return (isCommon(found) ? "!" : "") + listed.map(({ number, weight, isCode, place }) => {
      const coded = gap(number - before - 1) + digit(2 * weight + Number(isCode)) + digit(Math.min(89, place >> 2));
      before = number;
      return coded;
    }).join("");
  };
  const sorted = [...terms.keys()].sort((a, b) => (a < b ? -1 : 1));
  const shards = [];
  for (let at = 0; at < sorted.length; at += perShard) shards.push(sorted.slice(at, at + perShard));
  const blocks = [];
  for (let at = 0; at < sections.length; at += perBlock) blocks.push(sections.slice(at, at + perBlock));
  const words = sorted.filter((term) => term.length >= 4 && !isPair(search, term));
  const lengths = [...new Set(words.map(({ length }) => length))].sort((a, b) => a - b);
  return {
    index: { version: "0", sections: sections.length, shards: shards.map((shard, n) => (n === 0 ? "" : shard[0])), blocks: blocks.map((_, n) => n * perBlock), lengths },
    terms: shards.map((shard) => frontCoded(shard.map((term) => [term, ` ${postings(terms.get(term))}`]))),
    sections: blocks.map((block) => {
      const pages = [...new Map(block.map(({ page }) => [page[0], page])).values()];
      const numberOf = (page) => pages.findIndex(([address]) => address === page[0]);
      return { pages, sections: block.map(({ page, anchor = "", heading = "", text = "", kind = 0 }) => [numberOf(page), anchor, kind === 1 ? heading.slice(0, 120) : heading, text.slice(0, 160), kind]) };
    }),
    words: Object.fromEntries(lengths.map((length) => [length, frontCoded(words.filter((word) => word.length === length).map((word) => [word, ""]))])),
  };
}

// What of an index a query loads is noted in `loaded`.
export function filesOf(made, loaded = []) {
  const give = (name, value) => {
    loaded.push(name);
    return value === undefined ? Promise.reject(new Error(name)) : Promise.resolve(value);
  };
  return {
    index: () => Promise.resolve(made.index),
    terms: (n) => give(`terms-${n}`, made.terms[n]),
    sections: (n) => give(`sections-${n}`, made.sections[n]),
    words: (n) => give(`words-${n}`, made.words[n]),
  };
}

// The files of the index, by name, as they are published.
export function scriptsOf({ index, terms, sections, words }) {
  const call = (name, ...values) => `syllabus.search.${name}(${values.map((value) => JSON.stringify(value)).join()})`;
  return Object.fromEntries([
    ["index.js", call("index", index)],
    ...terms.map((lines, n) => [`terms-${n}.js`, call("terms", n, lines)]),
    ...sections.map((block, n) => [`sections-${n}.js`, call("sections", n, block)]),
    ...Object.entries(words).map(([length, lines]) => [`words-${length}.js`, call("words", Number(length), lines)]),
  ]);
}
