// Where words of the source are read on a page: src/preview/client/find.js, on texts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

const preview = {};
const { plain } = load("src/preview/client/find.js", ["plain"], { preview });
// In place of a range of the document: from where to where, and what it holds.
preview.rangeOf = ({ text }, start, end) => `${start} ${text.slice(start, end)}`;

const page = (text) => ({ text, parts: [] });
const find = (text, ...wanted) => preview.findPlaces(page(text), wanted);
const place = (words, occurrence, before, after) => ({ words, occurrence, around: [before, after] });

test("of the same words those are found that have the same around them", () => {
  const text = "A star ★ here.\nAnother star ★ there.\nThe last star ★ of all.";
  assert.deepEqual(find(text, place("★", 0, "Another star ", " there")), ["28 ★"]);
  assert.deepEqual(find(text, place("★", 9, "The last star ", " of all")), ["51 ★"], "whatever was counted before");
});

test("of several that fit, the best one is taken; of equal ones the one that was counted", () => {
  assert.deepEqual(find("the same words x one, the same words x two", place("x", 0, "the same words ", " two")), ["37 x"]);
  assert.deepEqual(find("ab x cd, ab x cd, ab x cd", place("x", 1, "ab ", " cd")), ["12 x"]);
});

test("marks and blanks around them may differ, words may not", () => {
  assert.deepEqual(find("“Some, words: x — and more”", place("x", 0, "**Some** words ", "and\nmore")), ["14 x"]);
  assert.deepEqual(find("completely other x things", place("x", 0, "Some words ", " and more")), [null]);
});

test("each place is found once, in order where nothing tells them apart", () => {
  const same = () => place("x", 0, "", "");
  assert.deepEqual(find("x x", same(), same(), same()), ["0 x", "2 x", null]);
});

test("a line's end on the page is a blank", () => {
  assert.deepEqual(find("one two\nthree four", place("two three", 0, "one ", " four")), ["4 two\nthree"]);
});

test("what is read nowhere has no place", () => {
  assert.deepEqual(find("some text", null, { words: "some", occurrence: 0, around: null }, place("gone", 0, "", ""), place("", 0, "", "")), [null, null, null, null]);
});

test("of many places with the same words each is found where it is", () => {
  const text = Array.from({ length: 3000 }, (_, n) => `word${n} ★`).join(" ");
  const wanted = Array.from({ length: 3000 }, (_, n) => place("★", n, `word${n} `, ` word${n + 1}`));
  const found = preview.findPlaces(page(text), wanted);
  assert.ok(found.every((one, n) => text.slice(0, Number(one.split(" ")[0])).endsWith(`word${n} `)));
});

test("a line of markdown is read without its marks", () => {
  const lines = { "## A **bold** title": "A bold title", "- [x] a `task` with [a link](b.md)": "a task with a link", "3. ![alt](i.png) <b>x</b>": "alt x", "> quoted": "quoted", "B) a choice": "a choice", "plain": "plain" };
  for (const [line, read] of Object.entries(lines)) assert.equal(plain(line), read);
});

test("of a line the marked words are found, or else the longest run that is on the page", () => {
  load("src/preview/client/excerpt.js", [], { preview });
  const item = (text, marked = "") => {
    const start = text.indexOf(marked);
    return { excerpt: { lines: [{ number: 1, text, marks: [{ start, end: start + marked.length, note: null }] }], far_notes: [] } };
  };
  assert.equal(preview.findLine(page("x and see this link y"), item("and see [this link](gone.md)", "[this link](gone.md)")), "10 this link");
  assert.equal(preview.findLine(page("nothing but some common words here"), item("Other some common words")), "12 some common words");
  assert.equal(preview.findLine(page("a b c"), item("x a b")), null, "a few letters could be anywhere");
  assert.equal(preview.findLine(page("text"), { excerpt: null }), null);
  assert.equal(preview.findLine(page("a longword"), item("…longword…")), "2 longword", "what stands for the rest of a line is not looked for");
});
