// A repair that may be wrong, with the originals it may have been: one press chooses, another takes the choice back.
const { el } = preview;

// What cannot be seen is told by its number.
const numbers = (text) => [...text].map((char) => `U+${char.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`).join(" ");
const seen = (text) => (/^[\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}]*$/u.test(text) ? numbers(text) : text);

const percent = (confidence) => `${Math.min(99, Math.round(confidence * 100))} % sure`;

preview.isUnsure = (repair) => repair.chosen || repair.confidence < 0.9 || repair.alternatives.length > 0;

async function post(repair, after, isAgain = false) {
  const { source, token } = preview.facts;
  const response = await fetch("/.syllabus/override", {
    method: "POST",
    headers: { "content-type": "application/json", "x-syllabus-token": token },
    body: JSON.stringify({ source, line: repair.line, column: repair.column, before: repair.before, after }),
  });
  if (response.ok) return;
  // After a restart of the server the token is another one.
  if (response.status === 403 && !isAgain) {
    await preview.refresh();
    if (preview.facts && preview.facts.token !== token) return post(repair, after, true);
  }
  const { message } = await response.json().catch(() => ({}));
  throw new Error(message ?? `the server said ${response.status}`);
}

async function choose(repair, after, group) {
  group.setAttribute("aria-busy", "true");
  try {
    await post(repair, after);
    preview.say(after === null ? "Your choice was taken back" : `Chosen: ${after}`);
    await preview.refresh();
  } catch (fault) {
    preview.say("This could not be kept", fault.message);
  }
  group.removeAttribute("aria-busy");
}

// Its facts and its buttons. `key` tells the buttons of one repair from those of another.
preview.repairItem = (facts, repair, key) => {
  const group = el("div", { class: "choices", role: "group", "aria-label": `What ${repair.before} may have been` });
  const button = (text, isChosen) => el("button", {
    type: "button",
    class: "original",
    "data-key": `${key}:${text}`,
    "aria-pressed": String(isChosen),
    title: [...text].length > 4 ? null : numbers(text),
    click: () => !isChosen && choose(repair, text, group),
  }, seen(text));
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
