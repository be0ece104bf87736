// Tables of data are sorted by a column: its head has a button. Long ones keep their head in sight. A table is data where it has a head row, four
// rows or more and no cell over several; a column can be sorted where it holds numbers, dates or short words.
const MIN_ROWS = 4;
/** From so many rows on the head stays in sight. */
const LONG = 12;
const SHORT_WORDS = 32;

/** What a unit makes of a number, where columns mix units. @type {Record<string, number>} */
const UNITS = {
  k: 1e3, kb: 1e3, kib: 1024, m: 1e6, mb: 1e6, mib: 1024 ** 2, g: 1e9, gb: 1e9, gib: 1024 ** 3, tb: 1e12, tib: 1024 ** 4, pb: 1e15,
  ns: 1e-9, µs: 1e-6, us: 1e-6, ms: 1e-3, s: 1, sec: 1, min: 60, h: 3600, d: 86400,
  mm: 1e-3, cm: 1e-2, km: 1e3, mg: 1e-3, kg: 1e3, hz: 1, khz: 1e3, mhz: 1e6, ghz: 1e9,
};

/** The sign before the decimals in a language. @param {string} language */
const decimalOf = (language) => {
  try {
    return new Intl.NumberFormat(language || undefined).formatToParts(1.5).find(({ type }) => type === "decimal")?.value ?? ".";
  } catch {
    return ".";
  }
};

/**
 * The value of `1,234`, `3.5 GB`, `~12 %`, `$5`; null where a text is no number.
 * @param {string} text
 * @param {string} decimal
 */
const numberOf = (text, decimal) => {
  const found = /^[~≈<>≤≥±+\s]*(?<sign>[-−–]?)\s*[$€£¥₹]?\s*(?<digits>\d[\d.,'’\s\u00a0\u202f]*|[.,]\d+)\s*(?<unit>[%‰°]?\p{L}{0,5}[²³]?|[$€£¥₹])(?:\/\p{L}+)?\+?$/u.exec(text.trim());
  if (!found?.groups) return null;
  const { sign, digits, unit } = found.groups;
  const plain = digits.trim().replace(/['’\s\u00a0\u202f]/g, "");
  const last = Math.max(plain.lastIndexOf("."), plain.lastIndexOf(","));
  const marks = plain.replace(/\d/g, "");
  // `1.234.567` and, of the languages that group so, `1.234`: no decimals.
  const isGrouped = marks.length > 1 ? marks[0] === marks.at(-1) : last > 0 && plain[last] !== decimal && /^\d{3}$/.test(plain.slice(last + 1));
  const whole = last < 0 || isGrouped ? plain.replace(/[.,]/g, "") : `${plain.slice(0, last).replace(/[.,]/g, "")}.${plain.slice(last + 1)}`;
  const value = Number(whole) * (UNITS[unit.toLowerCase()] ?? 1);
  return Number.isNaN(value) ? null : sign ? -value : value;
};

/** The value of `2024-05-31`, `2024-05` and `31.5.2024`; null where a text is no date. @param {string} text */
const dateOf = (text) => {
  const [, year, month, day = "0"] = /^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?$/.exec(text) ?? [];
  const [, own = day, monthOf = month, yearOf = year] = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/.exec(text) ?? [];
  return yearOf ? Number(yearOf) * 372 + Number(monthOf) * 31 + Number(own) : null;
};

/**
 * What the texts of a column are sorted by; null where they are no data. Empty cells and dashes come last.
 * @param {string[]} texts
 * @param {string} language
 * @returns {(string | number | null)[] | null}
 */
const keysOf = (texts, language) => {
  const isEmpty = (/** @type {string} */ text) => /^[-–—?]?$|^n\/a$/i.test(text);
  const filled = texts.filter((text) => !isEmpty(text));
  if (new Set(filled).size < 2) return null;
  const decimal = decimalOf(language);
  for (const value of [dateOf, (/** @type {string} */ text) => numberOf(text, decimal)]) {
    if (filled.every((text) => value(text) !== null)) return texts.map((text) => (isEmpty(text) ? null : value(text)));
  }
  const areWords = filled.every((text) => text.length <= SHORT_WORDS && /[\p{L}\p{N}]/u.test(text));
  return areWords ? texts.map((text) => (isEmpty(text) ? null : text)) : null;
};

/**
 * The places of rows in a new order. Equal ones stay as they are.
 * @param {(string | number | null)[]} keys
 * @param {number} way 1 or -1
 * @param {string} language
 */
const orderOf = (keys, way, language) => {
  const { compare } = new Intl.Collator(language || undefined, { numeric: true });
  return keys.map((_, at) => at).sort((a, b) => {
    const [one, other] = [keys[a], keys[b]];
    if (one === null || other === null) return Number(one === null) - Number(other === null) || a - b;
    const order = typeof one === "number" && typeof other === "number" ? one - other : compare(String(one), String(other));
    return order * way || a - b;
  });
};

/** @param {HTMLTableElement} table */
const offer = (table) => {
  const head = table.tHead?.rows;
  const body = table.tBodies[0];
  if (head?.length !== 1 || table.tBodies.length !== 1 || !body || table.tFoot) return;
  const rows = [...body.rows];
  const cells = [...head[0].cells];
  if (rows.length < MIN_ROWS || cells.length < 2 || rows.some((row) => row.cells.length !== cells.length)) return;
  if (table.querySelector("[colspan], [rowspan], input, form")) return;
  const language = /** @type {HTMLElement | null} */ (table.closest("[lang]"))?.lang ?? "";
  const keysAt = (/** @type {number} */ at) => keysOf([...body.rows].map((row) => (row.cells[at]?.textContent ?? "").trim()), language);
  /** The rows in the author's order, while they are in another. */
  let written = rows;
  cells.forEach((cell, at) => {
    const name = (cell.textContent ?? "").trim();
    if (!name || cell.querySelector("a, button, div, p") || !keysAt(at)) return;
    // The words stay where they are, so that they can be selected, and what refers to them still does. The button is beside them and covers the cell.
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.ariaLabel = syllabus.fill(syllabus.words.sort_by, { column: name });
    cell.ariaLabel = name;
    cell.addEventListener("click", () => {
      if (document.getSelection()?.isCollapsed === false) return;
      const now = cell.ariaSort;
      const next = now === "ascending" ? "descending" : now === "descending" ? null : "ascending";
      if (cells.some(({ ariaSort }) => ariaSort)) body.append(...written);
      else written = [...body.rows];
      cells.forEach((other) => other.removeAttribute("aria-sort"));
      const keys = keysAt(at);
      if (!next || !keys) return;
      cell.setAttribute("aria-sort", next);
      body.append(...orderOf(keys, next === "ascending" ? 1 : -1, language).map((row) => written[row]));
    });
    if (at === cells.length - 1) cell.prepend(button);
    else cell.append(button);
  });
};

/** A table that fits is no box to scroll in, so that its head can stay at the page's top; a wide one scrolls in its box. */
const fit = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    /** @type {HTMLElement | null} */
    const box = target.closest(".scroll");
    if (box) box.dataset.long = target.clientWidth > box.clientWidth ? "wide" : "fits";
  }
});

/** Tables that were looked at. */
const known = new WeakSet();
syllabus.onContent(() => {
  /** @type {NodeListOf<HTMLTableElement>} */
  const tables = document.querySelectorAll(".prose .scroll > table");
  for (const table of tables) {
    if (!table.querySelector(".sort")) offer(table);
    if (known.has(table)) continue;
    known.add(table);
    if (table.rows.length > LONG) fit.observe(table);
  }
});
