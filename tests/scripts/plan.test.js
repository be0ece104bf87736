// What becomes of the parts of a page after an edit: src/preview/client/plan.js, without a document.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

const preview = {};
const { similarity } = load("src/preview/client/plan.js", ["similarity"], { preview });

// Sketches as patch.js makes them of `<p id="a">words</p>`, of text and of a comment.
const element = (name, words, attributes = {}) => {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`).join("");
  return { type: 1, name, namespace: "html", attributes: new Map(Object.entries(attributes)), source: `<${name}${written}>${words}</${name}>`, words };
};
const other = (type, words) => ({ type, name: "", namespace: null, attributes: new Map(), source: words, words });
const text = (words) => other(3, words);
const comment = (words) => other(8, words);
const p = (words, attributes) => element("p", words, attributes);

// A plan in short: for each new one the old one it was, `=` where it stays, `!` where another takes its place, `<` where it was elsewhere; `+` for
// new ones. Then those that go.
function plan(was, now) {
  const { steps, removed } = preview.planMerge(was, now);
  const short = steps.map(({ old, stays, moves }) => (old === null ? "+" : `${old}${stays ? "=" : "!"}${moves ? "<" : ""}`));
  return [short.join(" "), ...removed.map((at) => `-${at}`)].join(" ");
}

test("what did not change stays", () => {
  const all = [p("one"), text("\n"), p("two"), comment("c")];
  assert.equal(plan(all, all), "0= 1= 2= 3=");
  assert.equal(plan([], []), "");
});

test("what comes before, between and after leaves the others as they are", () => {
  const [a, b, c] = ["first words", "second words", "third words"].map((words) => p(words));
  assert.equal(plan([a, b, c], [p("new"), a, p("newer"), b, c, p("newest")]), "+ 0= + 1= 2= +");
  assert.equal(plan([a, b, c], [a, c]), "0= 2= -1");
});

test("an edited part becomes the most similar one", () => {
  const was = [p("the quick brown fox"), p("jumps over it"), p("the lazy dog")];
  assert.equal(plan(was, [p("the quick red fox"), p("the lazy cat")]), "0= 2= -1");
});

test("what is equal is not made of something similar, nor words of blanks", () => {
  assert.equal(plan([p("first x"), p("second x")], [p("second x"), p("third x")]), "1= + -0");
  assert.equal(plan([text("\n")], [text("words")]), "+ -0");
  assert.equal(plan([text("\n")], [text("\n\n")]), "0=");
});

test("the same id is worth more than similar words", () => {
  const was = [p("some words", { id: "a" }), p("other", { id: "b" })];
  assert.equal(plan(was, [p("some words!", { id: "b" })]), "1= -0");
});

test("another kind of thing takes the place, it does not become it", () => {
  assert.equal(plan([p("x", { class: "note" })], [p("x", { class: "tip" })]), "0!", "another class");
  assert.equal(plan([element("svg", "x")], [element("svg", "y")]), "0!", "what is not looked into");
  assert.equal(plan([element("my-card", "x", { key: "A" })], [element("my-card", "x", { key: "B" })]), "0!", "a custom element with another key");
  assert.equal(plan([p("x")], [element("h2", "x")]), "+ -0", "another name");
  assert.equal(plan([element("a", "x")], [{ ...element("a", "y"), namespace: "svg" }]), "+ -0", "the same name in another language");
  assert.equal(plan([text("x")], [comment("x")]), "+ -0", "another kind of node with the same text");
});

test("a box to tick may get another id, not another value", () => {
  const box = (attributes) => element("input", "", { type: "checkbox", ...attributes });
  assert.equal(plan([box({ id: "a", value: "A" })], [box({ id: "b", value: "A" })]), "0=");
  assert.equal(plan([box({ id: "a", value: "A" })], [box({ id: "a", value: "B" })]), "0!");
});

test("what moves is found by its content or its id", () => {
  const [a, b, c] = [p("a long first", { id: "a" }), p("b long second", { id: "b" }), p("c long third", { id: "c" })];
  assert.equal(plan([a, b, c], [c, a, b]), "2=< 0= 1=");
  assert.equal(plan([a, b], [b, p("a edited", { id: "a" })]), "1= 0=<", "edited at once");
  assert.equal(plan([p("a", { class: "x", id: "a" }), b], [b, p("a", { class: "y", id: "a" })]), "1= 0!<", "and another kind of thing");
  assert.equal(plan([a, b], [b, element("h2", "x", { id: "a" })]), "1= + -0", "another name is another thing");
});

test("the attributes that changed are named once each", () => {
  const names = preview.changedAttributes(p("", { a: "1", b: "2", c: "3" }), p("", { a: "1", b: "4", d: "5" }));
  assert.deepEqual(names, ["b", "c", "d"]);
});

test("similarity is counted from both ends, without counting a letter twice", () => {
  assert.equal(similarity("abcd", "abXcd"), 4 / 5);
  assert.equal(similarity("aaa", "aa"), 2 / 3);
  assert.equal(similarity("", ""), 0);
});

// As patch.js carries a plan out on the children of a node, with what each of them is in the end.
function carryOut(was, now) {
  const { steps, removed } = preview.planMerge(was, now);
  const nodes = was.map((sketch, old) => ({ sketch, old }));
  let children = nodes.filter((node) => !removed.includes(node.old));
  const put = (node, after, before) => {
    children = children.filter((child) => child !== node);
    children.splice(before ? children.indexOf(before) : after ? children.indexOf(after) + 1 : 0, 0, node);
  };
  let after = null;
  steps.forEach(({ old: at, stays, moves }, i) => {
    const old = at === null ? null : nodes[at];
    if (old && stays) {
      if (moves) put(old, after);
      old.sketch = now[i];
      after = old;
      return;
    }
    const made = { sketch: now[i], old: null };
    put(made, after, old && !moves ? old : null);
    children = children.filter((child) => child !== old);
    after = made;
  });
  return children;
}

test("whatever the lists: the plan makes the new one of the old one, and no equal part between equal ones is made anew", () => {
  let seed = 1;
  const random = (below) => {
    seed = (seed * 48271) % 2147483647;
    return seed % below;
  };
  const part = () => [p, (words) => element("h2", words), text, comment, (words) => p(words, { class: "note" }), (words) => element("my-card", words, { key: words })][random(6)];
  const list = () => Array.from({ length: random(9) }, () => {
    const words = ["", " ", "one", "two", "three three"][random(5)];
    const made = part()(words);
    return made.type === 1 && random(3) === 0 ? element(made.name, words, { id: `i${random(4)}` }) : made;
  });
  for (let round = 0; round < 3000; round++) {
    const [was, now] = [list(), list()];
    const children = carryOut(was, now);
    assert.deepEqual(children.map(({ sketch }) => sketch), now, JSON.stringify([was, now]));
    const kept = children.filter(({ old }) => old !== null).map(({ old }) => old);
    assert.equal(new Set(kept).size, kept.length);
    assert.deepEqual(carryOut(now, [...now, p("a new end")]).slice(0, -1).map(({ old }) => old), [...now.keys()], "adding at the end touches nothing");
  }
});

test("of many that moved each is looked up, not compared with all", () => {
  let reads = 0;
  const heading = (words, attributes) => {
    const { source, ...rest } = element("h2", words, attributes);
    return { ...rest, get source() { reads++; return source; } };
  };
  const size = 3000;
  const paragraphs = Array.from({ length: size }, (_, n) => p(`paragraph ${n}`));
  const headings = Array.from({ length: size }, (_, n) => heading(`heading ${n}`, n % 2 ? { id: `h${n}` } : {}));
  const edited = headings.map((old, n) => (n % 2 ? heading(`edited ${n}`, { id: `h${n}` }) : old)).reverse();
  const { steps, removed } = preview.planMerge([...paragraphs, ...headings], [...edited, ...paragraphs]);
  assert.ok(steps.slice(0, size).every(({ old, moves }, n) => old === 2 * size - 1 - n && moves), "each is found");
  assert.deepEqual(removed, []);
  assert.ok(reads < 1_000_000, `${reads} of 4,500,000`);
});

test("of several that a moved one may have been the first is taken", () => {
  const [a, b, c] = [p("a long first", { id: "a" }), p("twice"), p("the last words of all")];
  assert.equal(plan([b, a, b, c], [c, b, p("a edited", { id: "a" })]), "3= 0=< 1=< -2");
});

test("of long lists the first that fits is taken, without comparing all with all", () => {
  let comparisons = 0;
  const counted = (words) => {
    const { source, ...rest } = p(words);
    return { ...rest, get source() { comparisons++; return source; } };
  };
  const was = Array.from({ length: 3000 }, (_, n) => counted(`part ${n}`));
  const now = was.map((part, n) => (n % 2 ? part : counted(`edited ${n}`)));
  const { steps, removed } = preview.planMerge(was, now);
  assert.ok(steps.every(({ old, stays }, n) => old === n && stays), "each stays in its place");
  assert.deepEqual(removed, []);
  assert.ok(comparisons < 3_000_000, `${comparisons} of 9,000,000`);
});
