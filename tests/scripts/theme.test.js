// What the theme's scripts decide: verdicts, what is kept of an answer, what is copied. What they do to a page the browser tests show.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

// A browser's memory that holds values of these keys.
const storage = (kept = {}) => ({ getItem: (key) => kept[key] ?? null, setItem: (key, value) => { kept[key] = value; }, removeItem: (key) => { delete kept[key]; } });

// `syllabus` as js/syllabus.js makes it, over such a memory; `said` are the events that it listens to.
function syllabusOver(localStorage, said = []) {
  const made = {};
  const document = {
    documentElement: { dataset: { course: "c" } },
    currentScript: { dataset: { copy: "Copy" } },
    addEventListener: (name, run) => said.push({ name, run }),
  };
  load("themes/default/js/syllabus.js", [], { document, localStorage, globalThis: made });
  return made.syllabus;
}

test("what is kept comes back, under the course's own key", () => {
  const kept = {};
  const { store } = syllabusOver(storage(kept));
  assert.equal(store.read("theme"), null);
  store.write("theme", { theme: "dark" });
  assert.deepEqual(Object.keys(kept), ["syllabus:c:theme"]);
  assert.equal(store.read("theme").theme, "dark");
  store.remove("theme");
  assert.deepEqual(kept, {});
});

test("what another version or another program kept is not read, and a forbidden memory breaks nothing", () => {
  const { store } = syllabusOver(storage({ "syllabus:c:a": "{", "syllabus:c:b": '{"v":0}', "syllabus:c:d": "null", "syllabus:c:e": "7" }));
  for (const key of ["a", "b", "d", "e"]) assert.equal(store.read(key), null, key);
  const forbidden = syllabusOver({ getItem() { throw new Error("no"); }, setItem() { throw new Error("no"); }, removeItem() { throw new Error("no"); } }).store;
  forbidden.write("a", {});
  forbidden.remove("a");
  assert.equal(forbidden.read("a"), null);
});

test("values are put into a pattern; a name without a value stays", () => {
  const { fill } = syllabusOver(storage());
  assert.equal(fill("{right} of {count}, {right}!", { right: 0, count: 3 }), "0 of 3, 0!");
  assert.equal(fill("{no} {}", {}), "{no} {}");
});

test("content is enhanced at once and after each change", () => {
  const said = [];
  let runs = 0;
  syllabusOver(storage(), said).onContent(() => runs++);
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

const question = load("themes/default/js/question.js", ["sameLabels", "markOf", "nextRecord"], { HTMLElement: class {}, customElements: { define() {} } });

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
  const first = question.nextRecord(null, ["A"], false, new Date(0));
  assert.deepEqual(first, { first: false, last: false, chosen: "A", tries: 1, at: "1970-01-01T00:00:00.000Z" });
  assert.deepEqual(question.nextRecord(first, ["B", "C"], true, new Date(1)), { first: false, last: true, chosen: "B C", tries: 2, at: "1970-01-01T00:00:00.001Z" });
});

test("the bar says how many are right once something is answered", () => {
  const syllabus = { ...syllabusOver(storage()), onContent() {} };
  const { score } = load("themes/default/js/quiz-bar.js", ["score"], { syllabus, document: { addEventListener() {} } });
  assert.equal(score("{right}/{count}", [null, null]), "");
  assert.equal(score("{right}/{count}", [false, null]), "0/2");
  assert.equal(score("{right}/{count}", [true, false, true]), "2/3");
});

test("a shell's prompts are not copied, those of others are", () => {
  const { textToCopy } = load("themes/default/js/code.js", ["textToCopy"], { syllabus: { onContent() {} }, ResizeObserver: class {}, navigator: {} });
  assert.equal(textToCopy("$ ls -l\ntotal 1\n% pwd\n$HOME", "Bash"), "ls -l\ntotal 1\npwd\n$HOME");
  assert.equal(textToCopy("$ ls", "perl"), "$ ls");
});
