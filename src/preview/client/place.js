// Keeps the reader's place when the page changes: what stands at the top of the window stays there, whatever came or went above it, and the focus
// stays where it was.

// The pieces of a text that a reader may be at.
const PIECES = "h1, h2, h3, h4, h5, h6, p, li, dt, dd, pre, tr, figure, img, summary, label, blockquote";
// So many of them, the nearest to the top, are remembered: some of them may go.
const MAX_PIECES = 60;
// Until then after a change the browser does not move the page by itself.
const HOLD_MS = 100;

// The browser's own anchoring would move the page a second time.
const noAnchoring = new CSSStyleSheet();
noAnchoring.replaceSync("html { overflow-anchor: none !important; scroll-behavior: auto !important; }");
let holds = 0;
const holdStill = () => {
  if (holds++ === 0) document.adoptedStyleSheets = [...document.adoptedStyleSheets, noAnchoring];
  setTimeout(() => {
    if (--holds === 0) document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== noAnchoring);
  }, HOLD_MS);
};

/** The pieces of the text, the one nearest to the top of what can be read first. */
function findPieces() {
  const line = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
  return [...(document.querySelector("main") ?? document.body).querySelectorAll(PIECES)]
    .map((piece) => ({ piece, box: piece.getBoundingClientRect() }))
    .filter(({ box }) => box.height > 0)
    .map(({ piece, box }) => ({ piece, top: box.top, distance: Math.abs(box.top - line) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, MAX_PIECES);
}

/** @returns {() => void} */
function keepScroll() {
  // At the very top it is the top that is read.
  if (scrollY < 1) return () => {};
  const [pieces, from] = [findPieces(), scrollY];
  return () => {
    const kept = pieces.find(({ piece }) => piece.isConnected && piece.getClientRects().length > 0);
    const by = kept ? kept.piece.getBoundingClientRect().top - kept.top : from - scrollY;
    if (Math.abs(by) >= 0.5) scrollBy({ top: by, behavior: "instant" });
  };
}

/** @returns {() => void} */
function keepFocus() {
  // Only fields with text have a selection, but any element can be asked.
  const focused = /** @type {HTMLInputElement | null} */ (document.activeElement);
  if (!focused || focused === /** @type {Element} */ (document.body)) return () => {};
  const { id, selectionStart, selectionEnd, selectionDirection } = focused;
  return () => {
    if (document.activeElement === focused) return;
    const target = /** @type {HTMLInputElement | null} */ (focused.isConnected ? focused : id ? document.getElementById(id) : null);
    if (!target) return;
    target.focus({ preventScroll: true });
    if (typeof selectionStart === "number") target.setSelectionRange?.(selectionStart, selectionEnd, selectionDirection ?? undefined);
  };
}

preview.keepPlace = () => {
  holdStill();
  const restores = [keepFocus(), keepScroll()];
  return () => restores.forEach((restore) => restore());
};

// Over a reload the browser keeps how far was scrolled; this keeps what was unfolded and chosen.
const KEY = `place:${preview.page}`;
/** @returns {HTMLDetailsElement[]} */
const folds = () => [...document.querySelectorAll("details")];

preview.choicesIn = (tree) => {
  /** @type {NodeListOf<HTMLInputElement>} */
  const fields = tree.querySelectorAll("input:is([type=radio], [type=checkbox]):not([data-check])");
  return [...fields];
};

preview.rememberState = () => preview.memory.write(KEY, {
  open: folds().map((fold, at) => (fold.open ? at : -1)).filter((at) => at >= 0),
  chosen: preview.choicesIn(document).filter((choice) => choice.checked).map((choice) => choice.id),
});

// The page's own scripts reset what they find: they go first.
addEventListener("DOMContentLoaded", () => {
  /** @type {{ open: number[], chosen: string[] } | null} */
  const kept = preview.memory.read(KEY);
  if (!kept) return;
  preview.memory.write(KEY, null);
  const all = folds();
  for (const at of kept.open) if (all[at]) all[at].open = true;
  for (const choice of preview.choicesIn(document)) if (choice.id && kept.chosen.includes(choice.id)) choice.checked = true;
});
