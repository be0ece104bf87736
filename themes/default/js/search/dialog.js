// The search over the page. On the page of its own there is a field already, and that is gone to.
const { search } = syllabus;

/** @type {{ dialog: HTMLDialogElement, box: SearchBoxParts } | null} */
let made = null;

const make = () => {
  const { el, words } = syllabus;
  const box = search.box({ isDialog: true });
  const close = el("button", { type: "button", class: "icon-button", "aria-label": words.search_close }, search.icon("close"));
  const keys = el("p", { class: "search-keys", "aria-hidden": "true" }, el("span", {}, el("kbd", {}, "↑"), el("kbd", {}, "↓"), ` ${words.keys_choose}`),
    el("span", {}, el("kbd", {}, "↵"), ` ${words.search_go}`), el("span", {}, el("kbd", {}, "Esc"), ` ${words.search_close}`));
  const dialog = el("dialog", { class: "search", "aria-label": words.search },
    el("div", { class: "search-field" }, search.icon("search"), box.field, close),
    el("div", { class: "search-bar" }, box.filters, box.status), box.scroller, keys);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    const isLink = event.target instanceof Element && event.target.closest("a");
    if (event.target === dialog || isLink && !event.ctrlKey && !event.metaKey && !event.shiftKey) dialog.close();
  });
  // What a field of this type does with Esc is to become empty first.
  box.field.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    dialog.close();
  });
  // A phone's keyboard covers the page, and with it the end of the list.
  const fit = () => dialog.style.setProperty("--seen", `${Math.round(visualViewport?.height ?? innerHeight)}px`);
  visualViewport?.addEventListener("resize", fit);
  fit();
  document.body.append(dialog);
  return { dialog, box };
};

search.open = (typed) => {
  /** @type {HTMLInputElement | null} */
  const own = document.querySelector("[data-search-page] input");
  if (own) return own.select();
  made ??= make();
  const { dialog, box } = made;
  if (!dialog.open) dialog.showModal();
  box.field.focus();
  if (typed) box.field.value = typed;
  else box.field.select();
  box.ask();
  // While the first letters are typed the list of files comes.
  search.files.index().catch(() => {});
};
