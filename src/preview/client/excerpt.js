// The lines around a diagnostic's place: numbered, the place marked in them, and what is said of other places below their lines.
const { el, withCode } = preview;

/** @type {Preview["ownPlace"]} */
const ownPlace = ({ lines }) => {
  for (const { number, text, marks } of lines) {
    const own = marks.find(({ note }) => note === null);
    if (own) return { number, text, marked: text.slice(own.start, own.end) };
  }
  return null;
};

/**
 * A line's text, cut where marks begin and end: they may overlap. A place between two characters is a piece without text.
 * @param {ExcerptLine} line
 * @returns {{ text: string, mark: "own" | "noted" | null }[]}
 */
function pieces({ text, marks }) {
  const ends = new Set([0, text.length, ...marks.flatMap(({ start, end }) => [start, end])]);
  const points = new Set(marks.filter(({ start, end }) => start === end).map(({ start }) => start));
  const cuts = [...ends, ...points].sort((a, b) => a - b);
  return cuts.slice(1).map((end, at) => {
    const start = cuts[at];
    const over = marks.filter((mark) => mark.start <= start && mark.end >= end && (mark.start === mark.end) === (start === end));
    const isOwn = over.some(({ note }) => note === null);
    return { text: text.slice(start, end), mark: isOwn ? "own" : over.length > 0 ? "noted" : null };
  });
}

/** A line with the notes below it, each under its place: what is before the place keeps its room there, unseen. @param {ExcerptLine} line */
const rows = (line) => [
  el("span", { class: "row-number" }, String(line.number)),
  el("span", { class: "row-text" }, pieces(line).map(({ text, mark }) => (mark ? el("mark", { class: mark }, text) : text))),
  ...line.marks.filter(({ note }) => note !== null).sort((a, b) => a.start - b.start)
    .map(({ start, note }) => el("span", { class: "row-note", "data-before": line.text.slice(0, start) }, withCode(note ?? ""))),
];

/** @type {Preview["excerpt"]} */
const excerpt = (excerpt, attributes) => {
  const { lines, far_notes } = excerpt;
  const own = ownPlace(excerpt);
  const label = own && `Line ${own.number}${own.marked && `, marked: ${own.marked}`}`;
  return el("div", { class: "excerpt" },
    el("pre", { tabindex: "0", role: "group", "aria-label": label, ...attributes }, lines.flatMap((line, at) => [
      at > 0 && line.number > lines[at - 1].number + 1 && el("span", { class: "row-number", "aria-hidden": "true" }, "⋮"),
      ...rows(line),
    ])),
    far_notes.map(({ line, text }) => el("p", { class: "quiet" }, `line ${line}: `, withCode(text))),
  );
};

/** @type {Preview["showMarks"]} */
function showMarks(tree) {
  for (const pre of tree.querySelectorAll("pre")) {
    const mark = pre.querySelector("mark.own");
    if (!mark) continue;
    const left = mark.getBoundingClientRect().left - pre.getBoundingClientRect().left + pre.scrollLeft;
    pre.scrollLeft = left > pre.clientWidth / 2 ? left - pre.clientWidth / 3 : 0;
  }
}

Object.assign(preview, { ownPlace, excerpt, showMarks });
