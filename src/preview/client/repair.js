// A repair that may be wrong, with the originals it may have been: one press chooses, another takes the choice back.
const { el } = preview;

// Repairs above that need no decision.
const SURE = 0.9;

/** @param {string} text */
const codePoints = (text) => [...text].map((char) => `U+${char.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0")}`).join(" ");

/** @type {Preview["visible"]} */
const visible = (text) => (/^[\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}]*$/u.test(text) ? codePoints(text) : text);

/**
 * Never 100 %: it is a probability.
 * @param {number} confidence
 */
const percent = (confidence) => `${Math.min(99, Math.round(confidence * 100))} % sure`;

preview.visible = visible;
preview.isToDecide = (repair) => repair.chosen || repair.confidence < SURE;
preview.isUnsure = (repair) => preview.isToDecide(repair) || repair.alternatives.length > 0;

/**
 * Has the server write the author's choice into the configuration; null takes an earlier one back.
 * @type {(facts: PageFacts, repair: RepairFact, after: string | null, group: HTMLElement) => Promise<void>}
 */
const choose = ({ source }, { line, column, before }, after, group) =>
  preview.send("override", { source, line, column, before, after }, group, after === null ? "Your choice was taken back" : `Chosen: ${after}`);

preview.repairItem = (facts, repair, key) => {
  const group = el("div", { class: "choices", role: "group", "aria-label": `What ${repair.before} may have been` });
  /** @type {(text: string, isChosen: boolean) => HTMLElement} */
  const button = (text, isChosen) => el("button", {
    type: "button",
    class: "original",
    "data-key": `${key}:${text}`,
    "aria-pressed": String(isChosen),
    title: [...text].length > 4 ? null : codePoints(text),
    click: () => !isChosen && choose(facts, repair, text, group),
  }, visible(text));
  group.append(button(repair.after, true), ...repair.alternatives.filter((text) => text !== repair.after).map((text) => button(text, false)));
  if (repair.chosen) group.append(el("button", { type: "button", class: "undo", "data-key": `${key}:undo`, click: () => choose(facts, repair, null, group) }, "Undo"));
  return el("div", { class: "repair" },
    el("p", { class: "item-head" },
      preview.lineOpener(facts, repair.line, { class: "line", "data-key": `${key}:open` }, `line ${repair.line}`),
      el("span", {}, el("code", {}, repair.before), " became ", el("code", {}, repair.after)),
    ),
    el("p", { class: "quiet" }, repair.chosen ? "Your choice" : `${percent(repair.confidence)} · read as ${repair.channel}`),
    group,
  );
};
