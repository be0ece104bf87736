// Puts new content in place of old, as plan.js decides. Three trees: `was`, what the page was built from; `now`, what it is built from now; and
// the live page, which scripts and its reader have changed since. What `was` and `now` have in common is not touched, so all state in it stays.

const ELEMENT = 1;
const MAX_WORDS = 2000;

/** @type {Preview["liveNodes"]} */
const liveNodes = new WeakMap();

/**
 * The live node of a built one. Every built node has one from the moment it is part of the page.
 * @template {Node} T
 * @param {T} built
 */
const liveOf = (built) => /** @type {T & ChildNode} */ (liveNodes.get(built));

/** @param {Node} node @returns {node is Element} */
const isElement = (node) => node.nodeType === ELEMENT;

/** What plan.js compares of a node. Each part is made when it is asked for, once. @implements {NodeSketch} */
class Sketch {
  /** @type {Map<string, string> | undefined} */
  #attributes;
  /** @type {string | undefined} */
  #source;
  /** @type {string | undefined} */
  #words;

  /** @param {Node} node */
  constructor(node) {
    this.node = node;
    this.type = node.nodeType;
    this.name = isElement(node) ? node.localName : "";
    this.namespace = isElement(node) ? node.namespaceURI : null;
  }
  get attributes() {
    return this.#attributes ??= new Map(isElement(this.node) ? [...this.node.attributes].map(({ name, value }) => [name, value]) : []);
  }
  get source() {
    return this.#source ??= isElement(this.node) ? this.node.outerHTML : this.node.nodeValue ?? "";
  }
  get words() {
    return this.#words ??= (this.node.textContent ?? "").slice(0, MAX_WORDS);
  }
}

/** Of one merge, as each node is asked for often. @type {Map<Node, Sketch>} */
let sketches = new Map();

/** @param {Node} node */
function sketchOf(node) {
  const known = sketches.get(node) ?? new Sketch(node);
  sketches.set(node, known);
  return known;
}

/** @type {Preview["link"]} */
function link(built, live) {
  liveNodes.set(built, live);
  const children = [...live.childNodes];
  [...built.childNodes].forEach((child, at) => link(child, children[at]));
}

/** @type {Preview["create"]} */
function create(built) {
  const live = document.importNode(built, true);
  link(built, live);
  return live;
}

/**
 * What was chosen and unfolded in a part goes over to the one that takes its place.
 * @param {Node} from
 * @param {Node} to
 */
function carryState(from, to) {
  if (!isElement(from) || !isElement(to)) return;
  const chosen = new Set(preview.choicesIn(from).filter((field) => field.checked).map((field) => field.value));
  const folds = from.querySelectorAll("details");
  for (const field of preview.choicesIn(to)) if (chosen.has(field.value)) field.checked = true;
  to.querySelectorAll("details").forEach((fold, at) => { if (folds[at]?.open) fold.open = true; });
}

/**
 * Puts a node after another one, or first where that is null. `moveBefore` keeps what a node would lose on the way: focus, a frame's page,
 * a running animation.
 * @param {Node} parent
 * @param {Node} node
 * @param {Node | null} after
 */
function moveAfter(parent, node, after) {
  const next = after ? after.nextSibling : parent.firstChild;
  if (node === next) return;
  if (isElement(parent) && parent.moveBefore && node.isConnected && parent.isConnected) parent.moveBefore(/** @type {Element} */ (node), next);
  else parent.insertBefore(node, next);
}

/**
 * @param {Element} parent
 * @param {Node} was
 * @param {Node} now
 */
function mergeChildren(parent, was, now) {
  const [olds, news] = [[...was.childNodes], [...now.childNodes]];
  // A script has put something of its own in this place: what the author wrote goes first.
  if (!olds.every((child) => liveNodes.get(child)?.parentNode === parent)) return parent.replaceChildren(...news.map(create));

  const { removed, steps } = preview.planMerge(olds.map(sketchOf), news.map(sketchOf));
  for (const at of removed) liveOf(olds[at]).remove();

  /** @type {Node | null} */
  let after = null;
  steps.forEach(({ old: at, stays, moves }, i) => {
    const old = at === null ? null : liveOf(olds[at]);
    if (at !== null && old && stays) {
      if (moves) moveAfter(parent, old, after);
      merge(olds[at], news[i]);
      after = old;
      return;
    }
    const made = create(news[i]);
    moveAfter(parent, made, old && !moves ? old : after);
    if (old) carryState(old, made);
    old?.remove();
    after = made;
  });
}

/**
 * @param {Element} live
 * @param {Element} was
 * @param {Element} now
 */
function mergeAttributes(live, was, now) {
  for (const name of preview.changedAttributes(sketchOf(was), sketchOf(now))) {
    const attribute = now.getAttributeNode(name);
    if (attribute) live.setAttributeNode(/** @type {Attr} */ (attribute.cloneNode()));
    else live.removeAttribute(name);
  }
}

/**
 * @param {ChildNode} was
 * @param {ChildNode} now
 */
function merge(was, now) {
  // Alike to the last leaf: the old built part goes over as it is, with all that is known of it.
  if (sketchOf(was).source === sketchOf(now).source) return now.replaceWith(was);
  const live = liveOf(was);
  liveNodes.set(now, live);
  if (isElement(live) && isElement(was) && isElement(now)) {
    mergeAttributes(live, was, now);
    mergeChildren(live, was, now);
  } else {
    live.nodeValue = now.nodeValue;
  }
}

Object.assign(preview, {
  liveNodes,
  link,
  create,
  /** @type {Preview["merge"]} */
  merge(was, now) {
    merge(was, now);
    sketches = new Map();
  },
});
