// Pictures that are shown smaller than they are, or are large anyway, open over the page: with a click or Enter; arrow keys and swipes lead to the
// page's other pictures. Pictures in links, and small ones such as icons and badges, stay as they are.
const MIN_WIDTH = 300;

/** The pictures of the page that can be enlarged, in its order. @returns {HTMLImageElement[]} */
const pictures = () => [...document.querySelectorAll("img[data-enlarge]")].filter((image) => image.checkVisibility()).map((image) => /** @type {HTMLImageElement} */ (image));

/** @param {HTMLImageElement} image */
const offer = (image) => {
  const { naturalWidth, clientWidth } = image;
  const isLarge = clientWidth > 48 && (naturalWidth > clientWidth * 1.2 || clientWidth > MIN_WIDTH);
  if (image.toggleAttribute("data-enlarge", isLarge) === false) return;
  image.tabIndex = 0;
  image.setAttribute("role", "button");
  image.setAttribute("aria-haspopup", "dialog");
  if (!image.alt) image.setAttribute("aria-label", syllabus.words.enlarge);
};

/** @param {string} name @param {string} label @param {string} sign */
const button = (name, label, sign) => {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `icon-button viewer-${name}`;
  made.setAttribute("aria-label", label);
  made.title = label;
  made.innerHTML = `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="${sign}"/></svg>`;
  return made;
};

/** @type {HTMLDialogElement | null} */
let viewer = null;
let current = 0;

/** Shows the picture that is `by` further. @param {number} by */
const go = (by) => {
  const all = pictures();
  const picture = all[current + by];
  const image = viewer?.querySelector("img");
  const caption = viewer?.querySelector("figcaption");
  if (!viewer || !picture || !image || !caption) return;
  current += by;
  image.src = picture.currentSrc || picture.src;
  image.alt = picture.alt;
  // A small picture grows to twice its size, a drawing as far as there is room.
  const isDrawing = /\.svg([?#]|$)/i.test(image.src);
  image.style.maxInlineSize = isDrawing ? "" : `min(100%, ${picture.naturalWidth * 2}px)`;
  caption.textContent = picture.alt;
  caption.lang = /** @type {HTMLElement | null} */ (picture.closest("[lang]"))?.lang ?? "";
  const [before, after] = [viewer.querySelector(".viewer-before"), viewer.querySelector(".viewer-after")];
  before?.toggleAttribute("hidden", current === 0);
  after?.toggleAttribute("hidden", current === all.length - 1);
};

const make = () => {
  const dialog = document.createElement("dialog");
  const figure = document.createElement("figure");
  const words = syllabus.words;
  dialog.className = "viewer";
  dialog.setAttribute("aria-label", words.enlarge);
  figure.append(document.createElement("img"), document.createElement("figcaption"));
  dialog.append(figure, button("before", words.picture_before, "m14 6-6 6 6 6"), button("after", words.picture_after, "m10 6 6 6-6 6"), button("close", words.close, "M6 6l12 12M18 6 6 18"));
  const isRtl = getComputedStyle(document.documentElement).direction === "rtl";
  dialog.addEventListener("click", ({ target }) => {
    const name = target instanceof Element ? target.closest("button")?.className : "";
    if (name?.includes("before")) go(-1);
    else if (name?.includes("after")) go(1);
    else if (!(target instanceof Element && target.closest("figcaption"))) dialog.close();
  });
  dialog.addEventListener("keydown", (event) => {
    const steps = { ArrowRight: isRtl ? -1 : 1, ArrowLeft: isRtl ? 1 : -1, ArrowUp: -1, ArrowDown: 1 };
    const step = steps[/** @type {keyof typeof steps} */ (event.key)];
    if (!step) return;
    event.preventDefault();
    go(step);
  });
  /** Where a finger came down; null while there are more, which make the picture larger. @type {number | null} */
  let from = null;
  dialog.addEventListener("touchstart", ({ touches }) => { from = touches.length === 1 ? touches[0].clientX : null; }, { passive: true });
  dialog.addEventListener("touchend", ({ changedTouches }) => {
    const way = from === null ? 0 : changedTouches[0].clientX - from;
    if (Math.abs(way) > 40) go((way < 0) === isRtl ? -1 : 1);
    from = null;
  });
  // The page below stays where it is.
  dialog.addEventListener("wheel", (event) => event.ctrlKey || event.preventDefault(), { passive: false });
  document.body.append(dialog);
  return dialog;
};

/** @param {Event} event @param {EventTarget | null} target */
const open = (event, target) => {
  const image = target instanceof HTMLImageElement && target.hasAttribute("data-enlarge") ? target : null;
  if (!image) return;
  event.preventDefault();
  viewer ??= make();
  current = pictures().indexOf(image);
  go(0);
  viewer.showModal();
};

document.addEventListener("click", (event) => open(event, event.target));
document.addEventListener("keydown", (event) => (event.key === "Enter" || event.key === " ") && open(event, event.target));

const sizes = new ResizeObserver((entries) => entries.forEach(({ target }) => offer(/** @type {HTMLImageElement} */ (target))));
syllabus.onContent(() => document.querySelectorAll(".prose img:not(a *, button *, label *, summary *)").forEach((image) => sizes.observe(image)));
