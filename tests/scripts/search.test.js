// What the search finds, without a browser: words, the files of the index, ranking. The index is made here, as docs say that a build makes it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";
import { digit, filesOf, frontCoded, gap, loadSearch, makeIndex } from "./make-index.js";

const search = loadSearch();
const words = (query) => search.wordsOf(query).map(({ text, pairs }) => (pairs.length ? pairs.join(" ") : text));

test("words are folded: case, accents, letters of their own", () => {
  assert.deepEqual(words("Čeština STRASSE straße Łódź smørrebrød İstanbul ŒUVRE ﬁne"), ["cestina", "strasse", "lodz", "smorrebrod", "istanbul", "oeuvre", "fine"]);
  assert.deepEqual(words("е\u0308ж ёж"), ["еж"], "however an accent is written");
  assert.deepEqual(words("한국어"), ["한국어"], "Hangul is put together again");
});

test("words are those of src/chapter/search_words.rs, but for the parts of camel case", () => {
  for (const [text, expected] of [
    ["Der Ärger: naïve Łódź", "der arger naive lodz"], ["std::vec<T> and C++, C#", "std vec t and c++ c#"], ["snake_case_name", "snake case name"],
    ["HashMap getUserName HTTPServer", "hashmap getusername httpserver"], ["学习笔记", "学习 习笔 笔记"], ["Python入門 と", "python 入門 と"], ["한국어 안녕", "한국어 안녕"],
    ["ＦＵＬＬ ½", "full 1 2"], ["Straße œuvre", "strasse oeuvre"], ["Привет, мир", "привет мир"], ["e\u0301te\u0301", "ete"], ["カード ｶｰﾄﾞ", "カー ート"], ["हिन्दी", "हिनदी"], ["学++ ™", "学 tm"],
  ]) assert.equal(words(text).join(" "), expected, text);
});

test("names of code are split at what is no letter, and keep plus and hash", () => {
  assert.deepEqual(words("std::vec read_csv C++ c# a-b 3.5 HashMap"), ["std", "vec", "read", "csv", "c++", "c#", "a", "b", "3", "5", "hashmap"]);
  assert.deepEqual(words("+ # ++ — !"), []);
  assert.deepEqual(words("x".repeat(41)), [], "longer than any term");
});

test("what is written without blanks is pairs, apart from other letters", () => {
  assert.deepEqual(words("学习笔记"), ["学习 习笔 笔记"]);
  assert.deepEqual(words("Python入門 学"), ["python", "入門", "学"]);
  assert.deepEqual(words("ไทย"), ["ไท ทย"]);
});

test("a word that is asked for twice is one, and there is an end to words", () => {
  assert.deepEqual(words("map set map"), ["set", "map"]);
  assert.equal(words(Array.from({ length: 99 }, (_, n) => `w${n}`).join(" ")).length, 16);
});

const marked = (text, ...wanted) => search.marks(text, wanted).map(([start, end]) => text.slice(start, end));

test("words are marked where they begin, as they are written there", () => {
  assert.deepEqual(marked("A map, the Mapping, a HashMap, Mäp and m\u0061\u0308p", "map"), ["map", "Map", "Mäp", "ma\u0308p"]);
  assert.deepEqual(marked("die Straße, æsir", "strasse", "ae"), ["Straße", "æ"]);
  assert.deepEqual(marked("学习笔记和学习", "学习"), ["学习", "学习"]);
  assert.deepEqual(marked("C++ and c, C", "c++", "c"), ["C++", "c", "C"]);
  assert.deepEqual(marked("anything"), []);
  assert.deepEqual(marked("data metadata", "zzz"), []);
});

test("one typing error is one letter more, less or another, or two that changed places", () => {
  for (const near of ["pyspark", "sparck", "spar", "spork", "psark", "sprak", "park"].slice(1)) assert.ok(search.isOneTypo("spark", near), near);
  for (const far of ["spark", "pyspark", "sp", "kraps", "sprka", "spuck"]) assert.ok(!search.isOneTypo("spark", far), far);
  assert.ok(search.isOneTypo("aab", "aba") && search.isOneTypo("", "a") && !search.isOneTypo("ab", "ba".repeat(2)));
});

test("a term is found among lines, and nothing else is", () => {
  const terms = ["a", "ab", "abc", "abd", "b", "ba", "c++", "zebra", "été", "学习"];
  const lines = frontCoded(terms.map((term, n) => [term, ` ${digit(n)}#`]));
  for (const [n, term] of terms.entries()) assert.deepEqual(search.linesOf(lines, term, false), [[term, `${digit(n)}#`]]);
  for (const missing of ["", "A", "aa", "abe", "abcd", "bb", "c", "c+", "c+++", "zebr", "zebras", "学", "~"]) assert.deepEqual(search.linesOf(lines, missing, false), [], missing);
  const starting = (word) => search.linesOf(lines, word, true).map(([term]) => term);
  assert.deepEqual(starting("ab"), ["ab", "abc", "abd"]);
  assert.deepEqual(starting("a"), ["a", "ab", "abc", "abd"]);
  assert.deepEqual(starting("c"), ["c++"]);
  assert.deepEqual([starting("abx"), starting("学")], [[], ["学习"]]);
  assert.deepEqual(search.linesOf("", "a", true), []);
});

test("lines of random terms are read as they were written", () => {
  let seed = 7;
  const random = (below) => { seed = (seed * 1103515245 + 12345) % 2147483648; return Math.floor(seed / 65536) % below; };
  const word = () => Array.from({ length: 1 + random(5) }, () => "abc"[random(3)]).join("");
  for (let round = 0; round < 50; round++) {
    const terms = [...new Set(Array.from({ length: 40 }, word))].sort();
    const lines = frontCoded(terms.map((term) => [term, ` ${term.length}`]));
    for (let n = 0; n < 40; n++) {
      const wanted = word();
      assert.deepEqual(search.linesOf(lines, wanted, false).map(([term]) => term), terms.filter((term) => term === wanted));
      assert.deepEqual(search.linesOf(lines, wanted, true).map(([term]) => term), terms.filter((term) => term.startsWith(wanted)));
    }
  }
});

test("postings are read: gaps of any size, weight, code, place", () => {
  const sections = [0, 1, 46, 47, 2100, 95000];
  let before = -1;
  const text = sections.map((section, n) => { const coded = gap(section - before - 1) + digit(2 * (n * 8) + n % 2) + digit(n === 5 ? 89 : n); before = section; return coded; }).join("");
  assert.ok(!text.includes("\\") && !text.includes('"'));
  for (const mark of ["", "!"]) {
    const read = [];
    search.readPostings(mark + text, (...one) => read.push(one));
    assert.deepEqual(read, sections.map((section, n) => [section, n * 8, n % 2 === 1, n === 5 ? 89 : n]));
  }
});

test("the shards of a word, and of what begins like it", () => {
  const shards = ["", "ab", "cod", "码"];
  const of = (word, isPrefix) => search.shardsOf(shards, word, isPrefix);
  assert.deepEqual([of("a", false), of("ab", false), of("b", false), of("cod", false), of("码", false)], [[0], [1], [1], [2], [3]]);
  assert.deepEqual([of("a", true), of("c", true), of("code", true), of("学", true)], [[0, 1], [1, 2], [2], [2]]);
  assert.deepEqual(search.shardsOf([""], "x", true), [0]);
});

// A course to search: each section under a heading of its page.
const page = (name, title = name, module = "") => [`${name}.html`, title, module];
const course = [
  { page: page("spark", "Spark"), text: "Apache Spark runs queries on many machines. See also joins." },
  { page: page("spark", "Spark"), heading: "Broadcast joins", anchor: "broadcast-joins", text: "A small table is sent to all machines.", code: "broadcast(df)" },
  { page: page("spark", "Spark"), heading: "Caching", anchor: "caching", text: "Keep a table in memory after many joins and joins and joins.", code: "df.cache()" },
  { page: page("rust", "Rust"), text: "A language with HashMap and std::vec in its library.", code: "let v: std::vec::Vec<u8> = getUserName();" },
  { page: page("rust", "Rust"), heading: "Which collection maps keys to values?", anchor: "q1", kind: 1 },
  { page: page("zh", "学习笔记"), text: "这是一个数据湖的学习笔记。" },
  { page: page("rust", "Rust"), heading: "⚙️ Pro_tip: ΟΔΟΣ & ½ ⓔ!", anchor: 2, text: "Peculiar." },
  { page: page("zh", "学习笔记"), heading: "笔记", anchor: "n", text: "学习很好，也有别的笔记。" },
  { page: page("fr", "Études"), heading: "Évaluation", anchor: "e", text: "Le café est à côté. The word vector is here." },
];
const made = makeIndex(search, course);
const find = async (query, filter = "all", sections = made) => {
  const result = await search.find(query, filter, filesOf(sections));
  return Object.assign(result, { first: await result.more(0, 10) });
};
const anchors = async (query, filter) => (await find(query, filter)).first.map(({ address, anchor }) => address.replace(".html", "") + (anchor && `#${anchor}`));

test("a heading comes before a text that has the word more often", async () => {
  assert.deepEqual(await anchors("joins"), ["spark#broadcast-joins", "spark#caching", "spark"]);
});

test("what has all words comes before what misses one, however much it is about the other", async () => {
  assert.deepEqual((await anchors("joins memory")).slice(0, 1), ["spark#caching"]);
  const { count, first } = await find("joins nowhere");
  assert.deepEqual([count, first.length], [3, 3], "a word that is nowhere takes nothing away");
});

test("the last word may be begun, others of three letters too", async () => {
  assert.deepEqual((await anchors("broad")).slice(0, 1), ["spark#broadcast-joins"]);
  assert.deepEqual((await anchors("b")).slice(0, 1), ["spark#broadcast-joins"]);
  assert.deepEqual((await anchors("cach tab")).slice(0, 1), ["spark#caching"]);
  assert.deepEqual((await find("xy")).first, []);
});

test("a typing error is forgiven where nothing else is found", async () => {
  for (const wrong of ["cachign", "cahcing", "caching", "xaching", "cachng", "cachiing"]) assert.deepEqual((await anchors(wrong)).slice(0, 1), ["spark#caching"], wrong);
  assert.deepEqual((await find("cachign")).words, ["caching"], "what is marked is the word that was found");
  assert.deepEqual(await anchors("cxchxng"), []);
  assert.deepEqual(await anchors("vect"), ["fr#e"], "what begins like it is no error: nothing near is taken");
});

test("accents may be left out, or be wrong", async () => {
  for (const query of ["evaluation", "Évaluation", "èvaluation", "cote"]) assert.deepEqual((await anchors(query)).slice(0, 1), ["fr#e"], query);
});

test("names of code are found whole and by their parts", async () => {
  for (const query of ["std::vec", "hashmap", "HashMap", "map getUserName", "user"]) assert.deepEqual((await anchors(query)).slice(0, 1), ["rust"], query);
});

test("the words of one name belong together", async () => {
  const joined = (query) => search.wordsOf(query).map(({ text, isJoined }) => (isJoined ? `+${text}` : text)).join(" ");
  assert.equal(joined("use std::vec read_csv, a.b c"), "use std +vec read +csv a +b c");
  assert.equal(joined("Python入門"), "python 入門");
  const sections = [
    { page: page("heading"), heading: "Read", anchor: "h", text: `all ${"word ".repeat(40)} of the csv csv csv` },
    { page: page("apart"), text: `read ${"word ".repeat(40)} csv` },
    { page: page("name"), text: "plain", code: "df = read_csv(path)" },
  ];
  const of = async (query) => (await find(query, "all", makeIndex(search, sections))).first.map(({ address }) => address.replace(".html", ""));
  assert.equal((await of("read_csv"))[0], "name");
  assert.equal((await of("read csv"))[0], "heading", "two words are two words");
  assert.deepEqual((await of("read_cs"))[0], "name", "while it is typed");
});

test("signs without blanks are found as they stand, those together first", async () => {
  assert.deepEqual(await anchors("学习笔记"), ["zh", "zh#n"], "the second by its page's title");
  assert.deepEqual(await anchors("数据湖"), ["zh"]);
  assert.deepEqual(await anchors("笔记"), ["zh#n", "zh"]);
  assert.deepEqual((await anchors("数")).slice(0, 1), ["zh"]);
  assert.deepEqual(await anchors("湖据数"), []);
});

test("an anchor that is not written follows from the heading by GitHub's rule", async () => {
  assert.deepEqual(await anchors("peculiar"), ["rust#\u{fe0f}-pro_tip-οδοσ---ⓔ-2"]);
});

test("filters show one kind, or what has the words in code", async () => {
  assert.deepEqual(await anchors("maps", "questions"), ["rust#q1"]);
  assert.deepEqual(await anchors("map", "chapters"), ["rust"]);
  assert.deepEqual(await anchors("broadcast", "code"), ["spark#broadcast-joins"]);
  assert.deepEqual(await anchors("machines", "code"), []);
});

test("what is said of a result", async () => {
  const { first: [one] } = await find("broadcast");
  assert.deepEqual(one, { section: 1, address: "spark.html", anchor: "broadcast-joins", heading: "Broadcast joins", chapter: "Spark", module: "", text: "A small table is sent to all machines.", isQuestion: false });
  const { first: [top] } = await find("apache");
  assert.deepEqual([top.heading, top.chapter], ["Spark", ""]);
});

test("the number of results has the form that its language has for it", () => {
  const count = (plurals, search_results, found) => {
    const document = { documentElement: { dataset: {} } };
    const syllabus = { search: {}, words: { plurals, search_results }, fill: (pattern, { n }) => pattern.replace("{n}", n) };
    load("themes/default/js/search/list.js", [], { document, syllabus });
    return syllabus.search.countOf(found);
  };
  const russian = { one: "{n} результат", few: "{n} результата", many: "{n} результатов", other: "{n} результата" };
  const english = { one: "{n} result", other: "{n} results" };
  const whole = (n) => ({ count: n, isWhole: true });
  assert.deepEqual([1, 2, 5, 11, 21, 22].map((n) => count("ru", russian, whole(n))),
    ["1 результат", "2 результата", "5 результатов", "11 результатов", "21 результат", "22 результата"]);
  assert.deepEqual([0, 1, 21].map((n) => count("en", english, whole(n))), ["0 results", "1 result", "21 results"]);
  assert.deepEqual([1, 200].map((n) => count("en", english, { count: n, isWhole: false })), ["1+ results", "200+ results"]);
  assert.equal(count("tlh", "{n}", whole(1)), "1", "a language that the browser does not know");
  assert.equal(count("fr", english, whole(1_000_000)), "1000000 results", "a form that is missing");
});

test("equal results keep the order in which they are read", async () => {
  const same = makeIndex(search, Array.from({ length: 30 }, (_, n) => ({ page: page(`p${n}`, "T"), text: "alike" })));
  const { first, count, more } = await find("alike", "all", same);
  assert.deepEqual(first.map(({ section }) => section), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  assert.deepEqual([count, (await more(28, 99)).length], [30, 2]);
});

test("words that stand near each other count more", async () => {
  const far = `alpha ${"word ".repeat(60)}beta`;
  const near = `${"word ".repeat(60)}alpha beta`;
  const { first } = await find("alpha beta", "all", makeIndex(search, [{ page: page("far"), text: far }, { page: page("near"), text: near }]));
  assert.deepEqual(first.map(({ address }) => address), ["near.html", "far.html"]);
});

test("a rare word counts more than one that many have", async () => {
  const sections = Array.from({ length: 20 }, (_, n) => ({ page: page(`p${n}`), text: n === 9 ? "often rare" : "often" }));
  sections.push({ page: page("q"), text: "often often" });
  const { first } = await find("often rarx often", "all", makeIndex(search, sections));
  assert.equal(first[0].address, "p9.html");
});

test("a word that nearly all sections have need not be there, but its headings come first", async () => {
  const sections = Array.from({ length: 400 }, (_, n) => ({ page: page(`p${n}`), heading: n === 300 ? "The the" : `No ${n}`, text: n % 3 === 0 ? `something x${n}` : `the x${n}` }));
  const big = makeIndex(search, sections, { perBlock: 100, perShard: 100 });
  assert.ok(big.terms.some((lines) => lines.includes(" !")));
  assert.equal((await find("the x33", "all", big)).first[0].address, "p33.html");
  assert.equal((await find("the", "all", big)).first[0].address, "p300.html");
});

test("only what a query needs is loaded", async () => {
  const loaded = [];
  const result = await search.find("caching", "all", filesOf(makeIndex(search, course, { perShard: 8 }), loaded));
  assert.deepEqual(loaded.map((name) => name.split("-")[0]), ["terms"]);
  await result.more(0, 1);
  assert.deepEqual(loaded.map((name) => name.split("-")[0]), ["terms", "sections"]);
});

test("an index that is not there is told", async () => {
  await assert.rejects(search.find("a", "all", { index: () => Promise.reject(new Error("gone")) }));
});
