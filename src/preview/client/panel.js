// The button in the corner and what it opens: what is doubtful on this page, repairs to decide, the author's view.
const { el, icon, words, count } = preview;

let warnings = 0;
let faults = 0;
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

preview.openPanel = () => {
  panel.hidden = false;
  button.setAttribute("aria-expanded", "true");
  preview.useFacts("panel", true);
  preview.showMarks(panel);
  panel.focus({ preventScroll: true });
};

function press() {
  if (faults > 0) preview.tell("showProblems");
  else if (panel.hidden) preview.openPanel();
  else close();
}

panel.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  event.stopPropagation();
  close();
});

function showButton() {
  const name = faults > 0 ? count(faults, "fault") : count(warnings, "warning");
  button.dataset.state = faults > 0 ? "fault" : warnings > 0 ? "warning" : "calm";
  button.setAttribute("aria-label", `Preview: ${name}`);
  button.title = name;
  number.textContent = faults || warnings;
  button.replaceChildren(icon(faults || warnings ? "warning" : "preview"), ...(faults || warnings ? [number] : []));
}

const section = (title, items) => (items.length === 0 ? [] : [el("h3", {}, title, " ", el("span", { class: "tally" }, String(items.length))), el("ul", {}, ...items.map((item) => el("li", {}, item)))]);

const diagnostic = (facts, item, at) => el("div", { class: `diagnostic ${item.severity}` },
  el("p", { class: "item-head" },
    preview.lineOpener(facts, item.line, { class: "line", "data-key": `d${at}` }, `line ${item.line}`),
    el("span", {}, words(item.message))),
  item.excerpt ? preview.excerpt(item.excerpt, { "aria-label": `Line ${item.line}`, "data-key": `e${at}` }) : null,
  item.help ? el("p", { class: "quiet" }, words(item.help)) : null,
);

// What can be decided here need not be read twice.
const decided = (facts) => {
  const places = new Set(facts.repairs.filter(preview.isUnsure).map(({ line, column }) => `${line}:${column}`));
  return facts.diagnostics.filter((item) => item.code !== "repair/unsure" || !places.has(`${item.line}:${item.column}`));
};

// What the author has decided, and what a warning asks to decide.
const isOpen = (facts, { chosen, confidence, line, column }) =>
  chosen || confidence < 0.9 || facts.diagnostics.some((item) => item.line === line && item.column === column);

const recognised = ({ questions, checklist, repairs }) => [
  [questions.length, "question"], [checklist.length, "task"], [repairs.length, "repair"],
].filter(([n]) => n > 0).map(([n, one]) => count(n, one)).join(" · ");

function draw(facts) {
  // What has the focus keeps it, if it is still there.
  const key = panel.contains(preview.root.activeElement) ? preview.root.activeElement.dataset.key : null;
  source.replaceChildren(...(facts ? [preview.lineOpener(facts, 1, { "data-key": "source" }, el("bdi", {}, facts.source))] : []));
  if (!facts) {
    body.replaceChildren(el("p", { class: "quiet" }, "This page has no source of its own: it is made from the others."));
  } else {
    const doubtful = decided(facts).map((item, at) => diagnostic(facts, item, at));
    const item = (repair) => preview.repairItem(facts, repair, `r${repair.line}:${repair.column}`);
    const unsure = facts.repairs.filter(preview.isUnsure).sort((a, b) => a.confidence - b.confidence);
    const [open, certain] = [unsure.filter((repair) => isOpen(facts, repair)), unsure.filter((repair) => !isOpen(facts, repair))];
    const isUnfolded = body.querySelector("details")?.open;
    body.replaceChildren(
      ...section("To look at", doubtful),
      ...section("Repairs to decide", open.map(item)),
      ...(doubtful.length + open.length ? [] : [el("p", { class: "fine" }, "Nothing to mend on this page.")]),
      ...(certain.length ? [el("details", { open: isUnfolded },
        el("summary", { "data-key": "certain" }, "Repairs that are nearly certain ", el("span", { class: "tally" }, String(certain.length))),
        el("ul", {}, ...certain.map((repair) => el("li", {}, item(repair)))))] : []),
      ...(recognised(facts) ? [el("p", { class: "quiet recognised" }, `Recognised: ${recognised(facts)}`)] : []),
    );
  }
  preview.showMarks(panel);
  if (key) (panel.querySelector(`[data-key="${CSS.escape(key)}"]`) ?? panel).focus({ preventScroll: true });
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
preview.on("problems", ({ problems }) => {
  faults = problems.length;
  showButton();
});
preview.on("authorView", (isOn) => eye.setAttribute("aria-checked", String(isOn)));
showButton();
