// The way to a line of the source: a link into the author's editor or, where none is named, a button that copies the place.
const { el, icon } = preview;

const NO_EDITOR = "Name your editor in syllabus.toml, [preview] editor, to open files from here.";

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyOld(text);
  }
}

// Where the page is not from this machine, browsers keep the clipboard from it; this still works.
function copyOld(text) {
  const field = el("textarea", { class: "unseen", "aria-hidden": "true", tabindex: "-1" });
  field.value = text;
  const place = preview.root.querySelector("dialog[open]") ?? preview.places.notices;
  const focused = preview.root.activeElement;
  place.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  focused?.focus({ preventScroll: true });
  return done;
}

// `open`: the address in the editor, ready; null: `place` (a path with its line) is copied. `label` stands on it.
preview.opener = ({ open, place, label, ...attributes }) => {
  if (open) return el("a", { ...attributes, href: open, title: `Open ${place}` }, label);
  return el("button", {
    ...attributes,
    type: "button",
    title: `Copy ${place}`,
    click: async () => preview.say((await copy(place)) ? `Copied ${place}` : place, NO_EDITOR),
  }, label);
};

// The same for a line of this page's source.
preview.lineOpener = (facts, line, attributes, label) => preview.opener({
  ...attributes,
  open: facts.open?.split("{line}").join(line),
  place: `${facts.path ?? facts.source}:${line}`,
  label,
});

preview.openIcon = (open) => icon(open ? "open" : "copy");
