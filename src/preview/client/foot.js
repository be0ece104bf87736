// Keeps the preview's corners above a bar that the page has fixed to the bottom of the window.
const GAP = 12;
const ALONE = 16;

const isBar = (node) => {
  for (let at = node; at && at !== document.body; at = at.parentElement) {
    if (getComputedStyle(at).position === "fixed") return at.getBoundingClientRect().height < innerHeight / 4 ? at : null;
  }
  return null;
};

function measure() {
  const found = document.elementsFromPoint(innerWidth / 2, innerHeight - 2).filter((node) => node !== preview.host).map(isBar).find(Boolean);
  preview.host.style.setProperty("--foot", `${found ? Math.round(innerHeight - found.getBoundingClientRect().top) + GAP : ALONE}px`);
}

const soon = () => requestAnimationFrame(measure);

for (const news of ["load", "resize", "scrollend"]) addEventListener(news, soon);
preview.on("content", soon);
soon();
