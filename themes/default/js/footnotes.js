// Footnotes: beside the text where there is room for them, else shown at their number when it is pointed at, focused or tapped. The notes stay
// where they are in the document: a screen reader finds them as before, and a link to one still leads there. What a glossary says of a term is
// shown at links to it in the same way; it comes from a script that is loaded for the first of them.

/** How long the pointer rests before a note is shown, and how long a note stays when it is left, in milliseconds. */
const REST = 120;
const STAY = 200;

/** The id that a link leads to. @param {Element} link */
const idOf = (link) => decodeURIComponent(link.getAttribute("href")?.split("#")[1] ?? "");

/** @param {Element} link */
const noteOf = (link) => (link.matches("[data-footnote-ref]") ? document.getElementById(idOf(link)) : null);

/** By the address of a script: what its glossary explains. @type {Map<string, Promise<Record<string, string>>>} */
const glossaries = new Map();

/** @param {string} address @returns {Promise<Record<string, string>>} */
const glossary = (address) => syllabus.load(address).then(() => syllabus.terms ?? {}, () => ({}));

/** What is shown of the target of a link. @param {HTMLElement} link @returns {Promise<Node[]>} */
const contentOf = async (link) => {
  const { terms } = link.dataset;
  if (!terms) return [...(noteOf(link)?.childNodes ?? [])].map((node) => node.cloneNode(true));
  const known = glossaries.get(terms) ?? glossary(terms);
  glossaries.set(terms, known);
  const text = (await known)[idOf(link)];
  return text ? [new Text(text)] : [];
};

/**
 * The places of notes, one below the other and none over another, by where each is wanted and how high it is.
 * @param {{ at: number, height: number }[]} notes
 * @param {number} gap
 */
const stack = (notes, gap) => {
  let free = 0;
  return notes.map(({ at, height }) => {
    const top = Math.max(at, free);
    free = top + height + gap;
    return top;
  });
};

/** The nearest box around a reference that is seen: one in a fold that is closed has none. @param {Element} link */
const seen = (link) => {
  /** @type {Element | null} */
  let box = link;
  while (box && !box.checkVisibility()) box = box.parentElement;
  return box ?? link;
};

/** Whether a page without this element would be too short to stay where it was scrolled to. @param {HTMLElement} list */
const isNeededBelow = (list) => scrollY > 0 && scrollY + innerHeight > document.documentElement.scrollHeight - 2 * list.offsetHeight;

/** Puts the notes beside the text, where the style sheet has room for them. */
const place = () => {
  /** @type {HTMLElement | null} */
  const list = document.querySelector(".prose > [data-footnotes]");
  const prose = list?.parentElement;
  if (!list || !prose || list.hidden) return;
  const isNew = list.dataset.beside === undefined;
  if (isNew && isNeededBelow(list)) {
    addEventListener("scroll", place, { once: true, passive: true });
    return;
  }
  list.dataset.beside = "";
  /** @type {NodeListOf<HTMLElement>} */
  const notes = list.querySelectorAll(":scope > ol > li");
  if (!notes[0] || getComputedStyle(notes[0]).position !== "absolute") {
    prose.style.minBlockSize = "";
    return;
  }
  if (isNew) {
    // What is gone for a moment appears elsewhere: browsers count what moves.
    list.hidden = true;
    requestAnimationFrame(() => requestAnimationFrame(() => { list.hidden = false; place(); }));
    return;
  }
  const top = prose.getBoundingClientRect().top;
  const places = [...notes].map((note) => {
    const link = prose.querySelector(`[data-footnote-ref][href="#${note.id}"]`);
    return { at: link ? seen(link).getBoundingClientRect().top - top : 0, height: note.offsetHeight };
  });
  const tops = stack(places, 12);
  notes.forEach((note, at) => { note.style.insetBlockStart = `${Math.round(tops[at])}px`; });
  const last = notes.length - 1;
  prose.style.minBlockSize = `${Math.ceil(tops[last] + places[last].height)}px`;
};

/** What is shown at a reference now. @type {{ box: HTMLElement, link: HTMLElement } | null} */
let shown = null;
let timer = 0;
/** Where the pointer or the focus is: what comes late for another link is not shown. @type {HTMLElement | null} */
let wanted = null;

const hide = () => {
  clearTimeout(timer);
  shown?.box.remove();
  shown?.link.removeAttribute("data-open");
  shown = null;
  wanted = null;
};

/** Shows the note of a reference below it, or above it where there is more room. Returns whether there is one. @param {HTMLElement} link */
const show = async (link) => {
  if (shown?.link === link) return true;
  hide();
  wanted = link;
  const note = noteOf(link);
  const place = note?.getBoundingClientRect();
  // What is in sight already, beside the text or at its end, is not shown twice.
  if (note && place && place.bottom > 0 && place.top < innerHeight) {
    note.toggleAttribute("data-open", true);
    shown = { box: document.createElement("i"), link: note };
    return true;
  }
  const content = await contentOf(link);
  if (content.length === 0 || wanted !== link) return wanted !== link;
  const box = document.createElement("div");
  box.className = "note-preview";
  // A screen reader reaches the note itself.
  box.setAttribute("aria-hidden", "true");
  box.dir = "auto";
  box.append(...content);
  box.querySelectorAll("[data-footnote-backref]").forEach((back) => back.remove());
  box.querySelectorAll("[id]").forEach((part) => part.removeAttribute("id"));
  box.querySelectorAll("a, button, input, summary, [tabindex]").forEach((part) => part.setAttribute("tabindex", "-1"));
  box.addEventListener("pointerenter", () => clearTimeout(timer));
  box.addEventListener("pointerleave", leave);
  document.body.append(box);
  const at = link.getBoundingClientRect();
  const width = document.documentElement.clientWidth;
  const left = Math.max(12, Math.min(at.left + at.width / 2 - box.offsetWidth / 2, width - box.offsetWidth - 12));
  const isBelow = at.bottom + box.offsetHeight + 12 < innerHeight || at.top < innerHeight / 2;
  box.style.left = `${left + scrollX}px`;
  box.style.top = `${scrollY + (isBelow ? at.bottom + 6 : at.top - box.offsetHeight - 6)}px`;
  link.toggleAttribute("data-open", true);
  shown = { box, link };
  return true;
};

const leave = () => {
  clearTimeout(timer);
  timer = setTimeout(hide, STAY);
};

/** @param {Event} event @returns {HTMLElement | null} */
const reference = ({ target }) => (target instanceof Element ? target.closest("[data-footnote-ref], [data-terms]") : null);

document.addEventListener("pointerover", (event) => {
  const link = reference(event);
  if (!link || event.pointerType === "touch") return;
  clearTimeout(timer);
  timer = setTimeout(show, REST, link);
});
document.addEventListener("pointerout", (event) => {
  if (event.pointerType !== "touch" && reference(event) && document.activeElement !== reference(event)) leave();
});
document.addEventListener("focusin", (event) => {
  const link = reference(event);
  if (link?.matches(":focus-visible")) show(link);
});
document.addEventListener("focusout", (event) => reference(event) && hide());
document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
document.addEventListener("click", (event) => {
  const link = reference(event);
  const isInside = event.target instanceof Node && shown?.box.contains(event.target);
  const isTap = /** @type {PointerEvent} */ (event).pointerType === "touch";
  // The first tap shows the note, the second follows the link.
  if (link && isTap && wanted !== link) {
    event.preventDefault();
    show(link).then((isShown) => isShown || location.assign(/** @type {HTMLAnchorElement} */ (link).href));
  } else if (!isInside) hide();
});

const sizes = new ResizeObserver(place);
syllabus.onContent(() => {
  hide();
  const prose = document.querySelector(".prose:has(> [data-footnotes])");
  if (prose) sizes.observe(prose);
  place();
});
