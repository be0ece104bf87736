// Questions that check themselves, and cards that the student judges. Choices, the field of a blank and the folded answer are in the page already;
// this adds the verdict, and shows it again whenever the page is read again. State is kept in attributes: data-state on the question (empty, right,
// wrong), data-mark on each choice. All that is pressed and typed is heard by the document, so that a page of very many questions costs no more.

/** Pages of more questions than this show again what was answered when a question comes near. */
const MANY = 100;

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
 * @param {string} chosen
 * @param {boolean} isRight
 * @param {Date} now
 * @returns {AnswerRecord}
 */
const nextRecord = (before, chosen, isRight, now) => ({
  first: before?.tries ? before.first : isRight,
  last: isRight,
  chosen,
  tries: (before?.tries ?? 0) + 1,
  at: now.toISOString(),
});

/** A text as it is compared: without case, accents, blanks, signs around it and an article before it. @param {string} text */
const fold = (text) =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[“”„«»"‘’']/g, "")
    .replace(/^\s*(?:the|an?|der|die|das|den|dem|eine?|le|la|les|une?|el|los|las|una?|il|lo|gli|uno|os?|as|uma?)\s+(?=\S)/, "")
    .replace(/^[\s.,;:!?()]+|[\s.,;:!?()]+$/g, "").replace(/[\s\-_]+/g, "");

/**
 * Whether what was typed is one of the spellings of a key: `colour / color`.
 * @param {string} typed
 * @param {string} key
 */
const isTyped = (typed, key) => {
  const spellings = [key, ...key.split(/\s*[/,;|]\s*|\s+or\s+/iu)].map(fold).filter(Boolean);
  return spellings.includes(fold(typed));
};

/**
 * Which field a key chooses: the one of that letter, else of that number.
 * @param {string} key
 * @param {string[]} labels
 */
const fieldOf = (key, labels) => {
  const at = labels.findIndex((label) => label.toLowerCase() === key.toLowerCase());
  return at >= 0 ? at : /^[1-9]$/.test(key) && Number(key) <= labels.length ? Number(key) - 1 : -1;
};

/** Questions in the page's order. @returns {SyllabusQuestion[]} */
const questions = () => [...document.querySelectorAll("syllabus-question")].map((one) => /** @type {SyllabusQuestion} */ (one));

const watch = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    watch.unobserve(target);
    /** @type {SyllabusQuestion} */ (target).restore();
  }
}, { rootMargin: "50%" });

class SyllabusQuestion extends HTMLElement {
  ready = false;
  isRestored = false;

  connectedCallback() {
    if (this.ready) return;
    this.ready = true;
    this.form?.reset();
    // A session of practice asks as if for the first time.
    if (this.dataset.fresh !== undefined) this.isRestored = true;
    watch.observe(this);
    if (document.getElementsByTagName("syllabus-question").length <= MANY) this.restore();
  }

  get form() { return this.querySelector("form"); }
  get state() { return this.dataset.state ?? ""; }
  get isDone() { return ["right", "wrong", "saved"].includes(this.state); }
  /** Whether its answer is not in the site: what is chosen can only be stored. */
  get isWithheld() { return this.dataset.withheld !== undefined; }
  get answer() { return (this.dataset.answer ?? "").split(" "); }
  /** @returns {HTMLInputElement[]} */
  get fields() { return [...this.querySelectorAll(".choice > input")].map((field) => /** @type {HTMLInputElement} */ (field)); }
  /** Where the words of a blank are typed. @returns {HTMLInputElement | null} */
  get blank() { return this.querySelector("input.blank"); }
  /** The folded answer, where there is one. @returns {HTMLDetailsElement | null} */
  get fold() { return this.querySelector("details.answer"); }
  /** Whether it can be answered: it has a form, or the student judges. */
  get isAsked() { return Boolean(this.form || this.querySelector("[data-judge]")); }
  /** Whether nothing follows that *Next question* could lead to. */
  get isLast() { return !document.querySelector("[data-quiz-summary]") && questions().filter((question) => question.isAsked).at(-1) === this; }
  get key() { return `question:${this.id}`; }

  /** Shows what was answered before. @param {boolean} [isAgain] whether it has changed since */
  restore(isAgain = false) {
    if (this.isRestored && !isAgain || !this.isAsked) return;
    this.isRestored = true;
    /** @type {AnswerRecord | null} */
    const record = syllabus.store.read(this.key);
    if (!record?.tries) return;
    // What was right is not told by progress that came from another browser: the question knows.
    const chosen = !record.chosen && record.last ? this.answer : String(record.chosen ?? "").split(" ");
    for (const field of this.fields) field.checked = chosen.includes(field.value);
    // Its words are others than when it was answered.
    if (this.fields.length > 0 && !this.fields.some((field) => field.checked)) return;
    if (this.blank) this.blank.value = record.chosen;
    if (this.isWithheld) this.concludeSaved();
    else this.conclude(this.isRight() ?? record.last);
  }

  /** What the student chose or typed. */
  get chosen() { return this.blank?.value.trim() ?? this.fields.filter((field) => field.checked).map((field) => field.value).join(" "); }

  /** Whether that is right; null where only the student can tell. */
  isRight() {
    if (this.blank) return isTyped(this.chosen, this.dataset.key ?? "");
    return this.form ? sameLabels(this.chosen.split(" "), this.answer) : null;
  }

  check() {
    const { choose_first, type_first } = syllabus.words;
    if (!this.chosen) return this.show("empty", this.blank ? type_first : choose_first);
    if (this.isWithheld) this.save();
    else this.keep(this.isRight() === true);
  }

  /** Stores what was chosen; whether it is right is told elsewhere (`syllabus results`). */
  save() {
    this.isRestored = true;
    /** @type {AnswerRecord | null} */
    const before = syllabus.store.read(this.key);
    const isKept = syllabus.store.write(this.key, { chosen: this.chosen, tries: (before?.tries ?? 0) + 1, at: new Date().toISOString() });
    this.concludeSaved(isKept ? "" : syllabus.words.not_kept);
  }

  /** @param {string} [more] */
  concludeSaved(more = "") {
    for (const field of this.fields) this.mark(field, field.checked ? "chosen" : "", "");
    const { saved = "" } = this.dataset;
    this.show("saved", more ? `${saved} · ${more}` : saved);
  }

  /** Keeps one more try, and when to ask again. Returns whether the browser keeps it. @param {boolean} isRight */
  record(isRight) {
    this.isRestored = true;
    const now = new Date();
    /** @type {AnswerRecord | null} */
    const before = syllabus.store.read(this.key);
    const isKept = syllabus.store.write(this.key, nextRecord(before, this.chosen, isRight, now));
    const { key } = this;
    syllabus.need("schedule").then(() => syllabus.store.write(key, syllabus.schedule.next(before, isRight, now)), () => {});
    return isKept;
  }

  /** @param {boolean} isRight */
  keep(isRight) {
    this.conclude(isRight, this.record(isRight) ? "" : syllabus.words.not_kept);
    this.dispatchEvent(new CustomEvent("syllabus:answered", { bubbles: true, detail: { id: this.id, right: isRight } }));
    this.querySelector(".verdict")?.scrollIntoView({ block: "nearest" });
  }

  /** Says whether it is right, at each choice too, and unfolds the answer. @param {boolean} isRight @param {string} [more] */
  conclude(isRight, more = "") {
    const { right, wrong, knew_it, did_not, right_choice, missed, your_answer } = syllabus.words;
    const words = { right: `✓ ${right_choice}`, missed, wrong: `✗ ${your_answer}`, "": "" };
    for (const field of this.fields) {
      const mark = markOf(this.answer.includes(field.value), field.checked, this.dataset.kind === "multiple");
      this.mark(field, mark, words[mark]);
    }
    for (const reason of this.querySelectorAll("[data-why]")) {
      reason.toggleAttribute("data-taken", this.chosen.split(" ").includes(reason.getAttribute("data-why") ?? ""));
    }
    if (this.blank) this.blank.readOnly = true;
    const verdict = this.form ? (isRight ? right : wrong) : isRight ? knew_it : did_not;
    this.show(isRight ? "right" : "wrong", more ? `${verdict} · ${more}` : verdict);
    if (this.fold) this.fold.open = true;
  }

  /** @param {Element} field @param {string} mark @param {string} words */
  mark(field, mark, words) {
    const choice = /** @type {HTMLElement} */ (field.closest(".choice"));
    if (mark) choice.dataset.mark = mark;
    else delete choice.dataset.mark;
    const place = choice.querySelector(".choice-mark");
    if (place) place.textContent = words;
  }

  /** @param {"" | "empty" | "right" | "wrong" | "saved"} state @param {string} [verdict] */
  show(state, verdict = "") {
    this.dataset.state = state;
    const place = this.querySelector(".verdict");
    if (place) place.textContent = verdict;
    /** @type {HTMLElement | null} */
    const submit = this.querySelector("[type=submit]");
    if (submit) submit.textContent = this.isDone ? syllabus.words.next_question : syllabus.words.check;
    if (submit) submit.hidden = this.isDone && this.isLast;
    /** @type {HTMLElement | null} */
    const next = this.querySelector("[data-next]");
    if (next) next.hidden = this.isLast;
  }

  reset() {
    for (const field of this.fields) this.mark(field, "", "");
    this.form?.reset();
    if (this.blank) this.blank.readOnly = false;
    this.isRestored = true;
    this.show("", "");
    if (this.fold) this.fold.open = false;
  }

  /** Where *Next question* leads: the next one that is not answered now; after the last one the summary of the page, where it has one. */
  following() {
    const all = questions().filter((question) => question.isAsked);
    const at = all.indexOf(this);
    const later = all.slice(at + 1);
    const isOpen = (/** @type {SyllabusQuestion} */ question) => {
      question.restore();
      return !question.isDone;
    };
    return later.find(isOpen) ?? /** @type {HTMLElement | null} */ (document.querySelector("[data-quiz-summary]"))
      ?? later[0] ?? null;
  }

  next() {
    const target = this.following();
    if (!target) return;
    if (target instanceof SyllabusQuestion) target.arrive();
    else document.dispatchEvent(new CustomEvent("syllabus:finished"));
  }

  /** Comes to the top of what is seen, and has the focus. */
  arrive() {
    this.restore();
    this.scrollIntoView({ block: "start" });
    const target = this.isDone ? this.querySelector(".verdict ~ button, button") : this.blank ?? this.fields[0] ?? this.querySelector("summary");
    /** @type {HTMLElement | null} */ (target)?.focus({ preventScroll: true });
  }
}

/** @param {EventTarget | null} target @returns {SyllabusQuestion | null} */
const questionOf = (target) => (target instanceof Element ? target.closest("syllabus-question") : null);

/** The question that keys are for: that of the focus, else the one in the middle of what is seen. @param {EventTarget | null} target */
const questionOfKey = (target) => {
  if (target !== document.body && !(target instanceof HTMLElement && target.tabIndex < 0)) return questionOf(target);
  const { left = 0, width = innerWidth } = document.querySelector("main")?.getBoundingClientRect() ?? {};
  return questionOf(document.elementFromPoint(left + width / 2, innerHeight / 2));
};

// The page of a theme may load this twice.
if (!customElements.get("syllabus-question")) {
  customElements.define("syllabus-question", SyllabusQuestion);

  document.addEventListener("submit", (event) => {
    const question = questionOf(event.target);
    if (!question) return;
    event.preventDefault();
    if (question.isDone) question.next();
    else question.check();
  });

  document.addEventListener("input", ({ target }) => {
    const question = questionOf(target);
    if (question && question.state === "empty") question.show("", "");
  });

  document.addEventListener("click", (event) => {
    const { target } = event;
    const question = questionOf(target);
    if (!question || !(target instanceof Element)) return;
    const judged = target.closest("[data-judge]")?.getAttribute("data-judge");
    if (judged) question.keep(judged === "right");
    else if (target.closest("[data-next]")) question.next();
    else if (target.closest("[data-again]")) {
      question.reset();
      question.arrive();
    } else if (target.matches("input") && question.isDone) {
      // Not `disabled`: the focus stays, and a screen reader can still read what was chosen.
      event.preventDefault();
    } else if (!target.closest("a, button, input, summary, label")) {
      // A choice of several blocks is no label, which may not hold any; it is pressed as one all the same.
      /** @type {HTMLInputElement | null | undefined} */
      const field = target.closest("div.choice")?.querySelector("input");
      field?.focus({ preventScroll: true });
      field?.click();
    }
  });

  // Letters and digits choose, Enter checks, Enter again goes on.
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || document.querySelector("dialog[open], :popover-open")) return;
    if (key === "?" && !(target instanceof Element && target.matches("input:not([type=radio], [type=checkbox]), textarea, select"))) {
      if (!document.querySelector("syllabus-question")) return;
      event.preventDefault();
      return void syllabus.need("keys").then(() => syllabus.showKeys());
    }
    const question = questionOfKey(target);
    if (!question || target instanceof Element && target.closest("summary, a, pre, button, .blank")) return;
    if (key === "Enter") {
      event.preventDefault();
      if (question.isDone) question.next();
      else if (question.form) question.check();
      else if (question.fold) question.fold.open = true;
      return;
    }
    const fields = question.fields;
    const field = fields[fieldOf(key, fields.map(({ value }) => value))];
    if (!field || question.isDone) return;
    event.preventDefault();
    field.focus();
    field.click();
  });

  // Another tab, or the same question elsewhere on the page.
  document.addEventListener("syllabus:stored", ({ detail }) => {
    if (!detail.key.startsWith("question:")) return;
    const question = document.getElementById(detail.key.slice("question:".length));
    if (!(question instanceof SyllabusQuestion) || !question.isRestored || document.hasFocus() || question.dataset.fresh !== undefined) return;
    if (detail.value) question.restore(true);
    else question.reset();
  });
}
