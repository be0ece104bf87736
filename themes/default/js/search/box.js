// A field, filters, and a list that follows what is typed: in the dialog, where the list is chosen from with the arrow keys while the focus stays
// in the field, and on the page of its own, where it is a list of links.
const { search } = syllabus;

// So many rows at a time: as many as are seen, and each is described in a file of its chapter.
const STEP = 8;
/** @type {SearchFilter[]} */
const FILTERS = ["all", "chapters", "questions", "code"];
/** The keys of their words. @type {Record<SearchFilter, "search_all" | "chapter_list" | "search_questions" | "search_code">} */
const NAMES = { all: "search_all", chapters: "chapter_list", questions: "search_questions", code: "search_code" };

class SearchBox {
  /** @type {FindResult | null} */
  result = null;
  /** What was asked last: an answer that comes after another question is not shown. */
  asked = 0;
  /** When the last answer is shown. */
  settled = Promise.resolve();
  shown = 0;
  active = -1;
  isAdding = false;

  /**
   * @param {{ isDialog: boolean, onQuery?: (query: string, filter: SearchFilter) => void }} options
   */
  constructor({ isDialog, onQuery = () => {} }) {
    const { el, words } = syllabus;
    this.isDialog = isDialog;
    this.onQuery = onQuery;
    this.field = el("input", { type: "search", class: "search-input", placeholder: words.search_hint, "aria-label": words.search, autocomplete: "off", autocapitalize: "off", autocorrect: "off", spellcheck: "false", enterkeyhint: isDialog ? "go" : "search", name: "q" });
    this.list = isDialog ? el("div", { class: "hits", role: "listbox", id: "syllabus:search-list", "aria-label": words.search }) : el("ol", { class: "hits" });
    this.status = el("p", { class: "search-count", role: "status" });
    this.note = el("div", { class: "search-note" });
    this.filters = el("fieldset", { class: "search-filters" }, el("legend", {}, words.search_filters),
      ...FILTERS.map((filter) => el("label", {}, el("input", { type: "radio", name: "syllabus:search-filter", value: filter, checked: filter === "all" }), el("span", {}, words[NAMES[filter]]))));
    this.scroller = el("div", { class: "search-results" }, this.list, this.note);
    if (isDialog) {
      for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": this.list.id, "aria-autocomplete": "list" })) this.field.setAttribute(name, value);
      this.field.addEventListener("keydown", (event) => this.key(event));
      this.list.addEventListener("pointermove", ({ target }) => target instanceof Element && this.activate(this.rows.findIndex((row) => row.contains(target))));
      this.scroller.addEventListener("scroll", () => this.addNear(), { passive: true });
    }
    this.field.addEventListener("input", () => this.ask());
    this.filters.addEventListener("change", () => this.ask());
    this.list.addEventListener("click", ({ target }) => this.choose(target));
  }

  get query() { return this.field.value.trim(); }
  get rows() { return /** @type {HTMLElement[]} */ ([...this.list.querySelectorAll(".hit")]); }

  /** @returns {SearchFilter} */
  get filter() {
    /** @type {HTMLInputElement | null} */
    const chosen = this.filters.querySelector(":checked");
    return FILTERS.find((filter) => filter === chosen?.value) ?? "all";
  }

  /** @param {string} filter */
  set filter(filter) {
    for (const field of this.filters.querySelectorAll("input")) field.checked = field.value === filter;
  }

  /** Looks for what is in the field now. Who wants the answer waits for `settled`. */
  ask() {
    this.settled = this.answer();
  }

  async answer() {
    const number = ++this.asked;
    const { query, filter } = this;
    this.onQuery(query, filter);
    if (search.wordsOf(query).length === 0) return this.showRecent();
    try {
      const [result, found] = await search.ofOneBuild(async () => {
        const result = await search.find(query, filter);
        return /** @type {const} */ ([result, await result.more(0, STEP)]);
      });
      if (number !== this.asked) return;
      this.result = result;
      this.show(found);
    } catch {
      if (number !== this.asked) return;
      this.fill([]);
      this.say(syllabus.words.search_failed);
    }
  }

  /** @param {Found[]} found */
  show(found) {
    const { result } = this;
    if (!result) return;
    this.fill(found.map((one) => this.item(search.row(one, result.words, this.isDialog))));
    this.shown = found.length;
    this.addMoreButton();
    this.scroller.scrollTop = 0;
    if (found.length === 0) return this.say(syllabus.fill(syllabus.words.search_none, { query: this.query }));
    this.note.replaceChildren();
    this.setStatus(search.countOf(result));
    this.activate(0);
  }

  /** @param {HTMLElement} row */
  item(row) {
    return this.isDialog ? row : syllabus.el("li", {}, row);
  }

  /** @param {HTMLElement[]} items */
  fill(items) {
    this.result = items.length > 0 ? this.result : null;
    this.active = -1;
    this.list.replaceChildren(...items);
    this.number();
    if (!this.isDialog) return;
    this.field.setAttribute("aria-expanded", String(items.length > 0));
    this.field.removeAttribute("aria-activedescendant");
  }

  /** The rows of a list box have names, so that the field can say which is meant. */
  number() {
    if (this.isDialog) this.rows.forEach((row, at) => { row.id = `syllabus:hit-${at}`; });
  }

  /** @param {string} words */
  setStatus(words) {
    this.status.removeAttribute("data-unseen");
    // The same words again would be read out again.
    if (this.status.textContent !== words) this.status.textContent = words;
  }

  /** Says why there is no list, and where all is. @param {string} words */
  say(words) {
    this.setStatus(words);
    this.status.toggleAttribute("data-unseen", true);
    this.note.replaceChildren(syllabus.el("p", { "aria-hidden": "true" }, words), this.wayToContents());
  }

  wayToContents() {
    /** @type {HTMLAnchorElement | null} */
    const button = document.querySelector("[data-search-open]");
    return syllabus.el("p", {}, syllabus.el("a", { href: button?.href ?? "" }, syllabus.words.search_contents));
  }

  showRecent() {
    const { search_recent, search_forget } = syllabus.words;
    const queries = this.isDialog ? search.recent.read() : [];
    this.fill(queries.map((query) => syllabus.el("div", { class: "hit hit-recent", role: "option", "aria-selected": "false", "data-query": query }, search.icon("recent"), syllabus.el("span", {}, query))));
    this.setStatus(queries.length > 0 ? search_recent : "");
    if (queries.length === 0) return this.note.replaceChildren(this.wayToContents());
    const button = syllabus.el("button", { type: "button", class: "button" }, search_forget);
    button.addEventListener("click", () => {
      search.recent.clear();
      this.showRecent();
      this.field.focus();
    });
    this.note.replaceChildren(button);
  }

  /** More rows, before the end of the list comes in sight. */
  addNear() {
    const { scrollTop, clientHeight, scrollHeight } = this.scroller;
    if (scrollTop + clientHeight > scrollHeight - clientHeight) this.add();
  }

  async add() {
    const { result, asked, shown } = this;
    if (!result || this.isAdding || result.isWhole && shown >= result.count) return;
    this.isAdding = true;
    const found = await result.more(shown, shown + STEP).catch(() => []);
    this.isAdding = false;
    if (asked !== this.asked) return;
    this.list.querySelector(".search-more")?.remove();
    this.list.append(...found.map((one) => this.item(search.row(one, result.words, this.isDialog))));
    this.shown = shown + found.length;
    // Those that are ranked are fewer than those that were counted.
    if (found.length === 0) this.result = null;
    this.number();
    this.setStatus(search.countOf(result));
    this.addMoreButton();
  }

  /** On the page of its own more rows come when they are asked for. */
  addMoreButton() {
    if (this.isDialog || !this.result || this.result.isWhole && this.shown >= this.result.count) return;
    const button = syllabus.el("button", { type: "button", class: "button" }, syllabus.words.search_more);
    button.addEventListener("click", async () => {
      const { shown } = this;
      await this.add();
      this.rows[shown]?.focus();
    });
    this.list.append(syllabus.el("li", { class: "search-more" }, button));
  }

  /** @param {number} at */
  activate(at) {
    if (!this.isDialog || at === this.active) return;
    const { rows } = this;
    rows[this.active]?.setAttribute("aria-selected", "false");
    const row = rows[at];
    this.active = row ? at : -1;
    if (!row) return this.field.removeAttribute("aria-activedescendant");
    row.setAttribute("aria-selected", "true");
    this.field.setAttribute("aria-activedescendant", row.id);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    // While a word is being composed the keys are the input method's.
    if (event.isComposing || event.altKey) return;
    const { rows, active } = this;
    const steps = /** @type {Record<string, number>} */ ({ ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5 });
    const step = steps[event.key];
    if (step && rows.length > 0) {
      event.preventDefault();
      const at = Math.abs(step) > 1 ? Math.max(0, Math.min(rows.length - 1, active + step)) : (active + step + rows.length) % rows.length;
      this.activate(at);
      rows[at].scrollIntoView({ block: "nearest" });
      if (at > rows.length - 4) this.add();
    }
    if (event.key === "Enter") {
      event.preventDefault();
      this.go(event);
    }
  }

  /**
   * Follows the chosen row, of the list for what is typed: who types fast may be ahead of it.
   * @param {KeyboardEvent} event
   */
  async go({ ctrlKey, metaKey, shiftKey }) {
    await this.settled;
    this.rows[this.active]?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey }));
  }

  /** @param {EventTarget | null} target */
  choose(target) {
    /** @type {HTMLElement | null} */
    const row = target instanceof Element ? target.closest(".hit") : null;
    if (!row) return;
    const { query } = row.dataset;
    if (query === undefined) return search.recent.add(this.query);
    this.field.value = query;
    this.field.focus();
    this.ask();
  }
}

search.box = (options) => new SearchBox(options);
