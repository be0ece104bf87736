// "Your progress": carries what a student did to another browser, by a link, its QR code or a file; takes it over here; forgets it, with a way back.
// Loaded when it is asked for, or when a link with progress was opened.
const { carry, store, words, fill, el, button } = syllabus;
const course = document.documentElement.dataset.course ?? "";

/** What of the store is progress. An exam that runs is forgotten with the rest, and not carried. */
const KINDS = ["question:", "check:", "chapter:", "exams", "more-exams", "exam:"];
/** The letters of a link that a QR code holds. */
const MOST_OF_CODE = 1000;

/** All progress, what was reset too. @returns {StoreEntries} */
const everything = () => KINDS.flatMap((kind) => store.entries(kind));

/** @param {StoreEntries} entries */
const linkOf = (entries) => {
  const root = new URL(document.documentElement.dataset.root ?? "", location.href);
  return `${new URL("./", root).href.split(/[?#]/, 1)[0]}#carry=${carry.pack(course, entries)}`;
};

/** What is due first comes first; without a day, what was tried last. @param {StoreEntries} entries */
const byUrgency = (entries) => entries
  .filter(([key]) => key.startsWith("question:"))
  .sort(([, a], [, b]) => (a.due ?? "9").localeCompare(b.due ?? "9") || String(b.at).localeCompare(String(a.at)));

/** As many of the entries as a link for a QR code holds. @param {StoreEntries} entries */
const forCode = (entries) => {
  if (linkOf(entries).length <= MOST_OF_CODE) return entries;
  const urgent = byUrgency(entries);
  let [low, high] = [0, urgent.length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (linkOf(urgent.slice(0, middle)).length <= MOST_OF_CODE) low = middle;
    else high = middle - 1;
  }
  return urgent.slice(0, low);
};

/** A QR code as a picture. @param {string} text */
const pictureOf = (text) => {
  const rows = carry.qr(text);
  if (!rows) return null;
  const path = rows.flatMap((row, y) => [...row].flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  picture.setAttribute("viewBox", `-4 -4 ${rows.length + 8} ${rows.length + 8}`);
  picture.setAttribute("class", "carry-code");
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", words.carry_code);
  const dots = document.createElementNS(space, "path");
  dots.setAttribute("d", path);
  picture.append(dots);
  return picture;
};

/** @type {HTMLDialogElement | null} */
let dialog = null;
const status = el("p", { class: "carry-status", role: "status" });
const body = el("div", { class: "carry-body" });
/** What was there before something was taken over or forgotten. @type {StoreEntries | null} */
let before = null;

/** Says what happened, and offers the way back where there is one. @param {string} text */
const say = (text) => {
  status.replaceChildren(text);
  if (before) status.append(" ", button(words.carry_undo, undo));
};

const undo = () => {
  const was = new Map(before ?? []);
  for (const [key] of everything()) if (!was.has(key)) store.remove(key);
  for (const [key, value] of was) {
    store.remove(key);
    store.write(key, value);
  }
  before = null;
  draw();
  say(words.carry_undone);
};

const forget = () => {
  before = everything();
  const at = new Date().toISOString();
  for (const [key] of before) store.write(key, { reset: true, at });
  draw();
  say(words.carry_forgotten);
};

/** Takes over what is newer than what is here. @param {StoreEntries} incoming @param {number} [missing] */
const take = (incoming, missing = 0) => {
  const own = everything();
  const newer = carry.merge(own, incoming);
  if (newer.length > 0) before = own;
  for (const [key, value] of newer) store.write(key, value);
  draw();
  const texts = [newer.length > 0 ? fill(words.carry_taken, { n: newer.length }) : words.carry_nothing_new];
  if (missing > 0) texts.push(fill(words.carry_missing, { n: missing }));
  if (!store.isKept) texts.push(words.carry_not_kept);
  say(texts.join(" "));
};

/** @param {CarryFault} fault */
const refuse = (fault) => say({ broken: words.carry_broken, other: words.carry_other, later: words.carry_later }[fault]);

const save = () => {
  const now = new Date();
  const file = new Blob([carry.toFile(course, everything(), now)], { type: "application/json" });
  const link = el("a", { href: URL.createObjectURL(file), download: `progress-${now.toISOString().slice(0, 10)}.json` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  store.write("kept", { at: now.toISOString() });
};

/** @param {File | undefined} file */
const read = async (file) => {
  if (!file) return;
  const { entries, fault } = carry.fromFile(course, await file.text());
  if (fault !== undefined) refuse(fault);
  else take(entries);
};

/** The part with the link and its code. A page from disk has no address that another machine knows. @param {StoreEntries} entries */
const linkPart = (entries) => {
  if (location.protocol === "file:" || entries.length === 0) return [];
  const field = el("input", { type: "text", readonly: "", class: "carry-link", "aria-label": words.carry_link, value: linkOf(entries) });
  field.addEventListener("focus", () => field.select());
  const copy = button(words.copy, () => {
    navigator.clipboard.writeText(field.value).then(() => say(words.copied), () => field.select());
    store.write("kept", { at: new Date().toISOString() });
  });
  const some = forCode(entries);
  const picture = some.length > 0 ? pictureOf(linkOf(some)) : null;
  const isPart = picture && some.length < entries.length;
  return [
    el("h3", {}, words.carry_link),
    el("div", { class: "carry-row" }, field, copy),
    ...(picture ? [el("figure", {}, picture, ...(isPart ? [el("figcaption", {}, fill(words.carry_code_part, { n: some.length, count: entries.length }))] : []))] : []),
  ];
};

const draw = () => {
  const entries = everything();
  const input = el("input", { type: "file", accept: ".json,application/json", hidden: "" });
  input.addEventListener("change", () => read(input.files?.[0]));
  body.replaceChildren(
    el("p", {}, store.isKept ? words.carry_about : words.carry_not_kept),
    ...linkPart(entries),
    el("h3", {}, words.carry_file),
    el("div", { class: "carry-row" }, button(words.carry_save, save), button(words.carry_load, () => input.click()), input),
    ...(entries.some(([, value]) => !value.reset) ? [el("h3", {}, words.carry_forget_title), el("div", { class: "carry-row" }, button(words.carry_forget, forget))] : []),
  );
};

carry.open = () => {
  if (!dialog) {
    const close = button(words.close, () => dialog?.close());
    const made = el("dialog", { class: "carry", "aria-labelledby": "syllabus:carry" }, el("header", { class: "carry-head" }, el("h2", { id: "syllabus:carry" }, words.carry_title), close), status, body);
    made.addEventListener("click", ({ target }) => target === made && made.close());
    document.body.append(made);
    dialog = made;
  }
  before = null;
  status.replaceChildren();
  draw();
  if (!dialog.open) dialog.showModal();
};

carry.receive = async (packed) => {
  carry.open();
  const { kinds, fault } = carry.unpack(course, packed);
  if (fault !== undefined) return refuse(fault);
  try {
    await syllabus.load(`${document.documentElement.dataset.root ?? ""}assets/ids.js`);
  } catch {
    return refuse("broken");
  }
  const { entries, missing } = carry.resolve(kinds, syllabus.ids ?? []);
  take(entries, missing);
};
