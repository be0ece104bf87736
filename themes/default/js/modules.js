// All modules of the course in the sidebar, where its page names those around its own module only. What they are comes from one script for all
// pages of the course (assets/modules.js).

/** From so many modules on they can be filtered. */
const MANY = 24;

/** @param {string} text */
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** The module in which a page is: of those whose folder holds it, the deepest. @param {string} root */
const ownModule = (root) => {
  const path = location.href.split(/[?#]/, 1)[0];
  let [own, length] = [-1, 0];
  syllabus.modules?.forEach(([address], at) => {
    const folder = new URL(address, root).href.replace(/[^/]*$/, "");
    if (path.startsWith(folder) && folder.length > length) [own, length] = [at, folder.length];
  });
  return own;
};

/** @param {HTMLAnchorElement} link */
const build = (link) => {
  const root = new URL(document.documentElement.dataset.root ?? "", location.href).href;
  const modules = syllabus.modules ?? [];
  const own = ownModule(root);
  const list = document.createElement("ul");
  list.className = "nav-modules";
  const items = modules.map(([address, title, number, depth], at) => {
    const item = document.createElement("li");
    const entry = document.createElement("a");
    const words = document.createElement("span");
    entry.href = new URL(address, root).href;
    item.style.setProperty("--depth", String(Math.min(depth, 4)));
    if (at === own) entry.setAttribute("aria-current", "true");
    if (number) {
      const before = document.createElement("span");
      before.className = "nav-number";
      before.textContent = String(number);
      entry.append(before, " ");
    }
    words.textContent = title;
    entry.append(words);
    item.append(entry);
    return item;
  });
  list.append(...items);
  const box = document.createElement("div");
  box.className = "nav-every";
  box.id = "syllabus:modules";
  if (modules.length > MANY) box.append(filter(modules.map(([, title, , depth]) => ({ title: fold(title), depth })), items));
  box.append(list);
  link.closest(".nav-all")?.after(box);
  document.dispatchEvent(new CustomEvent("syllabus:content"));
  return box;
};

/** A field that hides the modules without its words; those above one that stays remain. @param {{ title: string, depth: number }[]} modules @param {HTMLElement[]} items */
const filter = (modules, items) => {
  const field = document.createElement("input");
  field.type = "search";
  field.className = "nav-filter";
  field.placeholder = syllabus.words.filter_modules;
  field.setAttribute("aria-label", syllabus.words.filter_modules);
  field.addEventListener("input", () => {
    const words = fold(field.value).split(/\s+/);
    // From the end: how deep what was kept last stands.
    let below = 0;
    for (let at = modules.length - 1; at >= 0; at--) {
      const { title, depth } = modules[at];
      const isKept = depth < below || words.every((word) => title.includes(word));
      items[at].hidden = !isKept;
      if (isKept) below = depth;
    }
  });
  return field;
};

syllabus.showModules = async (link) => {
  await syllabus.load(link.dataset.modules ?? "");
  // Marks of what is done come when they come.
  syllabus.need("course").catch(() => {});
  const side = link.closest(".side");
  const box = document.getElementById("syllabus:modules") ?? build(link);
  const isShown = !side?.hasAttribute("data-all");
  side?.toggleAttribute("data-all", isShown);
  box.hidden = !isShown;
  link.setAttribute("role", "button");
  link.setAttribute("aria-expanded", String(isShown));
  link.setAttribute("aria-controls", box.id);
  if (!isShown) return;
  const target = box.querySelector("input") ?? box.querySelector("[aria-current]") ?? box.querySelector("a");
  target?.scrollIntoView({ block: "center" });
  target?.focus({ preventScroll: true });
};
