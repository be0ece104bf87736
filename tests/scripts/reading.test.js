// What the reading aids decide: the values of cells, the order of rows, where notes go. What they do to a page the browser tests show.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

const given = { syllabus: { onContent() {} }, ResizeObserver: class {}, document: { addEventListener() {} } };
const { numberOf, dateOf, keysOf, orderOf } = load("themes/default/js/tables.js", ["numberOf", "dateOf", "keysOf", "orderOf"], given);

test("a number is read by its value, in the way of the page's language", () => {
  const english = { "1,234": 1234, "1,234.5": 1234.5, "3.5 GB": 3.5e9, "900MB": 9e8, "12 %": 12, "~5": 5, "-3": -3, "−3": -3, "$1,000": 1000, "5 €": 5, "1.234": 1.234, "0.125": 0.125, "2 ms": 0.002, "1'000": 1000, "10+": 10, "1,234,567": 1234567, ".5": 0.5 };
  for (const [text, value] of Object.entries(english)) assert.equal(numberOf(text, "."), value, text);
  const german = { "1.234": 1234, "1.234,5": 1234.5, "3,5 GB": 3.5e9, "1,234": 1.234, "12 %": 12 };
  for (const [text, value] of Object.entries(german)) assert.equal(numberOf(text, ","), value, text);
  for (const text of ["", "a", "v1.2.3-beta", "1 of 2", "10.0.0.0/8", "3 words here", "-"]) assert.equal(numberOf(text, "."), null, text);
});

test("dates are compared by the day", () => {
  assert.ok(dateOf("2024-05-31") < dateOf("2024-06-01") && dateOf("31.12.2023") < dateOf("1.1.2024") && dateOf("2024-05") < dateOf("2024-05-01"));
  for (const text of ["2024", "5/6/2024", "May", ""]) assert.equal(dateOf(text), null, text);
});

test("a column is data where all its cells are, but for empty ones", () => {
  assert.deepEqual(keysOf(["10", "9", "–", "1,000"], "en"), [10, 9, null, 1000]);
  assert.deepEqual(keysOf(["b", "a", "", "c"], "en"), ["b", "a", null, "c"]);
  assert.equal(keysOf(["a", "x".repeat(40)], "en"), null, "sentences are no data");
  assert.equal(keysOf(["a", "a", "a"], "en"), null, "nothing to sort by");
  assert.equal(keysOf(["✓", "✗", "—"], "en"), null);
});

test("rows are sorted by value and by the language; equal ones stay, empty ones come last", () => {
  assert.deepEqual(orderOf([10, 9, null, 1000, 9], 1, "en"), [1, 4, 0, 3, 2]);
  assert.deepEqual(orderOf([10, 9, null, 1000, 9], -1, "en"), [3, 0, 1, 4, 2]);
  assert.deepEqual(orderOf(["z", "ä", "a", "item 10", "item 9"], 1, "de"), [2, 1, 4, 3, 0]);
  assert.deepEqual(orderOf(["z", "ä", "a"], 1, "sv"), [2, 0, 1]);
});

test("notes stand where they are wanted, or below the one before", () => {
  const { stack } = load("themes/default/js/footnotes.js", ["stack"], given);
  assert.deepEqual(stack([{ at: 0, height: 30 }, { at: 10, height: 20 }, { at: 200, height: 5 }], 10), [0, 40, 200]);
});

test("of a shell of Windows the prompts are not copied", () => {
  const { textToCopy } = load("themes/default/js/code.js", ["textToCopy"], { ...given, navigator: {} });
  assert.equal(textToCopy("PS C:\\a> ls\nPS> pwd", "powershell"), "ls\npwd");
});
