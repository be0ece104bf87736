// The one element of the preview, outside <body>: its styles reach nothing of the page, and no edit of the page reaches it.
const host = document.createElement("syllabus-preview");
const root = host.attachShadow({ mode: "open" });
const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
root.adoptedStyleSheets = [sheet];

// A node: its name, its attributes (a function listens), what is in it.
const el = (name, attributes = {}, ...children) => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(key, value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
};

const PATHS = {
  close: "M6 6l12 12M18 6L6 18",
  warning: "M12 4.2 2.900 19.500h18.200zM12 10v4.500M12 17v.1",
  preview: "M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12zM12 14.800a2.800 2.800 0 1 0 0-5.600 2.800 2.800 0 0 0 0 5.600z",
  open: "M14 4.500h5.500V10M19 5l-8.500 8.500M10 5.500H5.500v13h13V14",
  copy: "M9 9h10v10H9zM5 15V5h10",
};

const icon = (name) => {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS(svg.namespaceURI, "path");
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

// Words of a diagnostic: what stands between backticks is code.
const words = (text) => text.split(/`([^`]+)`/).map((part, at) => (at % 2 ? el("code", {}, part) : part));

// Lines of a file as the terminal shows them, with marks below.
const excerpt = (text, attributes) => el("pre", { tabindex: "0", role: "group", ...attributes }, text);

// Of long lines, the marked part is seen.
function showMarks(tree) {
  for (const pre of tree.querySelectorAll("pre")) {
    const lines = pre.textContent.split("\n");
    const column = Math.min(...lines.map((line) => line.search(/\^/)).filter((at) => at >= 0));
    const wide = (column / Math.max(...lines.map((line) => line.length))) * pre.scrollWidth;
    pre.scrollLeft = wide > pre.clientWidth / 2 ? wide - pre.clientWidth / 3 : 0;
  }
}

const count = (n, one) => `${n} ${one}${n === 1 ? "" : "s"}`;

Object.assign(preview, { host, root, el, icon, words, excerpt, showMarks, count, places: { marks, notices, corner } });
