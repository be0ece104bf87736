// The way to a line of the source: a link into the author's editor or, where no editor is named, a button that copies the place.
const { el, icon } = preview;

const NO_EDITOR = "Name your editor in syllabus.toml, [preview] editor, to open files from here.";

/** @param {string} text */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelection(text);
  }
}

/**
 * Browsers keep the clipboard from a page that is not from this machine; this still works.
 * @param {string} text
 */
function copySelection(text) {
  const field = el("textarea", { class: "unseen", "aria-hidden": "true", tabindex: "-1" });
  field.value = text;
  const place = preview.root.querySelector("dialog[open]") ?? preview.places.notices;
  const focused = /** @type {HTMLElement | null} */ (preview.root.activeElement);
  place.append(field);
  field.select();
  const isCopied = document.execCommand("copy");
  field.remove();
  focused?.focus({ preventScroll: true });
  return isCopied;
}

preview.opener = ({ open, place, label, ...attributes }) => {
  if (open) return el("a", { ...attributes, href: open, title: `Open ${place}` }, label);
  const click = async () => preview.announce((await copy(place)) ? `Copied ${place}` : place, NO_EDITOR);
  return el("button", { ...attributes, type: "button", title: `Copy ${place}`, click }, label);
};

preview.lineOpener = (facts, line, attributes, label) => preview.opener({
  ...attributes,
  open: facts.open?.split("{line}").join(String(line)),
  place: `${facts.path ?? facts.source}:${line}`,
  label,
});

preview.openIcon = (open) => icon(open ? "open" : "copy");
