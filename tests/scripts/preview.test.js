// What other parts of the preview decide, without a document.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { load, repository } from "./load.js";

const CLIENT = "src/preview/client";

const repair = (changes = {}) => ({ line: 1, column: 1, before: "Ã©", after: "é", confidence: 0.99, alternatives: [], channel: "cp1252", occurrence: 0, around: null, chosen: false, ...changes });

function repairs() {
  const preview = {};
  const { codePoints, visible, percent } = load(`${CLIENT}/repair.js`, ["codePoints", "visible", "percent"], { preview });
  return { preview, codePoints, visible, percent };
}

test("nothing runs where the page does not come from a server", () => {
  const start = (dataset, protocol) => {
    const preview = {};
    const document = { currentScript: dataset && { dataset } };
    load(`${CLIENT}/start.js`, [], { preview, document, location: { protocol }, sessionStorage: { getItem: () => null } });
    return preview.page;
  };
  assert.equal(start({ page: "a.html", hash: "0" }, "http:"), "a.html");
  assert.equal(start({ page: "a.html", hash: "0" }, "file:"), undefined);
  assert.equal(start({}, "http:"), undefined);
  assert.equal(start(null, "http:"), undefined);
});

test("an event reaches all who listen to it, and a page's address is escaped", () => {
  const preview = {};
  load(`${CLIENT}/start.js`, [], { preview, document: { currentScript: { dataset: { page: "a b/ü&.html", hash: "0" } } }, location: { protocol: "https:" } });
  const heard = [];
  preview.on("connected", (value) => heard.push(["one", value]));
  preview.on("connected", (value) => heard.push(["two", value]));
  preview.on("facts", () => heard.push("facts"));
  preview.emit("connected", true);
  assert.deepEqual(heard, [["one", true], ["two", true]]);
  assert.equal(preview.addressOf("facts"), "/.syllabus/facts?page=a%20b%2F%C3%BC%26.html");
});

test("a repair is unsure if it may be another one, and to decide if that is likely", () => {
  const { preview } = repairs();
  const says = (changes) => [preview.isUnsure(repair(changes)), preview.isToDecide(repair(changes))];
  assert.deepEqual(says({}), [false, false]);
  assert.deepEqual(says({ alternatives: ["è"] }), [true, false]);
  assert.deepEqual(says({ confidence: 0.89 }), [true, true]);
  assert.deepEqual(says({ chosen: true, confidence: 1 }), [true, true]);
});

test("what cannot be seen is shown by its numbers", () => {
  const { codePoints, visible, percent } = repairs();
  assert.equal(visible("📝"), "📝");
  assert.equal(visible("\u00a0\u200b"), "U+00A0 U+200B");
  assert.equal(codePoints("📝a"), "U+1F4DD U+0061");
  assert.deepEqual([percent(0.414), percent(0.999)], ["41 % sure", "99 % sure"]);
});

test("a line is cut into pieces where marks begin and end; its own place is marked above all", () => {
  const { pieces, ownPlace } = load(`${CLIENT}/excerpt.js`, ["pieces", "ownPlace"], { preview: {} });
  const cut = (text, ...marks) => pieces({ text, marks: marks.map(([start, end, note = null]) => ({ start, end, note })) }).map(({ text, mark }) => [text, mark]);
  assert.deepEqual(cut("abcdef", [2, 4]), [["ab", null], ["cd", "own"], ["ef", null]]);
  assert.deepEqual(cut("abc", [0, 3]), [["abc", "own"]]);
  assert.deepEqual(cut("abc"), [["abc", null]]);
  assert.deepEqual(cut("abcdef", [1, 3], [2, 5, "n"]), [["a", null], ["b", "own"], ["c", "own"], ["de", "noted"], ["f", null]]);
  assert.deepEqual(cut("ab", [1, 1]), [["a", null], ["", "own"], ["b", null]]);
  assert.deepEqual(cut("ab", [2, 2]), [["ab", null], ["", "own"]]);
  assert.deepEqual(cut("", [0, 0]), [["", "own"]]);
  const lines = [{ number: 3, text: "one", marks: [{ start: 0, end: 3, note: "n" }] }, { number: 5, text: "🎯 two", marks: [{ start: 3, end: 6, note: null }] }];
  assert.deepEqual(ownPlace({ lines }), { number: 5, text: "🎯 two", marked: "two" });
  assert.equal(ownPlace({ lines: lines.slice(0, 1) }), null);
});

// The panel makes its elements when it is loaded: these take what is put into them, and hold nothing.
function panel() {
  const element = () => ({ append() {}, addEventListener() {}, setAttribute() {}, replaceChildren() {}, dataset: {} });
  const { preview } = repairs();
  Object.assign(preview, { el: element, icon: element, words: (text) => [text], count: (n, one) => `${n} ${one}`, places: { corner: element() }, on() {} });
  return load(`${CLIENT}/panel.js`, ["withoutListedRepairs", "unsureRepairs", "recognised"], { preview });
}

test("a repair that can be decided in the panel is not listed a second time", () => {
  const diagnostics = [{ code: "repair/unsure", line: 3, column: 7 }, { code: "repair/unsure", line: 4, column: 1 }, { code: "link/broken", line: 3, column: 7 }];
  const listed = panel().withoutListedRepairs({ diagnostics, repairs: [repair({ line: 3, column: 7, confidence: 0.5 }), repair({ line: 4, column: 1 })] });
  assert.deepEqual(listed, [diagnostics[1], diagnostics[2]]);
});

test("repairs are listed the least sure first; those that a diagnostic is about are to decide", () => {
  const [likely, unlikely, asked, sure] = [
    repair({ line: 1, confidence: 0.95, alternatives: ["x"] }), repair({ line: 2, confidence: 0.4 }), repair({ line: 3, confidence: 0.92, alternatives: ["x"] }), repair({ line: 4 })];
  const { toDecide, nearlyCertain } = panel().unsureRepairs({ repairs: [likely, asked, unlikely, sure], diagnostics: [{ code: "repair/unsure", line: 3, column: 1 }] });
  assert.deepEqual([toDecide, nearlyCertain], [[unlikely, asked], [likely]]);
});

test("what was recognised is counted, and what there is none of is left out", () => {
  assert.equal(panel().recognised({ questions: [1, 2], checklist: [], repairs: [1] }), "2 question · 1 repair");
});

test("what the types say the server sends, it sends", () => {
  const types = readFileSync(join(repository, "tests/scripts/globals.d.ts"), "utf8").split("// What the server sends:")[1];
  const keys = [...types.replace(/\/\*\*.*?\*\//gs, "").matchAll(/(\w+)\??: /g)].map(([, key]) => key);
  const files = ["preview/server/wire.rs", "preview/server/answer.rs", "export/json.rs"];
  const server = files.map((name) => readFileSync(join(repository, "src", name), "utf8")).join();
  assert.ok(keys.length > 30);
  assert.deepEqual(keys.filter((key) => !new RegExp(`^ +(pub )?${key}: `, "m").test(server)), []);
});
