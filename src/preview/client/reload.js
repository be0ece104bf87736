// Follows the page on disk. While a page is fetched another edit may come: at rest the page shown is always the last one.

const PREVIEW = "script[src^='/.syllabus/']";

// Without the preview's own script, which the author's page does not have.
const bare = (tree) => {
  for (const script of tree.querySelectorAll(PREVIEW)) script.remove();
  return tree;
};

// What the page was made of: this script stands at its end, and what the theme's scripts do comes after. The copy is in a document of its
// own, where no script runs and no element comes to life.
let built = document.implementation.createHTMLDocument();
for (const part of ["head", "body"]) {
  const copy = built.importNode(document[part], true);
  preview.patch.know(copy, document[part]);
  built[part].replaceWith(bare(copy));
}

// Scripts run once: other scripts, another course or another kind of page need the page from the beginning.
// What the browser's own extensions added is no part of it.
const nature = (tree, root) => [
  ...[...tree.querySelectorAll(`script:not(${PREVIEW}, [src*="-extension:"])`)].map((script) => script.outerHTML),
  root.dataset.course ?? "",
  tree.body.className,
].join("\n");

const begin = document.documentElement;

const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

async function show(fresh) {
  if (nature(fresh, fresh.documentElement) !== nature(built, begin)) {
    preview.remember();
    location.reload();
    return new Promise(() => {});
  }
  const useStyles = await preview.styles(built.head, fresh.head);
  const restore = preview.keepPlace();
  const came = useStyles();
  preview.mergeHead(built, fresh);
  preview.patch.merge(built.body, fresh.body);
  built = fresh;
  document.dispatchEvent(new CustomEvent("syllabus:content"));
  restore();
  preview.tell("content");
  return came;
}

// The page as it is served now, with the hash it has; null where it cannot be had.
async function load() {
  try {
    const response = await fetch(location.href, { cache: "no-store", headers: { accept: "text/html" } });
    const text = await response.text();
    const fresh = new DOMParser().parseFromString(text, "text/html");
    const hash = fresh.querySelector(PREVIEW)?.dataset.hash;
    return response.ok && hash ? { hash, fresh: (bare(fresh), fresh) } : null;
  } catch {
    return null;
  }
}

let wanted = preview.shown;
let busy = false;

async function follow() {
  if (busy) return;
  busy = true;
  for (let pause = 50; wanted !== null && wanted !== preview.shown; pause = Math.min(pause * 2, 2000)) {
    const aim = wanted;
    const loaded = await load();
    if (loaded && loaded.hash !== preview.shown && (await show(loaded.fresh))) preview.shown = loaded.hash;
    // Nothing, or not what was meant, though nothing else was said: the server needs a moment.
    if (preview.shown !== aim && wanted === aim) await wait(pause);
  }
  busy = false;
}

preview.on("state", ({ hash }) => {
  wanted = hash;
  follow();
});
