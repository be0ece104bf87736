// What is said in passing, at the lower left: another page was edited, the page is gone, the server cannot be heard.
const { el, icon, count } = preview;

// The server may be silent for so long before it is said.
const SILENCE_MS = 2000;
// A notice goes by itself after that, and is looked at again so often while the pointer or the focus is on it.
const NOTICE_MS = 9000;
const RECHECK_MS = 1000;

/** @param {string} path */
const addressOf = (path) => `/${path.split("/").map(encodeURIComponent).join("/")}`;

/**
 * A place for one notice. It is in the page from the start, so that screen readers say what comes into it.
 * @param {string} name
 */
function makeNotice(name) {
  const place = el("div", { role: "status", class: `notice-place ${name}` });
  /** @type {number | undefined} */
  let timer;
  const hide = () => {
    clearTimeout(timer);
    place.replaceChildren();
  };
  // Nothing goes away under the pointer or the focus.
  const hideUnlessUsed = () => {
    clearTimeout(timer);
    if (place.matches(":hover, :focus-within")) timer = setTimeout(hideUnlessUsed, RECHECK_MS);
    else hide();
  };
  /**
   * @param {ElementPart[]} children
   * @param {{ stays?: boolean }} [options] Whether it stays until it is hidden.
   */
  const show = (children, { stays = false } = {}) => {
    clearTimeout(timer);
    const close = el("button", { type: "button", class: "close", "aria-label": "Dismiss", click: hide }, icon("close"));
    place.replaceChildren(el("div", { class: "notice" }, el("div", { class: "notice-text" }, children), stays ? null : close));
    if (!stays) timer = setTimeout(hideUnlessUsed, NOTICE_MS);
  };
  place.addEventListener("keydown", (event) => {
    /** @type {HTMLElement | null} */
    const close = place.querySelector(".close");
    if (event.key === "Escape") close?.click();
  });
  preview.places.notices.append(place);
  return { show, hide, get isEmpty() { return !place.firstChild; } };
}

const gone = makeNotice("gone");
const lost = makeNotice("lost");
const elsewhere = makeNotice("elsewhere");
const said = makeNotice("said");

// In a dialog while one is open: the page behind it is silent.
preview.announce = (words, more) => {
  const inside = preview.root.querySelector("dialog[open] .said");
  if (inside) inside.textContent = `${words}. ${more ?? ""}`;
  else said.show([el("p", {}, words), more && el("p", { class: "quiet" }, more)]);
};

preview.on("state", ({ hash }) => {
  if (hash !== null) return gone.hide();
  gone.show([
    el("p", {}, "There is no such page now."),
    el("p", { class: "quiet" }, "It was renamed, moved or removed, or it is not written yet. When it comes back, it is shown here."),
    el("p", {}, el("a", { href: "/" }, "To the start of the course")),
  ], { stays: true });
});

/** @type {number | undefined} */
let silence;
preview.on("connected", (isConnected) => {
  if (isConnected) {
    clearTimeout(silence);
    silence = undefined;
    lost.hide();
    return;
  }
  silence ??= setTimeout(() => lost.show([
    el("p", {}, el("i", { class: "dot" }), "Not connected"),
    el("p", { class: "quiet" }, "Edits show again once `syllabus serve` runs."),
  ], { stays: true }), SILENCE_MS);
});

/** By address. Edits of other pages while the notice is there count together; the last one is named. @type {Map<string, { url: string, title: string, source: string }>} */
let edited = new Map();
preview.on("elsewhere", ({ pages }) => {
  if (elsewhere.isEmpty) edited = new Map();
  for (const other of pages) {
    edited.delete(other.url);
    edited.set(other.url, other);
  }
  const last = [...edited.values()].at(-1);
  if (!last) return;
  const more = edited.size - 1;
  elsewhere.show([
    el("p", {}, "Edited: ", el("a", { href: addressOf(last.url), title: last.source }, last.title || last.source), more > 0 && ` and ${count(more, "other")}`),
  ]);
});
