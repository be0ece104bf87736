// Keeps the preview's corners above a bar that the page has fixed to the bottom of the window.

// In pixels: above such a bar, and above the window's edge where there is none.
const GAP = 12;
const GAP_TO_EDGE = 16;

/**
 * The bar that an element is part of: something fixed, and not so high that it is the page itself.
 * @param {Element} element
 */
const barOf = (element) => {
  for (let at = /** @type {Element | null} */ (element); at && at !== document.body; at = at.parentElement) {
    if (getComputedStyle(at).position === "fixed") return at.getBoundingClientRect().height < innerHeight / 4 ? at : null;
  }
  return null;
};

function measure() {
  const atFoot = document.elementsFromPoint(innerWidth / 2, innerHeight - 2).filter((element) => element !== preview.host);
  const bar = atFoot.map(barOf).find(Boolean);
  const foot = bar ? Math.round(innerHeight - bar.getBoundingClientRect().top) + GAP : GAP_TO_EDGE;
  preview.host.style.setProperty("--foot", `${foot}px`);
}

const measureSoon = () => requestAnimationFrame(measure);

for (const event of ["load", "resize", "scrollend"]) addEventListener(event, measureSoon);
preview.on("content", measureSoon);
measureSoon();
