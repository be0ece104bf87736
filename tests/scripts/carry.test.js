// Progress that is carried from one browser to another: as letters of a link, as a file, as a QR code.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { compileFunction } from "node:vm";
import jsQR from "jsqr";
import { repository } from "./load.js";

const syllabus = {};
for (const name of ["pack", "file", "qr"]) {
  const path = join(repository, `themes/default/js/carry/${name}.js`);
  compileFunction(`"use strict"; {${readFileSync(path, "utf8")}\n}`, ["syllabus"], { filename: path })(syllabus);
}
const { carry } = syllabus;
const NOW = Date.UTC(2026, 10, 28, 12);

// Numbers by a seed, the same on every machine.
const randomBy = (seed) => () => {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
  return ((seed >>> 8) & 0xffffff) / 2 ** 24;
};
const idBy = (random) => Array.from({ length: 10 }, () => "0123456789abcdefghjkmnpqrstvwxyz"[Math.floor(random() * 32)]).join("");

// What a student has after eight weeks: most were right at once, some after a few tries, reviewed at their time.
const progress = (count, seed = 7) => {
  const random = randomBy(seed);
  return Array.from({ length: count }, () => {
    const first = random() < 0.7;
    const last = first || random() < 0.8;
    const tries = first ? 1 + Math.floor(random() * 3) : 2 + Math.floor(random() * 4);
    const day = Math.floor(56 * random() ** 0.7);
    const hour = [7, 8, 18, 19, 20, 20, 21, 22][Math.floor(random() * 8)];
    const at = new Date(NOW - day * 86_400_000 + (hour - 12) * 3_600_000 + Math.floor(random() * 3_600_000)).toISOString();
    const stability = Number(((last ? 3.17 : 0.4) * (1 + (tries - 1) * (2 + random() * 3))).toFixed(4));
    return [`question:${idBy(random)}`, { v: 2, first, last, chosen: last ? "B" : "ACD"[Math.floor(random() * 3)], tries, at, due: "2026-12-01", stability, difficulty: Number((4 + random() * 3 + (first ? 0 : 2)).toFixed(4)) }];
  });
};
const others = [["check:abcdefghij", { v: 2, on: true, at: "2026-11-20T10:15:00.000Z" }], ["chapter:01-bytes/02-ascii", { v: 2, done: true, at: "2026-11-21T10:00:00.000Z" }], ["question:0000000000", { v: 2, reset: true, at: "2026-11-22T09:00:00.000Z" }]];

test("what is packed is what comes out, as exactly as the schedule needs it", () => {
  const entries = [...progress(300), ...others];
  const { kinds, fault } = carry.unpack("c1", carry.pack("c1", entries));
  assert.equal(fault, undefined);
  const { entries: found, missing } = carry.resolve(kinds, entries.map(([key]) => key));
  assert.equal(missing, 0);
  assert.equal(found.length, entries.length);
  const byKey = new Map(found);
  for (const [key, value] of entries) {
    const one = byKey.get(key);
    assert.ok(Math.abs(Date.parse(one.at) - Date.parse(value.at)) < 3_600_000, key);
    assert.deepEqual([one.reset, one.on, one.done, one.first, one.last, one.tries], [value.reset, value.on, value.done, value.first, value.last, value.tries], key);
    if (!value.stability) continue;
    assert.ok(Math.abs(Math.log2(one.stability / value.stability)) <= 0.13, `${one.stability} ${value.stability}`);
    assert.ok(Math.abs(one.difficulty - value.difficulty) < 0.17);
    if (!value.last) assert.equal(one.chosen, value.chosen);
  }
});

test("a thousand answered questions are 6 KB at most", () => {
  for (const seed of [7, 8, 9]) {
    const packed = carry.pack("c1", progress(1000, seed));
    assert.ok(packed.length <= 6 * 1024, `${packed.length}`);
    assert.match(packed, /^[\w-]+$/);
  }
});

test("nothing packed is read too, and a link that is cut, foreign or of a later form says so", () => {
  assert.deepEqual(carry.unpack("c1", carry.pack("c1", [])).kinds, [[], [], []]);
  const packed = carry.pack("c1", progress(50));
  for (const length of [0, 1, 6, 20, packed.length - 1]) assert.equal(carry.unpack("c1", packed.slice(0, length)).fault, "broken", `${length}`);
  assert.equal(carry.unpack("c1", `${packed.slice(0, 30)}${packed[30] === "A" ? "B" : "A"}${packed.slice(31)}`).fault, "broken");
  assert.equal(carry.unpack("c2", packed).fault, "other");
  assert.equal(carry.unpack("c1", `9${packed.slice(1)}`).fault, "later");
  assert.equal(carry.unpack("c1", "%3Cscript%3E").fault, "broken");
});

test("of another version of the course what is still there is taken", () => {
  const entries = progress(100);
  const { kinds } = carry.unpack("c1", carry.pack("c1", entries));
  const { entries: found, missing } = carry.resolve(kinds, [...entries.slice(0, 60).map(([key]) => key), "question:new0000000"]);
  assert.deepEqual([found.length, missing], [60, 40]);
});

test("of two devices the newer of each item stays, and what was reset stays reset", () => {
  const [older, newer] = ["2026-11-01T10:00:00.000Z", "2026-11-02T10:00:00.000Z"];
  const own = [["question:a", { last: true, at: newer }], ["question:b", { reset: true, at: newer }], ["question:c", { last: false, at: older }]];
  const incoming = [["question:a", { last: false, at: older }], ["question:b", { last: true, at: older }], ["question:c", { last: true, at: newer }], ["question:d", { last: true, at: older }]];
  assert.deepEqual(carry.merge(own, incoming).map(([key]) => key), ["question:c", "question:d"]);
});

test("the exams of two devices are put together by when they began, and those before a reset stay forgotten", () => {
  const day = (n) => `2026-11-0${n}T10:00:00.000Z`;
  const exam = (n, more = {}) => ({ scope: "a.html", at: day(n), seconds: 1, right: 1, count: 2, wrong: [], ...more });
  const merge = (own, incoming) => carry.merge(own ? [["exams", own]] : [], [["exams", incoming]])[0]?.[1];
  const own = { list: [null, exam(1), exam(4, { right: 2 })], at: day(4) };
  const both = merge(own, { list: [exam(2), exam(4), "x"], at: day(3) });
  assert.deepEqual(both.list, [null, exam(1), exam(2), exam(4, { right: 2 })], "what is here stays as it is here");
  assert.equal(merge(own, { list: [exam(1), exam(4)], at: day(9) }), undefined, "nothing is new");
  assert.deepEqual(merge(null, { list: [exam(2)], at: day(3) }), { list: [exam(2)], at: day(3) });
  assert.equal(merge({ reset: true, at: day(3) }, { list: [exam(1), exam(2)], at: day(9) }), undefined, "it was forgotten");
  assert.deepEqual(merge({ reset: true, at: day(3) }, { list: [exam(1), exam(4)], at: day(9) }), { list: [exam(4)], at: day(9), since: day(3) });
  assert.deepEqual(merge({ list: [exam(1), exam(4)], at: day(4) }, { list: [exam(5)], at: day(5), since: day(3) }), { list: [exam(4), exam(5)], at: day(5), since: day(3) });
  assert.deepEqual(merge({ list: [exam(1)], at: day(1) }, { list: [], at: day(9), since: day(3) }), { reset: true, at: day(3) });
  const text = carry.toFile("c1", [["exams", { v: 2, reset: true, at: day(3) }], ["more-exams", { v: 2, list: [exam(4)], at: day(4) }], ["exam:a.html", { v: 2, list: ["q"], at: day(4) }]], new Date(NOW));
  assert.deepEqual([JSON.parse(text).exams, text.includes('"q"')], [[exam(4)], false], "an exam that runs is not carried");
  const [[, value]] = carry.fromFile("c1", text).entries;
  assert.deepEqual([value.list, value.since], [[exam(4)], day(3)]);
  const most = merge({ list: Array.from({ length: 50 }, (_, n) => exam(1, { at: new Date(NOW + n).toISOString() })), at: day(1) }, { list: [exam(9, { at: new Date(NOW + 99).toISOString() })], at: day(9) });
  assert.equal(most.list.length, 50);
});

test("a file holds all of it and is read again; a broken, foreign or later one says so", () => {
  const entries = [...progress(5), ...others, ["exams", { v: 2, list: [{ scope: "a.quiz.html", right: 3, count: 4 }], at: "2026-11-20T10:00:00.000Z" }]];
  const text = carry.toFile("c1", entries, new Date(NOW));
  const file = JSON.parse(text);
  assert.deepEqual(Object.keys(file), ["syllabus", "course", "saved", "questions", "checks", "chapters", "exams"]);
  const back = carry.fromFile("c1", `\ufeff${text}`);
  const byKey = new Map(back.entries);
  for (const [key, { v, ...value }] of entries.slice(0, -1)) assert.deepEqual(byKey.get(key), value, key);
  assert.equal(byKey.get("exams").list.length, 1);
  for (const [text, fault] of [["{", "broken"], ["[]", "broken"], ["null", "broken"], ["{}", "broken"], ['{"syllabus":2,"course":"c1"}', "later"], ['{"syllabus":1,"course":"c2"}', "other"]]) assert.equal(carry.fromFile("c1", text).fault, fault, text);
  const hostile = carry.fromFile("c1", '{"syllabus":1,"course":"c1","questions":{"__proto__":{"at":"2026-01-01"},"a":5,"b":{"at":"never"},"c":{"at":"2026-01-01","last":true}},"checks":[1]}');
  assert.deepEqual(hostile.entries.map(([key]) => key), ["question:c"]);
});

test("a QR code is read by another program", () => {
  for (const length of [1, 17, 60, 154, 250, 400, 700, 1000]) {
    const text = `https://example.org/${carry.pack("c1", progress(300)).repeat(2)}`.slice(0, length);
    const rows = carry.qr(text);
    const [scale, quiet] = [4, 4];
    const size = (rows.length + 2 * quiet) * scale;
    const pixels = new Uint8ClampedArray(size * size * 4).fill(255);
    for (const [y, row] of rows.entries()) {
      for (const [x, isDark] of row.entries()) {
        if (!isDark) continue;
        for (let dy = 0; dy < scale; dy++) for (let dx = 0; dx < scale; dx++) pixels.fill(0, (((y + quiet) * scale + dy) * size + (x + quiet) * scale + dx) * 4, (((y + quiet) * scale + dy) * size + (x + quiet) * scale + dx) * 4 + 3);
      }
    }
    assert.equal(jsQR(pixels, size, size)?.data, text, `${length} letters`);
  }
  assert.equal(carry.qr("x".repeat(2000)), null);
  assert.equal(carry.qr("é"), null);
});
