// The one element of the preview. It stands outside <body>: its styles reach nothing of the page, and no edit of the page reaches it.
const host = document.createElement("syllabus-preview");
const root = host.attachShadow({ mode: "open" });
const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
root.adoptedStyleSheets = [sheet];

/** @type {Preview["el"]} */
const el = (name, attributes = {}, ...children) => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(key, value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value === true ? "" : String(value));
  }
  for (const child of children.flat()) if (child) node.append(child);
  return node;
};

/** The outline of each icon, on a square of 24 units. @type {Record<string, string>} */
const PATHS = {
  close: "M6 6l12 12M18 6L6 18",
  warning: "M12 4.2 2.900 19.500h18.200zM12 10v4.500M12 17v.1",
  preview: "M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12zM12 14.800a2.800 2.800 0 1 0 0-5.600 2.800 2.800 0 0 0 0 5.600z",
  open: "M14 4.500h5.500V10M19 5l-8.500 8.500M10 5.500H5.500v13h13V14",
  copy: "M9 9h10v10H9zM5 15V5h10",
};
const SVG = "http://www.w3.org/2000/svg";

/** @type {Preview["icon"]} */
const icon = (name) => {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
};

// Marks on the page go below its bars; what is to be read and pressed goes above all. Notices are spoken: their place is there from the start.
const marks = el("div", { class: "marks", role: "region", "aria-label": "Author's view", hidden: true });
const notices = el("div", { class: "notices" });
const corner = el("aside", { class: "corner", "aria-label": "Preview" });
root.append(marks, notices, corner);
host.lang = "en";
document.documentElement.append(host);

/** @type {Preview["withCode"]} */
const withCode = (text) => text.split(/`([^`]+)`/).map((part, at) => (at % 2 ? el("code", {}, part) : part));

/** @type {Preview["count"]} */
const count = (n, one) => `${n} ${one}${n === 1 ? "" : "s"}`;

Object.assign(preview, { host, root, el, icon, withCode, count, places: { marks, notices, corner } });
