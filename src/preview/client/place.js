// Where the reader is: what stands at the top of the window stays there, whatever came or went above it; the focus stays where it was.

const PIECES = "h1, h2, h3, h4, h5, h6, p, li, dt, dd, pre, tr, figure, img, summary, label, blockquote";

// The browser's own anchoring would move the page a second time.
const still = new CSSStyleSheet();
still.replaceSync("html { overflow-anchor: none !important; scroll-behavior: auto !important; }");
let holds = 0;
const hold = () => {
  if (holds++ === 0) document.adoptedStyleSheets = [...document.adoptedStyleSheets, still];
  setTimeout(() => {
    if (--holds === 0) document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== still);
  }, 100);
};

// The pieces of the text, the one nearest to the top of what can be read first.
function pieces() {
  const line = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
  return [...(document.querySelector("main") ?? document.body).querySelectorAll(PIECES)]
    .map((piece) => ({ piece, box: piece.getBoundingClientRect() }))
    .filter(({ box }) => box.height > 0)
    .map(({ piece, box }) => ({ piece, top: box.top, far: Math.abs(box.top - line) }))
    .sort((a, b) => a.far - b.far)
    .slice(0, 60);
}

function keepScroll() {
  // At the very top it is the top that is read.
  if (scrollY < 1) return () => {};
  const [found, from] = [pieces(), scrollY];
  return () => {
    const kept = found.find(({ piece }) => piece.isConnected && piece.getClientRects().length > 0);
    const by = kept ? kept.piece.getBoundingClientRect().top - kept.top : from - scrollY;
    if (Math.abs(by) >= 0.5) scrollBy({ top: by, behavior: "instant" });
  };
}

function keepFocus() {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return () => {};
  const { id, selectionStart, selectionEnd, selectionDirection } = focused;
  return () => {
    if (document.activeElement === focused) return;
    const target = focused.isConnected ? focused : id && document.getElementById(id);
    if (!target) return;
    target.focus({ preventScroll: true });
    // Only fields with text know a selection.
    if (typeof selectionStart === "number") target.setSelectionRange?.(selectionStart, selectionEnd, selectionDirection);
  };
}

// Call it before a change, and what it returns after it.
preview.keepPlace = () => {
  hold();
  const restores = [keepFocus(), keepScroll()];
  return () => restores.forEach((restore) => restore());
};

// Over a reload the browser keeps how far was scrolled; this keeps what was unfolded and chosen.
const folds = () => [...document.querySelectorAll("details")];
const choices = () => [...document.querySelectorAll("input:is([type=radio], [type=checkbox]):not([data-check])")];

preview.remember = () => preview.memory.write(`place:${preview.page}`, {
  open: folds().map((fold, at) => (fold.open ? at : -1)).filter((at) => at >= 0),
  chosen: choices().filter((choice) => choice.checked).map((choice) => choice.id),
});

// The page's own scripts reset what they find: they go first.
addEventListener("DOMContentLoaded", () => {
  const kept = preview.memory.read(`place:${preview.page}`);
  if (!kept) return;
  preview.memory.write(`place:${preview.page}`, null);
  const open = folds();
  kept.open.forEach((at) => { if (open[at]) open[at].open = true; });
  for (const id of kept.chosen) {
    const choice = id && document.getElementById(id);
    if (choice) choice.checked = true;
  }
});
