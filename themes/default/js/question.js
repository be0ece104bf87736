// A question that checks itself. Choices and the folded answer are in the page already; this adds the verdict.
// State is in attributes: data-state on the question (empty, right, wrong), data-mark on each choice.
const sameSet = (a, b) => a.length === b.length && a.every((label) => b.includes(label));
const done = (question) => question.dataset.state === "right" || question.dataset.state === "wrong";

class SyllabusQuestion extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    if (!this.form || this.ready) return;
    this.ready = true;
    this.form.reset();
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (done(this)) this.reset();
      else this.check();
    });
    this.form.addEventListener("change", () => this.state !== "" && !done(this) && this.show("", ""));
    this.addEventListener("keydown", (event) => this.key(event));
  }

  get state() { return this.dataset.state ?? ""; }
  get fields() { return [...this.form.querySelectorAll("input")]; }
  get answer() { return this.dataset.answer.split(" "); }

  check() {
    const chosen = this.fields.filter((field) => field.checked).map((field) => field.value);
    if (chosen.length === 0) return this.show("empty", this.dataset.chooseFirst);
    const right = sameSet(chosen, this.answer);
    this.mark(chosen);
    this.show(right ? "right" : "wrong", right ? this.dataset.right : this.dataset.wrong);
    this.record(chosen, right);
    this.dispatchEvent(new CustomEvent("syllabus:answered", { bubbles: true, detail: { id: this.id, right } }));
  }

  // Says by each choice whether it is right, and which were the student's.
  mark(chosen) {
    for (const field of this.fields) {
      const choice = field.closest(".choice");
      const right = this.answer.includes(field.value);
      const mine = chosen.includes(field.value);
      const mark = right ? (mine || this.dataset.kind !== "multiple" ? "right" : "missed") : mine ? "wrong" : "";
      if (mark) choice.dataset.mark = mark;
      choice.querySelector(".choice-mark").textContent =
        { right: `✓ ${this.dataset.rightChoice}`, missed: this.dataset.missed, wrong: `✗ ${this.dataset.yourAnswer}` }[mark] ?? "";
      // Not `disabled`: the focus stays, and a screen reader can still read what was chosen.
      field.addEventListener("click", this.hold);
    }
  }

  hold = (event) => done(this) && event.preventDefault();

  show(state, words) {
    this.dataset.state = state;
    this.querySelector(".verdict").textContent = words;
    const answer = this.querySelector("details.answer");
    if (answer && done(this)) answer.open = true;
    this.querySelector("[type=submit]").textContent = done(this) ? this.dataset.tryAgain : this.dataset.check;
  }

  reset() {
    for (const choice of this.querySelectorAll(".choice")) {
      delete choice.dataset.mark;
      choice.querySelector(".choice-mark").textContent = "";
    }
    this.form.reset();
    this.show("", "");
    const answer = this.querySelector("details.answer");
    if (answer) answer.open = false;
    this.fields[0].focus();
  }

  // The first try is what counts; the last says where the student stands.
  record(chosen, right) {
    const before = syllabus.store.read(`question:${this.id}`);
    syllabus.store.write(`question:${this.id}`, {
      first: before ? before.first : right,
      last: right,
      chosen: chosen.join(" "),
      tries: (before?.tries ?? 0) + 1,
      at: new Date().toISOString(),
    });
  }

  // Letters choose, Enter checks, Enter again goes on: only while the focus is in the question.
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("summary, a, pre")) return;
    if (event.key === "Enter" && event.target.matches("input")) {
      event.preventDefault();
      if (done(this)) this.next();
      else this.check();
    }
    const field = this.fields.find((field) => field.value.toLowerCase() === event.key.toLowerCase());
    if (field && !done(this)) {
      event.preventDefault();
      field.focus();
      field.click();
    }
  }

  next() {
    const all = [...document.querySelectorAll("syllabus-question")].filter((question) => question.form);
    const next = all[all.indexOf(this) + 1];
    const target = next ? next.fields[0] : document.querySelector(".onward [rel=next], .onward a");
    target?.focus();
    (next ?? target)?.scrollIntoView({ block: "nearest" });
  }
}

customElements.define("syllabus-question", SyllabusQuestion);
