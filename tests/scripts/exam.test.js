// What an exam decides: what it draws, how it is mixed, how its clock runs, what a result is, and what of the browser's memory it can read.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

const syllabus = {};
load("themes/default/js/exam/rules.js", [], { syllabus });
const { rules } = syllabus.exam;
const ids = Array.from({ length: 40 }, (_, n) => `q${n}`);
const AT = "2026-11-28T10:00:00.000Z";
const NOW = Date.parse(AT);
const running = (more = {}) => ({ at: AT, seed: 7, list: ["a", "b", "c"], isMixed: true, isRetry: false, minutes: 10, spent: 0, chosen: {}, flags: [], ...more });
const found = async (ids) => new Map(ids.map((id) => [id, {}]));

test("a seed mixes always alike, each thing stays once, and every order is as likely", () => {
  const mixed = rules.mix(ids, 42);
  assert.deepEqual(mixed, rules.mix(ids, 42));
  assert.notDeepEqual(mixed, rules.mix(ids, 43));
  assert.notDeepEqual(mixed, ids);
  assert.deepEqual([...mixed].sort(), [...ids].sort());
  const seen = new Map();
  for (let seed = 0; seed < 6000; seed++) {
    const order = rules.mix(["a", "b", "c"], seed).join("");
    seen.set(order, (seen.get(order) ?? 0) + 1);
  }
  assert.equal(seen.size, 6);
  for (const [order, times] of seen) assert.ok(Math.abs(times - 1000) < 150, `${order}: ${times}`);
  assert.deepEqual([rules.mix([], 1), rules.mix(["a"], 1)], [[], ["a"]]);
});

test("as many are drawn as are wanted and there, at most sixty where nobody says", () => {
  assert.deepEqual([rules.count(undefined, 20), rules.count("", 700), rules.count("65", 700), rules.count("65", 3), rules.count("0", 9), rules.count("-4", 9), rules.count("2.4", 9), rules.count("x", 9)], [20, 60, 65, 3, 9, 1, 2, 9]);
  assert.deepEqual([rules.minutes(undefined), rules.minutes(""), rules.minutes("90"), rules.minutes("-3"), rules.minutes("99999"), rules.minutes("x")], [0, 0, 90, 0, 1440, 0]);
});

test("a drawing takes others for what is gone, and keeps the course's order where nothing is mixed", async () => {
  const drawn = await rules.draw({ ids, count: 12, seed: 5, isMixed: true }, found);
  assert.deepEqual([drawn.length, new Set(drawn).size], [12, 12]);
  assert.deepEqual(drawn, await rules.draw({ ids, count: 12, seed: 5, isMixed: true }, found));
  const plain = await rules.draw({ ids, count: 12, seed: 5, isMixed: false }, found);
  assert.deepEqual(plain, [...drawn].sort((a, b) => ids.indexOf(a) - ids.indexOf(b)));
  assert.deepEqual(await rules.draw({ ids, count: 40, seed: 5, isMixed: false }, found), ids);
  const odd = async (some) => found(some.filter((id) => Number(id.slice(1)) % 2));
  const some = await rules.draw({ ids, count: 18, seed: 5, isMixed: true }, odd);
  assert.ok(some.length === 18 && some.every((id) => Number(id.slice(1)) % 2));
  assert.equal((await rules.draw({ ids, count: 40, seed: 5, isMixed: true }, odd)).length, 20);
  await assert.rejects(rules.draw({ ids, count: 2, seed: 5, isMixed: true }, () => Promise.reject(new Error("no network"))));
});

test("choices are mixed by question, but not where one speaks of the others by their place", () => {
  const choices = ["Red", "Green", "Blue", "White", "Black", "Grey"];
  const order = rules.orderOf({ id: "a", kind: "single", choices }, 7);
  assert.deepEqual([...order].sort(), [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(order, rules.orderOf({ id: "a", kind: "single", choices }, 7));
  assert.notDeepEqual(order, rules.orderOf({ id: "b", kind: "single", choices }, 7));
  assert.deepEqual(rules.orderOf({ id: "a", kind: "true-false", choices: ["True", "False"] }, 1), [0, 1]);
  for (const last of ["All of the above", "None of the above.", "Alle oben genannten", "Todas las anteriores", "Toutes les réponses ci-dessus", "Todas as anteriores", "以上すべて", "以上都是", "위의 모두", "Все вышеперечисленные", "Усе перелічене", "Wszystkie powyższe", "Yukarıdakilerin hepsi", "Tất cả các đáp án ở trên", "كل ما ورد أعلاه", "उपरोक्त सभी"]) {
    assert.deepEqual(rules.orderOf({ id: "a", kind: "single", choices: [...choices, last] }, 7), [0, 1, 2, 3, 4, 5, 6], last);
  }
});

test("a heading that only counts says nothing in an exam", () => {
  for (const title of ["Question 3", "Q3.", "3", "Frage 12:", "问题 4"]) assert.ok(rules.isNumber(title), title);
  for (const title of ["Question 3: a vacuum", "Scenario on trees"]) assert.ok(!rules.isNumber(title), title);
});

test("a clock runs from the beginning, wherever the student is; without one only the time on the page counts", () => {
  const timed = running();
  assert.deepEqual([0, 1, 599_500, 600_000, 9e9, -5000].map((ms) => rules.left(timed, NOW + ms)), [600, 600, 1, 0, 0, 600]);
  assert.deepEqual([0, 90_000, 9e9, -5000].map((ms) => rules.secondsOf(timed, NOW + ms, 0)), [0, 90, 600, 0]);
  const free = running({ minutes: 0, spent: 30 });
  assert.equal(rules.left(free, NOW + 9e9), null);
  assert.equal(rules.secondsOf(free, NOW + 5000, NOW), 35);
  assert.equal(rules.secondsOf(free, NOW - 5000, NOW), 30, "the clock was put back");
  assert.deepEqual([0, 9, 65, 3600, 3725].map(rules.clock), ["0:00", "0:09", "1:05", "1:00:00", "1:02:05"]);
});

test("five minutes, one minute and the end are told once each", () => {
  const told = [];
  for (let left = 400; left > 0; left--) told.push(rules.told(left, left - 1));
  assert.deepEqual(told.filter((moment) => moment !== null), [300, 60, 0]);
  assert.deepEqual([rules.told(900, 30), rules.told(900, 0), rules.told(30, 29), rules.told(300, 300), rules.told(60, 60)], [60, 0, null, null, null]);
});

test("a result counts what is right, and keeps what was chosen of the rest; cards wait for the student", () => {
  const state = running({ list: ["a", "b", "c", "d", "e"], chosen: { a: "A", b: "C", d: "some words" } });
  const result = rules.resultOf(state, new Map([["a", true], ["b", false], ["c", false], ["d", null]]));
  assert.deepEqual(result, { right: 1, count: 4, wrong: ["b", "c"], judge: ["d"], chosen: { b: "C", d: "some words" } });
  const attempt = { scope: "x.html", at: AT, seconds: 9, isRetry: false, ...result };
  const known = rules.judge(attempt, "d", true);
  assert.deepEqual([known.right, known.judge, known.wrong], [2, [], ["b", "c"]]);
  assert.deepEqual(rules.judge(attempt, "d", false).wrong, ["b", "c", "d"]);
  assert.equal(rules.judge(known, "d", false), known, "once");
  assert.equal(rules.judge(attempt, "b", true), attempt);
  assert.deepEqual([rules.percent({ right: 2, count: 3 }), rules.percent({ count: 0 })], [66, 0]);
  assert.deepEqual([[7, 10, 70], [2, 3, 67], [0, 3, 0], [69, 100, 70]].map(([right, count, mark]) => rules.isPassed({ right, count }, mark)), [true, false, true, false]);
});

test("a running exam is read as it was kept, and what is broken in it is left out", () => {
  const state = running({ chosen: { a: "A C", b: "leaf" }, flags: ["b"], minutes: 0, spent: 61 });
  assert.deepEqual(rules.readRunning(JSON.parse(JSON.stringify({ ...state, v: 2 }))), state);
  const broken = rules.readRunning({ at: AT, list: ["a", "a", 5, "", "b"], seed: "x", minutes: -1, spent: 1.5, chosen: { a: 5, b: "B", z: "Z", __proto__: { b: "x" } }, flags: ["z", "a"], isMixed: 1 });
  assert.deepEqual(broken, running({ list: ["a", "b"], seed: 0, minutes: 0, isMixed: false, chosen: { b: "B" }, flags: ["a"] }));
  for (const value of [null, undefined, 5, "x", [], {}, { at: AT }, { at: AT, list: [] }, { at: "never", list: ["a"] }, { list: ["a"] }, { at: AT, list: { a: 1 } }]) assert.equal(rules.readRunning(value), null, JSON.stringify(value));
});

test("past exams are read one by one: those that are broken are counted, stay, and are never shown", () => {
  const attempt = { scope: "a.quiz.html", at: AT, seconds: 5, right: 3, count: 4, wrong: ["q1"] };
  const bad = [null, 5, [], {}, { ...attempt, at: "x" }, { ...attempt, right: 9 }, { ...attempt, right: "3" }, { ...attempt, count: 0 }, { ...attempt, seconds: -1 }, { ...attempt, scope: 1 }, { ...attempt, right: undefined }];
  const { attempts, unread } = rules.readAttempts({ list: [...bad, attempt, { ...attempt, right: undefined, saved: 2, wrong: "x" }] });
  assert.deepEqual(attempts.map(({ right, saved, wrong, judge, isRetry }) => ({ right, saved, wrong, judge, isRetry })), [
    { right: 3, saved: undefined, wrong: ["q1"], judge: [], isRetry: false },
    { right: undefined, saved: 2, wrong: [], judge: [], isRetry: false },
  ]);
  assert.equal(unread, bad.length);
  for (const value of [null, undefined, {}, { list: "x" }, { list: {} }]) assert.deepEqual(rules.readAttempts(value), { attempts: [], unread: 0 });
  const list = rules.withAttempt([...bad, { ...attempt, note: 1 }], { ...attempt, right: 4 });
  assert.deepEqual(list, [...bad, { ...attempt, note: 1, right: 4 }], "another state of one takes its place, with what is not known of it");
  assert.equal(rules.withAttempt(list, { ...attempt, at: "2026-11-29T10:00:00.000Z" }).length, bad.length + 2);
  const many = Array.from({ length: 60 }, (_, n) => ({ ...attempt, at: new Date(NOW + n).toISOString() })).reduce(rules.withAttempt, []);
  assert.deepEqual([many.length, many[0].at], [50, new Date(NOW + 10).toISOString()]);
});
