// What the theme's scripts decide: verdicts, what is kept of an answer, what is copied. What they do to a page the browser tests show.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

// A browser's memory that holds values of these keys; what it cannot list it keeps to itself, as that of a browser does.
const storage = (kept = {}) => {
  const made = Object.assign(Object.create({
    getItem: (key) => (Object.hasOwn(made, key) ? made[key] : null), setItem: (key, value) => { made[key] = value; }, removeItem: (key) => { delete made[key]; },
  }), kept);
  return made;
};

// `syllabus` as js/syllabus.js makes it; `said` are the events that it listens to.
function sharedOver(said = [], documentElement = { dataset: { course: "c" }, lang: "en" }) {
  const made = {};
  const document = { documentElement, currentScript: { dataset: { copy: "Copy" } }, addEventListener: (name, run) => said.push({ name, run }) };
  load("themes/default/js/syllabus.js", [], { document, globalThis: made });
  return made.syllabus;
}

// The same with its memory of the course. `heard` is what it tells; it returns what another tab calls as well.
function storeOver(localStorage, { heard = [], dataset = { course: "c" } } = {}) {
  const listeners = [];
  const syllabus = {};
  load("themes/default/js/store.js", [], {
    syllabus, localStorage, CustomEvent: class { constructor(name, { detail }) { Object.assign(this, { name, detail }); } },
    document: { documentElement: { dataset }, dispatchEvent: ({ detail }) => heard.push(detail) },
    addEventListener: (name, run) => listeners.push(run),
  });
  return { store: syllabus.store, fromTab: (event) => listeners.forEach((run) => run(event)) };
}

test("what is kept comes back, under the course's own key and with the version of its form", () => {
  const kept = storage();
  const { store } = storeOver(kept);
  assert.equal(store.read("theme"), null);
  assert.ok(store.write("theme", { theme: "dark" }));
  assert.deepEqual(Object.entries(kept), [["syllabus:c:theme", '{"theme":"dark","v":2}']]);
  assert.equal(store.read("theme").theme, "dark");
  store.remove("theme");
  assert.deepEqual(Object.keys(kept), []);
});

test("the version before is read, and what this one does not know of a record stays in it", () => {
  const kept = storage({ "syllabus:c:question:a": '{"v":1,"first":true,"last":false,"chosen":"A","tries":2,"at":"t"}', "syllabus:c:question:b": '{"v":2,"due":"2026-11-28","new":1}' });
  const { store } = storeOver(kept);
  assert.equal(store.read("question:a").tries, 2);
  store.write("question:b", { last: true });
  assert.deepEqual(store.read("question:b"), { v: 2, due: "2026-11-28", new: 1, last: true });
  assert.deepEqual(store.entries("question:").map(([key]) => key), ["question:a", "question:b"]);
});

test("what a later version or another program kept is not read and not touched, and a forbidden memory breaks nothing", () => {
  const before = { "syllabus:c:a": "{", "syllabus:c:b": '{"v":3}', "syllabus:c:d": "null", "syllabus:c:e": "7", "syllabus:c:f": '{"v":"x"}', "syllabus:c:g": "[]" };
  const kept = storage(before);
  const { store } = storeOver(kept);
  for (const key of ["a", "b", "d", "e", "f", "g"]) assert.equal(store.read(key), null, key);
  assert.deepEqual(store.entries(""), []);
  assert.deepEqual({ ...kept }, before);
  const no = () => { throw new Error("no"); };
  const { store: forbidden } = storeOver({ getItem: no, setItem: no, removeItem: no });
  assert.equal(forbidden.write("a", { x: 1 }), false);
  assert.equal(forbidden.isKept, false);
  assert.equal(forbidden.read("a").x, 1, "it lasts as long as the page");
  assert.deepEqual(forbidden.entries("").map(([key]) => key), ["a"]);
  forbidden.remove("a");
  assert.equal(forbidden.read("a"), null);
});

test("a full memory loses nothing that was there, and takes the next value that fits", () => {
  let room = 0;
  const kept = storage({ "syllabus:c:question:a": '{"v":2,"tries":1}' });
  const { store } = storeOver({ ...kept, getItem: (key) => kept.getItem(key), setItem: (key, value) => { if (room-- <= 0) throw new Error("QuotaExceededError"); kept.setItem(key, value); } });
  assert.ok(!store.write("question:a", { tries: 2 }) && !store.isKept);
  assert.equal(kept.getItem("syllabus:c:question:a"), '{"v":2,"tries":1}');
  room = 1;
  assert.ok(store.write("question:a", { tries: 3 }) && store.isKept);
  assert.equal(store.read("question:a").tries, 3);
});

test("what was reset is none, and is listed as reset; a new value takes its place whole", () => {
  const { store } = storeOver(storage({ "syllabus:c:question:a": '{"v":2,"reset":true,"at":"t"}' }));
  assert.equal(store.read("question:a"), null);
  assert.deepEqual(store.entries("question:"), [["question:a", { v: 2, reset: true, at: "t" }]]);
  store.write("question:a", { tries: 1 });
  assert.deepEqual(store.read("question:a"), { tries: 1, v: 2 });
});

test("what stands under a former key is taken over once, and stays there", () => {
  const dataset = { course: "new", courseBefore: "old" };
  const kept = storage({ "syllabus:old:question:a": '{"v":1,"tries":1}', "syllabus:other:question:b": "{}" });
  assert.equal(storeOver(kept, { dataset }).store.read("question:a").tries, 1);
  assert.equal(kept["syllabus:old:question:a"], '{"v":1,"tries":1}');
  kept["syllabus:old:question:a"] = '{"v":1,"tries":5}';
  assert.equal(storeOver(kept, { dataset }).store.read("question:a").tries, 1, "once");
});

test("what another tab writes is told, that of other courses is not", () => {
  const heard = [];
  const { fromTab } = storeOver(storage(), { heard });
  fromTab({ key: "syllabus:c:chapter:a", newValue: '{"v":2,"done":true}' });
  fromTab({ key: "syllabus:c:chapter:a", newValue: null });
  fromTab({ key: "syllabus:d:chapter:a", newValue: "{}" });
  fromTab({ key: null, newValue: null });
  assert.deepEqual(heard, [{ key: "chapter:a", value: { v: 2, done: true } }, { key: "chapter:a", value: null }]);
});

test("values are put into a pattern; a name without a value stays", () => {
  const { fill, count } = sharedOver();
  assert.equal(fill("{right} of {count}, {right}!", { right: 0, count: 3 }), "0 of 3, 0!");
  assert.equal(fill("{no} {}", {}), "{no} {}");
  const forms = { one: "{n} page", other: "{n} pages" };
  assert.deepEqual([1, 2].map((n) => count(forms, n)), ["1 page", "2 pages"]);
  assert.equal(count("n = {n}", 3), "n = 3");
});

test("content is enhanced at once and after each change", () => {
  const said = [];
  let runs = 0;
  sharedOver(said).onContent(() => runs++);
  assert.deepEqual([runs, said.map(({ name }) => name)], [1, ["syllabus:content"]]);
  said[0].run();
  assert.equal(runs, 2);
});

test("a kept scheme is applied before anything is drawn, and nothing else is", () => {
  const schemes = { '{"v":1,"theme":"dark"}': "dark", '{"theme":"light"}': "light", '{"theme":"pink"}': undefined, "{": undefined, "null": undefined };
  for (const [kept, theme] of Object.entries(schemes)) {
    const attributes = [];
    const documentElement = { dataset: { course: "c" }, setAttribute: (name) => attributes.push(name) };
    load("themes/default/js/head.js", [], { document: { documentElement }, localStorage: storage({ "syllabus:c:theme": kept }) });
    assert.deepEqual([documentElement.dataset.theme, attributes], [theme, ["data-script"]], kept);
  }
});

test("the theme after dark is the system's again", () => {
  const document = { documentElement: { dataset: {} }, querySelector: () => null };
  const { nextTheme } = load("themes/default/js/theme-switch.js", ["nextTheme"], { document });
  assert.deepEqual([undefined, "light", "dark"].map(nextTheme), ["light", "dark", undefined]);
});

const page = { customElements: { get: () => true }, IntersectionObserver: class {}, HTMLElement: class {}, document: { addEventListener() {} } };
const question = load("themes/default/js/question.js", ["sameLabels", "markOf", "nextRecord", "isTyped", "fieldOf"], page);

test("an answer is right with all right labels and no other, in any order", () => {
  assert.ok(question.sameLabels(["A", "C"], ["C", "A"]));
  assert.ok(!question.sameLabels(["A"], ["A", "C"]) && !question.sameLabels(["A", "B"], ["A", "C"]) && !question.sameLabels(["A", "C"], ["A"]));
});

test("each choice says what it was", () => {
  const marks = (isMultiple) => [[true, true], [true, false], [false, true], [false, false]].map(([isRight, isChosen]) => question.markOf(isRight, isChosen, isMultiple));
  assert.deepEqual(marks(false), ["right", "right", "wrong", ""], "the one answer is shown");
  assert.deepEqual(marks(true), ["right", "missed", "wrong", ""], "of several it is said which were missed");
});

test("of several tries the first counts, and the last is kept", () => {
  const first = question.nextRecord(null, "A", false, new Date(0));
  assert.deepEqual(first, { first: false, last: false, chosen: "A", tries: 1, at: "1970-01-01T00:00:00.000Z" });
  assert.deepEqual(question.nextRecord(first, "B C", true, new Date(1)), { first: false, last: true, chosen: "B C", tries: 2, at: "1970-01-01T00:00:00.001Z" });
});

test("what is typed is compared without case, accents, blanks and article; a key has several spellings", () => {
  for (const [typed, key] of [
    ["Leaf", "leaf"], [" the  leaf node ", "Leaf node"], ["leafnode", "leaf node"], ["color", "colour / color"], ["colour", "colour, color"],
    ["b", "a or b"], ["Café", "cafe"], ["der Baum", "Baum"], ["l’arbre", "larbre"], ["TCP/IP", "TCP/IP"], ["3.5", "3.5"], ["“x”.", "x"], ["über", "Uber"],
  ]) assert.ok(question.isTyped(typed, key), `${typed} for ${key}`);
  for (const [typed, key] of [["", "leaf"], ["lea", "leaf"], ["a", "the"], ["35", "3.5"], ["C", "C++"], ["-", "a / b"]]) {
    assert.ok(!question.isTyped(typed, key), `${typed} for ${key}`);
  }
});

test("a letter chooses its choice, a digit the choice of that place", () => {
  for (const [key, labels, at] of [["b", ["A", "B"], 1], ["2", ["A", "B"], 1], ["3", ["A", "B"], -1], ["2", ["2", "1"], 0], ["T", ["TRUE", "FALSE"], -1], ["x", ["A"], -1]]) {
    assert.equal(question.fieldOf(key, labels), at, key);
  }
});

test("the bar says how many are right once something is answered", () => {
  const syllabus = { ...sharedOver(), onContent() {} };
  const { score } = load("themes/default/js/quiz-bar.js", ["score"], { syllabus, document: { addEventListener() {} } });
  assert.equal(score("{right}/{count}", [null, null]), "");
  assert.equal(score("{right}/{count}", [false, null]), "0/2");
  assert.equal(score("{right}/{count}", [true, false, true]), "2/3");
});

test("progress counts chapters, leaves overviews out of their module, and knows where to continue", () => {
  const syllabus = { ...sharedOver(), load: () => new Promise(() => {}) };
  const document = { documentElement: { dataset: { root: "" } }, addEventListener() {} };
  const { sumOf, chaptersOf, continueAt } = load("themes/default/js/course-progress.js", ["sumOf", "chaptersOf", "continueAt"], { syllabus, document, location: { href: "file:///x/index.html" } });
  const chapters = [["a", "a.html", "A", 5, null, 0], ["m", "m/index.html", "M", 1, 0, 0], ["m/b", "m/b.html", "B", 10, 0, 2], ["m/n/c", "m/n/c.html", "C", 20, 1, 0], ["o", "o/index.html", "O", 3, 2, 0]];
  const course = { modules: [["m/index.html", null], ["m/n/index.html", 0], ["o/index.html", null]], chapters };
  const done = (...ids) => (id) => ids.includes(id);
  assert.deepEqual(sumOf(chapters, done("a", "m/b")), { done: 2, count: 5, minutes: 24 });
  assert.deepEqual([0, 1, 2].map((at) => chaptersOf(at, course).map(([id]) => id)), [["m/b", "m/n/c"], ["m/n/c"], ["o"]]);
  const place = { page: "m/b.html", section: "häuser", title: "Houses" };
  assert.deepEqual(continueAt(chapters, place, done()), { address: "m/b.html#h%C3%A4user", title: "B", section: "Houses" });
  assert.equal(continueAt(chapters, place, done("m/b")).address, "m/n/c.html");
  assert.equal(continueAt(chapters, place, done("m/b", "m/n/c", "o")).address, "a.html", "what was passed over comes last");
  assert.equal(continueAt(chapters, null, done("a")).address, "m/index.html");
  assert.equal(continueAt(chapters, { page: "gone.html", section: "", title: "" }, done()).address, "a.html");
  assert.equal(continueAt(chapters, place, () => true), null);
});

test("a shell's prompts are not copied, those of others are", () => {
  const { textToCopy } = load("themes/default/js/code.js", ["textToCopy"], { syllabus: { onContent() {} }, ResizeObserver: class {}, navigator: {} });
  assert.equal(textToCopy("$ ls -l\ntotal 1\n% pwd\n$HOME", "Bash"), "ls -l\ntotal 1\npwd\n$HOME");
  assert.equal(textToCopy("$ ls", "perl"), "$ ls");
});
