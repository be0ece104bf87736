// What a program can mend, beside the diagnostic: one press writes it into the chapter.
const { el } = preview;

preview.fixItem = ({ offer, fix }, key) => {
  if (!offer || !preview.facts?.token) return null;
  const { id, before, after } = offer;
  const item = el("div", { class: "fix" });
  item.append(
    el("button", {
      type: "button",
      class: "original",
      "data-key": key,
      "aria-label": `Fix: ${fix?.title ?? after}`.replaceAll("`", ""),
      click: () => preview.send("fix", { id }, item, "Fixed"),
    }, "Fix"),
    el("span", {}, el("code", {}, preview.visible(before)), " becomes ", el("code", {}, preview.visible(after))),
  );
  return item;
};
