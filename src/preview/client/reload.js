// Follows the page on disk. While a page is fetched another edit may come: once all is quiet, the page shown is the last one.

const PREVIEW_SCRIPT = "script[src^='/.syllabus/']";
const FIRST_RETRY_MS = 50;
const MAX_RETRY_MS = 2000;

/**
 * Takes the preview's own script away, which is no part of the page as it is built.
 * @template {ParentNode} T
 * @param {T} tree
 */
const withoutPreview = (tree) => {
  for (const script of tree.querySelectorAll(PREVIEW_SCRIPT)) script.remove();
  return tree;
};

// The page as it was built: this script stands at its end, and what the theme's scripts do comes after. The copy is in a document of its own,
// where no script runs and no element comes to life.
let built = document.implementation.createHTMLDocument();
for (const [place, live] of /** @type {[Element, Element][]} */ ([[built.head, document.head], [built.body, document.body]])) {
  const copy = built.importNode(live, true);
  preview.link(copy, live);
  place.replaceWith(withoutPreview(copy));
}

// Scripts that a page has because of what is on it: js/reading.js of the theme loads those that come to be needed, and others do nothing.
const LATER_SCRIPT = "[data-later]";

/**
 * What cannot be exchanged on a living page: scripts run once, and another course or another kind of page begins anew. What the browser's own
 * extensions added is no part of it.
 * @param {Document} tree
 * @param {HTMLElement} root
 */
const identity = (tree, root) => [
  ...[...tree.querySelectorAll(`script:not(${PREVIEW_SCRIPT}, ${LATER_SCRIPT}, [src*="-extension:"], [type="application/ld+json"])`)].map((script) => script.outerHTML),
  root.dataset.course ?? "",
  tree.body.className,
].join("\n");

/** @type {(milliseconds: number) => Promise<void>} */
const wait = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

/**
 * Makes the page shown one of `fresh`. Returns whether all of it has come.
 * @param {Document} fresh
 * @returns {Promise<boolean>}
 */
async function show(fresh) {
  if (identity(fresh, fresh.documentElement) !== identity(built, document.documentElement)) {
    preview.rememberState();
    location.reload();
    return new Promise(() => {});
  }
  const useStyles = await preview.loadStyles(built.head, fresh.head);
  const restorePlace = preview.keepPlace();
  const hasCome = useStyles();
  preview.mergeHead(built, fresh);
  preview.merge(built.body, fresh.body);
  built = fresh;
  document.dispatchEvent(new CustomEvent("syllabus:content"));
  restorePlace();
  preview.emit("content");
  return hasCome;
}

/** The page as it is served now, with its hash; null where it cannot be had. */
async function load() {
  try {
    const response = await fetch(location.href, { cache: "no-store", headers: { accept: "text/html" } });
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    /** @type {HTMLElement | null} */
    const script = fresh.querySelector(PREVIEW_SCRIPT);
    const hash = script?.dataset.hash;
    return response.ok && hash ? { hash, fresh: withoutPreview(fresh) } : null;
  } catch {
    return null;
  }
}

/** The hash of the page as it is on disk; null where it is gone. @type {string | null} */
let wanted = preview.shownHash;
let isBusy = false;

async function follow() {
  if (isBusy) return;
  isBusy = true;
  for (let pause = FIRST_RETRY_MS; wanted !== null && wanted !== preview.shownHash; pause = Math.min(pause * 2, MAX_RETRY_MS)) {
    const aim = wanted;
    const loaded = await load();
    if (loaded && loaded.hash !== preview.shownHash && (await show(loaded.fresh))) preview.shownHash = loaded.hash;
    // Nothing, or not what was meant, though nothing else was said: the server needs a moment.
    if (preview.shownHash !== aim && wanted === aim) await wait(pause);
  }
  isBusy = false;
}

preview.on("state", ({ hash }) => {
  wanted = hash;
  follow();
});
