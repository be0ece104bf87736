// The button in the corner and the panel that it opens: what is doubtful on this page, repairs to decide, the switch of the author's view.
const { el, icon, withCode, count } = preview;

let warnings = 0;
let problems = 0;
// The facts that are drawn, as text.
let drawn = "";

const number = el("span", { class: "number" });
const button = el("button", { type: "button", class: "corner-button", "aria-expanded": "false", "aria-controls": "panel", click: () => press() });
const body = el("div", { class: "panel-body" });
const source = el("span", { class: "source" });
const eye = el("button", { type: "button", role: "switch", class: "switch", "aria-checked": "false", click: () => preview.setAuthorView(eye.getAttribute("aria-checked") !== "true") },
  el("span", {}, "Author's view"), el("i", {}));
const panel = el("div", { class: "panel", id: "panel", role: "dialog", "aria-label": "Preview of this page", tabindex: "-1", hidden: true },
  el("div", { class: "head" }, el("h2", {}, "Preview"), source,
    el("button", { type: "button", class: "close", "aria-label": "Close", click: () => close() }, icon("close"))),
  eye,
  body,
);
preview.places.corner.append(button, panel);

function close() {
  panel.hidden = true;
  button.setAttribute("aria-expanded", "false");
  preview.useFacts("panel", false);
  button.focus();
}

function open() {
  panel.hidden = false;
  button.setAttribute("aria-expanded", "true");
  preview.useFacts("panel", true);
  preview.showMarks(panel);
  panel.focus({ preventScroll: true });
}

function press() {
  if (problems > 0) preview.emit("showProblems");
  else if (panel.hidden) open();
  else close();
}

panel.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  event.stopPropagation();
  close();
});

function showButton() {
  const name = problems > 0 ? count(problems, "fault") : count(warnings, "warning");
  button.dataset.state = problems > 0 ? "fault" : warnings > 0 ? "warning" : "calm";
  button.setAttribute("aria-label", `Preview: ${name}`);
  button.title = name;
  number.textContent = String(problems || warnings);
  button.replaceChildren(icon(problems || warnings ? "warning" : "preview"), ...(problems || warnings ? [number] : []));
}

/** @type {(title: string, items: HTMLElement[]) => HTMLElement[]} */
const section = (title, items) => (items.length === 0 ? [] : [
  el("h3", {}, title, " ", el("span", { class: "tally" }, String(items.length))),
  el("ul", {}, items.map((item) => el("li", {}, item))),
]);

/** @type {(facts: PageFacts, item: DiagnosticFact, at: number) => HTMLElement} */
const diagnostic = (facts, item, at) => el("div", { class: `diagnostic ${item.severity}` },
  el("p", { class: "item-head" },
    preview.lineOpener(facts, item.line, { class: "line", "data-key": `d${at}` }, `line ${item.line}`),
    el("span", {}, withCode(item.message))),
  item.excerpt && preview.excerpt(item.excerpt, { "data-key": `e${at}` }),
  item.help && el("p", { class: "quiet" }, withCode(item.help)),
  preview.fixItem(item, `f${at}`),
);

/** @param {{ line: number | null, column: number | null }} place */
const keyOf = ({ line, column }) => `${line}:${column}`;

/**
 * The diagnostics without those that ask to decide a repair which is listed anyway.
 * @param {PageFacts} facts
 */
const withoutListedRepairs = (facts) => {
  const listed = new Set(facts.repairs.filter(preview.isUnsure).map(keyOf));
  return facts.diagnostics.filter((item) => item.code !== "repair/unsure" || !listed.has(keyOf(item)));
};

/**
 * The unsure repairs of a page, the least sure first: those to decide, or that a diagnostic asks to decide; and those that are nearly certain.
 * @param {PageFacts} facts
 */
const unsureRepairs = ({ repairs, diagnostics }) => {
  const asked = new Set(diagnostics.map(keyOf));
  /** @param {RepairFact} repair */
  const isToDecide = (repair) => preview.isToDecide(repair) || asked.has(keyOf(repair));
  const unsure = repairs.filter(preview.isUnsure).sort((a, b) => a.confidence - b.confidence);
  return { toDecide: unsure.filter(isToDecide), nearlyCertain: unsure.filter((repair) => !isToDecide(repair)) };
};

/**
 * `2 questions · 1 task`
 * @param {PageFacts} facts
 */
const recognised = ({ questions, checklist, repairs }) => {
  /** @type {[unknown[], string][]} */
  const lists = [[questions, "question"], [checklist, "task"], [repairs, "repair"]];
  return lists.filter(([list]) => list.length > 0).map(([list, one]) => count(list.length, one)).join(" · ");
};

/** @param {PageFacts} facts */
function content(facts) {
  const doubtful = withoutListedRepairs(facts).map((item, at) => diagnostic(facts, item, at));
  /** @param {RepairFact} repair */
  const item = (repair) => preview.repairItem(facts, repair, `r${keyOf(repair)}`);
  const { toDecide, nearlyCertain } = unsureRepairs(facts);
  const isUnfolded = body.querySelector("details")?.open;
  return [
    ...section("To look at", doubtful),
    ...section("Repairs to decide", toDecide.map(item)),
    ...(doubtful.length + toDecide.length ? [] : [el("p", { class: "fine" }, "Nothing to mend on this page.")]),
    ...(nearlyCertain.length ? [el("details", { open: isUnfolded },
      el("summary", { "data-key": "certain" }, "Repairs that are nearly certain ", el("span", { class: "tally" }, String(nearlyCertain.length))),
      el("ul", {}, nearlyCertain.map((repair) => el("li", {}, item(repair)))))] : []),
    ...(recognised(facts) ? [el("p", { class: "quiet recognised" }, `Recognised: ${recognised(facts)}`)] : []),
  ];
}

/** @param {PageFacts | null} facts */
function draw(facts) {
  // What has the focus keeps it, if it is still there.
  const focused = /** @type {HTMLElement | null} */ (preview.root.activeElement);
  const key = panel.contains(focused) ? focused?.dataset.key : undefined;
  source.replaceChildren(...(facts ? [preview.lineOpener(facts, 1, { "data-key": "source" }, el("bdi", {}, facts.source))] : []));
  if (facts) body.replaceChildren(...content(facts));
  else body.replaceChildren(el("p", { class: "quiet" }, "This page has no source of its own: it is made from the others."));
  preview.showMarks(panel);
  if (!key) return;
  /** @type {HTMLElement | null} */
  const again = panel.querySelector(`[data-key="${CSS.escape(key)}"]`);
  (again ?? panel).focus({ preventScroll: true });
}

preview.on("facts", (facts) => {
  const next = JSON.stringify(facts);
  if (next === drawn) return;
  drawn = next;
  draw(facts);
});
preview.on("state", (state) => {
  warnings = state.warnings ?? 0;
  showButton();
});
preview.on("problems", (event) => {
  problems = event.problems.length;
  showButton();
});
preview.on("authorView", (isOn) => eye.setAttribute("aria-checked", String(isOn)));
showButton();
