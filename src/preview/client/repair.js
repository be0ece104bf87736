// A repair that may be wrong, with the originals it may have been: one press chooses, another takes the choice back.
const { el } = preview;

// Repairs above that need no decision.
const SURE = 0.9;

/** @param {string} text */
const codePoints = (text) => [...text].map((char) => `U+${char.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0")}`).join(" ");

/**
 * A text as a button shows it: what cannot be seen by its numbers.
 * @param {string} text
 */
const visible = (text) => (/^[\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}]*$/u.test(text) ? codePoints(text) : text);

/**
 * Never 100 %: it is a probability.
 * @param {number} confidence
 */
const percent = (confidence) => `${Math.min(99, Math.round(confidence * 100))} % sure`;

preview.isToDecide = (repair) => repair.chosen || repair.confidence < SURE;
preview.isUnsure = (repair) => preview.isToDecide(repair) || repair.alternatives.length > 0;

/**
 * Has the server write the author's choice into the configuration; null takes an earlier one back. Throws what it says if it does not.
 * @param {RepairFact} repair
 * @param {string | null} after
 * @returns {Promise<void>}
 */
async function post(repair, after, isSecondTry = false) {
  if (!preview.facts) throw new Error("this page has no source");
  const { source, token } = preview.facts;
  const response = await fetch("/.syllabus/override", {
    method: "POST",
    headers: { "content-type": "application/json", "x-syllabus-token": token ?? "" },
    body: JSON.stringify({ source, line: repair.line, column: repair.column, before: repair.before, after }),
  });
  if (response.ok) return;
  // After a restart of the server the token is another one.
  if (response.status === 403 && !isSecondTry) {
    await preview.refresh();
    if (preview.facts && preview.facts.token !== token) return post(repair, after, true);
  }
  const { message } = await response.json().catch(() => ({}));
  throw new Error(message ?? `the server said ${response.status}`);
}

/**
 * @param {RepairFact} repair
 * @param {string | null} after
 * @param {HTMLElement} group
 */
async function choose(repair, after, group) {
  group.setAttribute("aria-busy", "true");
  try {
    await post(repair, after);
    preview.announce(after === null ? "Your choice was taken back" : `Chosen: ${after}`);
    await preview.refresh();
  } catch (error) {
    preview.announce("This could not be kept", error instanceof Error ? error.message : String(error));
  }
  group.removeAttribute("aria-busy");
}

preview.repairItem = (facts, repair, key) => {
  const group = el("div", { class: "choices", role: "group", "aria-label": `What ${repair.before} may have been` });
  /** @type {(text: string, isChosen: boolean) => HTMLElement} */
  const button = (text, isChosen) => el("button", {
    type: "button",
    class: "original",
    "data-key": `${key}:${text}`,
    "aria-pressed": String(isChosen),
    title: [...text].length > 4 ? null : codePoints(text),
    click: () => !isChosen && choose(repair, text, group),
  }, visible(text));
  group.append(button(repair.after, true), ...repair.alternatives.filter((text) => text !== repair.after).map((text) => button(text, false)));
  if (repair.chosen) group.append(el("button", { type: "button", class: "undo", "data-key": `${key}:undo`, click: () => choose(repair, null, group) }, "Undo"));
  return el("div", { class: "repair" },
    el("p", { class: "item-head" },
      preview.lineOpener(facts, repair.line, { class: "line", "data-key": `${key}:open` }, `line ${repair.line}`),
      el("span", {}, el("code", {}, repair.before), " became ", el("code", {}, repair.after)),
    ),
    el("p", { class: "quiet" }, repair.chosen ? "Your choice" : `${percent(repair.confidence)} · read as ${repair.channel}`),
    group,
  );
};
