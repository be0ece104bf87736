// Puts new content in place of old. Three trees: `was`, what the page was made of; `now`, what it is made of from here on; and the live page,
// which scripts and whoever reads it have changed since. What `was` and `now` have in common is not touched, so all state in it stays.

// The live node of a built one.
const lives = new WeakMap();

const ELEMENT = 1;
const TEXT = 3;

// The inside of these is not looked into: another one takes the place of the whole.
const WHOLE = new Set(["script", "noscript", "style", "template", "svg", "math", "iframe", "object", "video", "audio", "canvas"]);

// What a box to tick or a field may change and be the same.
const LOOSE = new Set(["id", "name", "checked"]);

const isBlank = (node) => node.nodeType === TEXT && !node.data.trim();

// Each is asked for often during one change.
const remembered = (make) => {
  let known = new Map();
  const get = (node) => {
    if (!known.has(node)) known.set(node, make(node));
    return known.get(node);
  };
  get.forget = () => { known = new Map(); };
  return get;
};
const print = remembered((node) => (node.nodeType === ELEMENT ? node.outerHTML : `${node.nodeType} ${node.data}`));
const words = remembered((node) => node.textContent.slice(0, 2000));
const equal = (was, now) => print(was) === print(now);

const differing = (was, now) =>
  [...new Set([...was.getAttributeNames(), ...now.getAttributeNames()])].filter((name) => was.getAttribute(name) !== now.getAttribute(name));

// Whether one may become the other where it stands. A class says what a thing is; fields and custom elements are what their attributes say.
const isSame = (was, now) => {
  if (was.nodeType !== ELEMENT) return true;
  if (WHOLE.has(was.localName) || was.getAttribute("class") !== now.getAttribute("class")) return false;
  return was.localName === "input" || was.localName.includes("-") ? differing(was, now).every((name) => LOOSE.has(name)) : true;
};

// How much of two texts is the same, from both ends: 0 to 1.
const likeness = (one, other) => {
  const [a, b] = [words(one), words(other)];
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  return (start + end) / Math.max(a.length, b.length, 1);
};

// Blanks are everywhere and say nothing of what stands between them.
const worthEqual = (was, now) => (!isBlank(was) && equal(was, now) ? 1 : 0);
const worthAlike = (was, now) => {
  if (was.nodeType !== now.nodeType || was.localName !== now.localName || was.namespaceURI !== now.namespaceURI) return 0;
  if (isBlank(was) || isBlank(now)) return isBlank(was) && isBlank(now) ? 0.1 : 0;
  if (!isSame(was, now)) return 0.5;
  const sameId = was.nodeType === ELEMENT && was.id && was.id === now.id;
  return 1 + likeness(was, now) + (sameId ? 20 : 0);
};

// Pairs in the order of both lists, worth as much as possible. Of long lists the first that fits is taken.
function pairs(was, now, worth, most) {
  const [rows, columns] = [was.length, now.length];
  if (rows * columns > most) return firstFits(was, now, worth);
  const best = Array.from({ length: rows + 1 }, () => new Float64Array(columns + 1));
  const gain = Array.from({ length: rows }, () => new Float64Array(columns));
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      gain[i][j] = worth(was[i], now[j]);
      const taken = gain[i][j] ? gain[i][j] + best[i + 1][j + 1] : 0;
      best[i][j] = Math.max(taken, best[i + 1][j], best[i][j + 1]);
    }
  }
  const found = [];
  for (let i = 0, j = 0; i < rows && j < columns;) {
    if (gain[i][j] && best[i][j] === gain[i][j] + best[i + 1][j + 1]) found.push([i++, j++]);
    else if (best[i][j] === best[i + 1][j]) i++;
    else j++;
  }
  return found;
}

function firstFits(was, now, worth) {
  const found = [];
  let from = 0;
  for (let j = 0; j < now.length; j++) {
    for (let i = from; i < Math.min(was.length, from + 200); i++) {
      if (!worth(was[i], now[j])) continue;
      found.push([i, j]);
      from = i + 1;
      break;
    }
  }
  return found;
}

// Which of `was` each of `now` is: what is equal first; between that, what is of one kind and most alike.
function align(was, now) {
  const twins = new Map();
  let start = 0;
  let end = 0;
  const shorter = Math.min(was.length, now.length);
  while (start < shorter && equal(was[start], now[start])) twins.set(now[start], was[start++]);
  while (end < shorter - start && equal(was.at(-1 - end), now.at(-1 - end))) twins.set(now.at(-1 - end), was.at(-1 - end++));
  const [olds, news] = [was.slice(start, was.length - end), now.slice(start, now.length - end)];
  let [i, j] = [0, 0];
  for (const [row, column] of [...pairs(olds, news, worthEqual, 250000), [olds.length, news.length]]) {
    const [left, right] = [olds.slice(i, row), news.slice(j, column)];
    for (const [a, b] of pairs(left, right, worthAlike, 10000)) twins.set(right[b], left[a]);
    if (row < olds.length) twins.set(news[column], olds[row]);
    [i, j] = [row + 1, column + 1];
  }
  return twins;
}

// Remembers which live node each of a tree is, while both are alike.
function know(built, node) {
  lives.set(built, node);
  const children = [...node.childNodes];
  [...built.childNodes].forEach((child, at) => know(child, children[at]));
}

function make(now) {
  const node = document.importNode(now, true);
  know(now, node);
  return node;
}

// What was chosen and unfolded in a part goes over to the one that takes its place.
function carry(from, to) {
  if (from.nodeType !== ELEMENT) return;
  const fields = (node) => [...node.querySelectorAll("input:is([type=radio], [type=checkbox]):not([data-check])")];
  const folds = (node) => [...node.querySelectorAll("details")];
  const [chosen, open] = [fields(from).filter((field) => field.checked).map((field) => field.value), folds(from)];
  for (const field of fields(to)) if (chosen.includes(field.value)) field.checked = true;
  folds(to).forEach((fold, at) => { if (open[at]?.open) fold.open = true; });
}

// `moveBefore` keeps what a node would lose on the way: focus, a frame's page, a running animation.
function put(parent, node, after) {
  const next = after ? after.nextSibling : parent.firstChild;
  if (node === next) return;
  if (parent.moveBefore && node.isConnected && parent.isConnected) parent.moveBefore(node, next);
  else parent.insertBefore(node, next);
}

function mergeChildren(parent, was, now) {
  const [olds, news] = [[...was.childNodes], [...now.childNodes]];
  // A script has put something of its own in this place: what the author wrote goes first.
  if (!olds.every((child) => lives.get(child)?.parentNode === parent)) return parent.replaceChildren(...news.map(make));

  const twins = align(olds, news);
  const free = new Set(olds);
  for (const twin of twins.values()) free.delete(twin);
  const moved = new Set();
  for (const child of news) {
    if (twins.has(child) || child.nodeType !== ELEMENT) continue;
    const twin = [...free].find((old) => old.nodeType === ELEMENT && (equal(old, child) || (old.id && old.id === child.id && old.localName === child.localName)));
    if (!twin) continue;
    free.delete(twin);
    moved.add(twin);
    twins.set(child, twin);
  }
  for (const child of free) lives.get(child).remove();

  let after = null;
  for (const child of news) {
    const twin = twins.get(child);
    const old = twin && lives.get(twin);
    if (old && (equal(twin, child) || isSame(twin, child))) {
      if (moved.has(twin)) put(parent, old, after);
      merge(twin, child);
      after = old;
    } else {
      const made = make(child);
      put(parent, made, old && !moved.has(twin) ? old : after);
      if (old) carry(old, made);
      old?.remove();
      after = made;
    }
  }
}

function mergeAttributes(node, was, now) {
  for (const name of differing(was, now)) {
    if (now.hasAttribute(name)) node.setAttributeNode(now.getAttributeNode(name).cloneNode());
    else node.removeAttribute(name);
  }
}

function merge(was, now) {
  // Alike to the last leaf: the old built part goes over as it is, with all that is known of it.
  if (equal(was, now)) return now.replaceWith(was);
  const node = lives.get(was);
  lives.set(now, node);
  if (now.nodeType !== ELEMENT) {
    node.data = now.data;
    return;
  }
  mergeAttributes(node, was, now);
  mergeChildren(node, was, now);
}

preview.patch = {
  know,
  make,
  lives,
  // Makes the live page of `was` one of `now`.
  merge(was, now) {
    merge(was, now);
    print.forget();
    words.forget();
  },
};
