// What is said in passing, at the lower left: another page was edited, the page is gone, the server cannot be heard.
const { el, icon, count } = preview;

const PATIENCE = 2000;
const SHOWN = 9000;

const href = (path) => `/${path.split("/").map(encodeURIComponent).join("/")}`;

// A place for one notice. It is in the page from the start, so that screen readers say what comes into it.
function notice(name) {
  const place = el("div", { role: "status", class: `notice-place ${name}` });
  let timer;
  const hide = () => {
    clearTimeout(timer);
    place.replaceChildren();
  };
  // Nothing goes away under the pointer or the focus.
  const later = () => {
    clearTimeout(timer);
    if (place.matches(":hover, :focus-within")) timer = setTimeout(later, 1000);
    else hide();
  };
  const show = (children, { stays = false, onClose = null } = {}) => {
    clearTimeout(timer);
    const close = el("button", { type: "button", class: "close", "aria-label": "Dismiss", click: () => { hide(); onClose?.(); } }, icon("close"));
    place.replaceChildren(el("div", { class: "notice" }, el("div", { class: "notice-text" }, ...children), onClose || !stays ? close : null));
    if (!stays) timer = setTimeout(later, SHOWN);
  };
  place.addEventListener("keydown", (event) => event.key === "Escape" && place.querySelector(".close")?.click());
  preview.places.notices.append(place);
  return { show, hide, get empty() { return !place.firstChild; } };
}

const gone = notice("gone");
const lost = notice("lost");
const elsewhere = notice("elsewhere");
const said = notice("said");

// Says a thing where it is heard: while a dialog is open, the page behind it is silent.
preview.say = (words, more) => {
  const inside = preview.root.querySelector("dialog[open] .said");
  if (inside) inside.textContent = `${words}. ${more ?? ""}`;
  else said.show([el("p", {}, words), more ? el("p", { class: "quiet" }, more) : null].filter(Boolean));
};

preview.on("state", ({ hash }) => {
  if (hash !== null) return gone.hide();
  gone.show([
    el("p", {}, "There is no such page now."),
    el("p", { class: "quiet" }, "It was renamed, moved or removed, or it is not written yet. When it comes back, it is shown here."),
    el("p", {}, el("a", { href: "/" }, "To the start of the course")),
  ], { stays: true });
});

let silent;
preview.on("connected", (isConnected) => {
  if (isConnected) {
    clearTimeout(silent);
    silent = undefined;
    lost.hide();
  } else {
    silent = silent ?? setTimeout(() => lost.show([
      el("p", {}, el("i", { class: "dot" }), "Not connected"),
      el("p", { class: "quiet" }, "Edits show again once `syllabus serve` runs."),
    ], { stays: true }), PATIENCE);
  }
});

// Edits of other pages while the notice is there count together; the last one is named.
let edited = new Map();
preview.on("elsewhere", ({ pages }) => {
  if (elsewhere.empty) edited = new Map();
  for (const other of pages) {
    edited.delete(other.url);
    edited.set(other.url, other);
  }
  const last = [...edited.values()].at(-1);
  if (!last) return;
  const more = edited.size - 1;
  elsewhere.show([
    el("p", {}, "Edited: ", el("a", { href: href(last.url), title: last.source }, last.title || last.source), more ? ` and ${count(more, "other")}` : null),
  ]);
});
