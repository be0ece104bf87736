// Each kind of leak, planted.
import assert from "node:assert/strict";
import { test } from "node:test";
import { findLeaks } from "./lint.js";

const leaks = (files) => findLeaks(files, { shared: ["syllabus"], makes: ["syllabus"] });

test("a name that another file declares is out of reach", () => {
  assert.deepEqual(leaks({ "a.js": "const mark = 1;\nfunction draw() { return mark; }", "b.js": "\nsyllabus.onContent(() => mark + draw());" }), [
    "b.js:2: `mark` is declared in a.js, which is a block of its own",
    "b.js:2: `draw` is declared in a.js, which is a block of its own",
  ]);
});

test("a name of the browser that a file most likely forgot to declare", () => {
  assert.deepEqual(leaks({ "a.js": "const close = () => {};\nclose();", "b.js": "close();\nprint(name);" }), [
    "b.js:1: `close` is declared in a.js, which is a block of its own",
    "b.js:2: `print` is declared nowhere",
    "b.js:2: `name` is declared nowhere",
  ]);
});

test("what a file puts into the global scope", () => {
  assert.deepEqual(leaks({ "a.js": "var one = 1;\nglobalThis.two = one;\nthree = 3;\nglobalThis.syllabus = {};", "b.js": "window['four'] = 4;" }), [
    "a.js:1: `one` gets into the global scope",
    "a.js:2: `two` gets into the global scope",
    "a.js:3: `three` is declared nowhere",
    "b.js:1: `four` gets into the global scope",
    "b.js:1: `window` is declared nowhere",
  ]);
});

test("what each file declares for itself is no leak, nor is what the files share", () => {
  const file = "const show = ({ detail: [first] }, ...rest) => { var inner = first; return [inner, rest]; };\nclass Bar { static name = 'bar'; }\nsyllabus.onContent(() => show(new Bar()));\nfor (const close of []) close();\nconst state = {};\nstate.top = syllabus.words;";
  assert.deepEqual(leaks({ "a.js": file, "b.js": file }), []);
});

test("what cannot stand in a joined script", () => {
  for (const text of ["import './b.js';", "export const a = 1;", "return;", "with (a) b;", "const a = 1; const a = 2;"]) {
    assert.match(leaks({ "a.js": `\n${text}` }).join(), /^a\.js:2: /, text);
  }
});
