// A question that checks itself. The choices and the folded answer are in the page already; this adds the verdict.
// State is kept in attributes: data-state on the question (empty, right, wrong), data-mark on each choice.

/**
 * Whether two lists hold the same labels, in whatever order.
 * @param {string[]} a
 * @param {string[]} b
 */
const sameLabels = (a, b) => a.length === b.length && a.every((label) => b.includes(label));

/**
 * What the verdict says of one choice. Where there is one answer it is always shown; of several, those not chosen were missed.
 * @param {boolean} isRight
 * @param {boolean} isChosen
 * @param {boolean} isMultiple
 * @returns {"right" | "missed" | "wrong" | ""}
 */
const markOf = (isRight, isChosen, isMultiple) => {
  if (isRight) return isChosen || !isMultiple ? "right" : "missed";
  return isChosen ? "wrong" : "";
};

/**
 * What is kept of a question after one more try.
 * @param {AnswerRecord | null} before
 * @param {string[]} chosen
 * @param {boolean} isRight
 * @param {Date} now
 * @returns {AnswerRecord}
 */
const nextRecord = (before, chosen, isRight, now) => ({
  first: before ? before.first : isRight,
  last: isRight,
  chosen: chosen.join(" "),
  tries: (before?.tries ?? 0) + 1,
  at: now.toISOString(),
});

/**
 * A part of a question that the theme's template always has.
 * @param {Element} element
 * @param {string} selector
 */
const part = (element, selector) => /** @type {HTMLElement} */ (element.querySelector(selector));

class SyllabusQuestion extends HTMLElement {
  /** @type {HTMLFormElement | null} */
  form = null;
  ready = false;

  connectedCallback() {
    this.form = this.querySelector("form");
    if (!this.form || this.ready) return;
    this.ready = true;
    this.form.reset();
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.isDone) this.reset();
      else this.check();
    });
    this.form.addEventListener("change", () => this.state !== "" && !this.isDone && this.show("", ""));
    this.addEventListener("keydown", (event) => this.key(event));
    this.addEventListener("click", (event) => this.press(event));
  }

  /**
   * A choice of several blocks is no label, which may not hold any; it is pressed as one all the same.
   * @param {Event} event
   */
  press({ target }) {
    if (!(target instanceof Element) || target.closest("a, button, input, summary")) return;
    /** @type {HTMLInputElement | null | undefined} */
    const field = target.closest("div.choice")?.querySelector("input");
    field?.focus({ preventScroll: true });
    field?.click();
  }

  get state() { return this.dataset.state ?? ""; }
  get isDone() { return this.state === "right" || this.state === "wrong"; }
  get answer() { return (this.dataset.answer ?? "").split(" "); }
  get fields() { return [...(this.form?.querySelectorAll("input") ?? [])]; }

  /** The folded answer, where there is one. @returns {HTMLDetailsElement | null} */
  get fold() { return this.querySelector("details.answer"); }

  check() {
    const chosen = this.fields.filter((field) => field.checked).map((field) => field.value);
    if (chosen.length === 0) return this.show("empty", this.dataset.chooseFirst);
    const right = sameLabels(chosen, this.answer);
    this.mark(chosen);
    this.show(right ? "right" : "wrong", right ? this.dataset.right : this.dataset.wrong);
    const key = `question:${this.id}`;
    syllabus.store.write(key, nextRecord(syllabus.store.read(key), chosen, right, new Date()));
    this.dispatchEvent(new CustomEvent("syllabus:answered", { bubbles: true, detail: { id: this.id, right } }));
  }

  /**
   * Says at each choice whether it is right, and which ones the student chose.
   * @param {string[]} chosen
   */
  mark(chosen) {
    const { rightChoice, missed = "", yourAnswer, kind } = this.dataset;
    const words = { right: `✓ ${rightChoice}`, missed, wrong: `✗ ${yourAnswer}`, "": "" };
    for (const field of this.fields) {
      const mark = markOf(this.answer.includes(field.value), chosen.includes(field.value), kind === "multiple");
      this.setMark(field, mark, words[mark]);
      // Not `disabled`: the focus stays, and a screen reader can still read what was chosen.
      field.addEventListener("click", this.hold);
    }
  }

  /**
   * @param {Element} field
   * @param {string} mark
   * @param {string} words
   */
  setMark(field, mark, words) {
    const choice = /** @type {HTMLElement} */ (field.closest(".choice"));
    if (mark) choice.dataset.mark = mark;
    else delete choice.dataset.mark;
    part(choice, ".choice-mark").textContent = words;
  }

  /** @param {Event} event */
  hold = (event) => { if (this.isDone) event.preventDefault(); };

  /**
   * @param {"" | "empty" | "right" | "wrong"} state
   * @param {string} [verdict]
   */
  show(state, verdict = "") {
    this.dataset.state = state;
    const { tryAgain = "", check = "" } = this.dataset;
    part(this, ".verdict").textContent = verdict;
    part(this, "[type=submit]").textContent = this.isDone ? tryAgain : check;
    if (this.fold && this.isDone) this.fold.open = true;
  }

  reset() {
    for (const field of this.fields) this.setMark(field, "", "");
    this.form?.reset();
    this.show("", "");
    if (this.fold) this.fold.open = false;
    this.fields[0].focus();
  }

  /**
   * Letters choose, Enter checks, Enter again goes on: only while the focus is in the question.
   * @param {KeyboardEvent} event
   */
  key(event) {
    const target = /** @type {Element} */ (event.target);
    if (event.ctrlKey || event.metaKey || event.altKey || target.closest("summary, a, pre")) return;
    if (event.key === "Enter" && target.matches("input")) {
      event.preventDefault();
      if (this.isDone) this.next();
      else this.check();
    }
    const field = this.fields.find((field) => field.value.toLowerCase() === event.key.toLowerCase());
    if (field && !this.isDone) {
      event.preventDefault();
      field.focus();
      field.click();
    }
  }

  /** Goes to the next question of the page, or to the next chapter after the last one. */
  next() {
    /** @type {NodeListOf<SyllabusQuestion>} */
    const all = document.querySelectorAll("syllabus-question");
    const withForm = [...all].filter((question) => question.form);
    const next = withForm[withForm.indexOf(this) + 1];
    /** @type {HTMLElement | null} */
    const target = next ? next.fields[0] : document.querySelector(".onward [rel=next], .onward a");
    target?.focus();
    (next ?? target)?.scrollIntoView({ block: "nearest" });
  }
}

customElements.define("syllabus-question", SyllabusQuestion);
