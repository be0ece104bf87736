// When a question is asked again, held equal to the package of FSRS's authors.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createEmptyCard, fsrs, Rating } from "ts-fsrs";
import { load } from "./load.js";

const syllabus = {};
load("themes/default/js/schedule.js", [], { syllabus });
Object.assign(syllabus, { store: { entries: () => [] }, words: {}, count: () => "" });
const links = { querySelector: () => null, createElement: () => ({ setAttribute() {} }), documentElement: { dataset: {} }, addEventListener() {} };
load("themes/default/js/due.js", [], { syllabus, document: links });
const { next } = syllabus.schedule;
const { on: dueOn, dayOf } = syllabus.due;
const theirs = fsrs({ enable_fuzz: false, enable_short_term: false, request_retention: 0.9 });
const noon = (day) => new Date(`${day}T12:00:00`);
const utc = (day) => new Date(`${day}T00:00:00Z`);
const after = (day, days) => new Date(Date.parse(day) + days * 864e5).toISOString().slice(0, 10);

// The same numbers each time.
function* numbers(seed) {
  for (;;) yield (seed = (seed * 48271) % 2147483647) / 2147483647;
}

test("each step is that of ts-fsrs, with the same days", () => {
  const chance = numbers(7);
  for (let card = 0; card < 300; card++) {
    let [record, other, day] = [null, createEmptyCard(utc("2026-01-01")), "2026-01-01"];
    for (let review = 0; review < 12; review++) {
      const isRight = chance.next().value < 0.75;
      const ours = next(record, isRight, noon(day));
      other = theirs.next(other, utc(day), isRight ? Rating.Good : Rating.Again).card;
      assert.equal(ours.due, other.due.toISOString().slice(0, 10), `${card}, ${review}, ${day}`);
      assert.ok(Math.abs(ours.stability / other.stability - 1) < 1e-3 && Math.abs(ours.stability - other.stability) < 1e-3 && Math.abs(ours.difficulty - other.difficulty) < 1e-4, JSON.stringify([ours, other]));
      record = { last: isRight, at: `${day}T12:00:00Z`, ...ours };
      // As a record keeps them.
      other = { ...other, stability: ours.stability, difficulty: ours.difficulty };
      day = after(ours.due, Math.floor((chance.next().value - 0.3) * 6) < 0 ? 0 : Math.floor(chance.next().value * 20));
    }
  }
});

test("a student who comes each day for a month is asked on the same days", () => {
  const chance = numbers(11);
  const cards = Array.from({ length: 40 }, () => ({ record: null, other: createEmptyCard(utc("2026-03-01")) }));
  for (let n = 0; n < 30; n++) {
    const day = after("2026-03-01", n);
    for (const card of cards) {
      const isDue = !card.record || dueOn(card.record) <= day;
      assert.equal(isDue, card.other.due <= utc(day), day);
      if (!isDue) continue;
      const isRight = chance.next().value < 0.8;
      card.record = { last: isRight, at: "", ...next(card.record, isRight, noon(day)) };
      card.other = theirs.next(card.other, utc(day), isRight ? Rating.Good : Rating.Again).card;
    }
  }
});

test("of several tries of a day the first counts, and one that is wrong after it", () => {
  const day = noon("2026-03-29");
  const wrong = { last: false, at: "", ...next(null, false, day) };
  assert.equal(wrong.due, "2026-03-30");
  assert.deepEqual(next(wrong, true, day), {});
  assert.deepEqual(next(wrong, false, day), {});
  const right = { last: true, at: "", ...next(null, true, day) };
  assert.deepEqual(next(right, true, day), {});
  assert.equal(next(right, false, day).due, "2026-03-30");
});

test("what was answered before there was a schedule, or is broken, has a day too", () => {
  assert.equal(dueOn({ last: false, at: "2026-03-01T12:00:00Z" }), "2026-03-01");
  assert.equal(dueOn({ last: true, at: "2026-03-01T12:00:00Z" }), "2026-03-04");
  assert.match(next({ reviewed: "2026-03-01", stability: -1, difficulty: 0 }, true, noon("2026-03-02")).due, /^2026-03-/);
  assert.equal(dayOf(new Date(2026, 0, 2, 23, 59)), "2026-01-02");
});

test("a session draws what was wrong, then what is due, then what is new, and asks the wrong ones again after three others", () => {
  const document = { documentElement: { dataset: {} }, querySelector: () => null };
  const { itemsOf, draw, countsOf, again } = load("themes/default/js/practice.js", ["itemsOf", "draw", "countsOf", "again"], { syllabus, document, location: { href: "file:///x/practice.html" } });
  const items = itemsOf({ 0: "a b c", 2: "d e b", 5: "z" }, ["0", "2", "7"]);
  assert.deepEqual(items.map(({ id, bank }) => id + bank), ["a0", "b0", "c0", "d2", "e2"], "each once, of these banks only");
  const records = { b: { tries: 1, last: true, due: "2026-03-02" }, c: { tries: 1, last: true, due: "2026-03-01", stability: 30 }, d: { tries: 2, last: false, due: "2026-04-01" }, e: { tries: 1, last: true, due: "2026-05-01" } };
  const recordOf = (id) => records[id] ?? null;
  assert.deepEqual(draw(items, recordOf, "2026-03-02").map(({ id }) => id), ["d", "c", "b", "a"]);
  assert.deepEqual(countsOf(items, recordOf, "2026-03-02"), { due: 2, fresh: 1, learning: 3, known: 1 });
  assert.equal(draw(itemsOf({ 0: Array.from({ length: 50 }, (_, n) => `q${n}`).join(" ") }, ["0"]), () => null, "2026-03-02").length, 10);
  assert.deepEqual(again(["a", "b", "c", "d", "e"], 0), ["a", "b", "c", "d", "a", "e"]);
  assert.deepEqual(again(["a", "b"], 1), ["a", "b", "b"]);
  assert.deepEqual(again(["a", "a", "a", "a"], 3), ["a", "a", "a", "a"], "but not for ever");
});
