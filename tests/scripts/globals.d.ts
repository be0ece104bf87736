// What the scripts of the theme and of the preview find beside what the browser has: the objects that joined files share, and what the preview's
// server sends. For `tsc` and editors only: no part of a site or of the program.

// ── The theme ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What the files of a theme share; js/syllabus.js makes it. Scripts of authors may use it too. */
interface Syllabus {
  /** Words of the interface, in the page's language: `data-…` of the script element. */
  words: {
    copy: string; copied: string;
    /** These come with scripts that are loaded later (`later_scripts` in theme.toml). */
    plurals: string; doneMark: string; undo: string;
    print_answers: string; checklist_done: string; check: string; choose_first: string; type_first: string; right: string; wrong: string; knew_it: string; did_not: string; right_choice: string;
    your_answer: string; missed: string; next_question: string; not_kept: string; score: string; quiz_open: CountedWord; retry_wrong: string;
    keys_title: string; keys_choose: string; keys_check: string; search: string; done_of: string; done_of_chapters: CountedWord;
    due_today: CountedWord; count_new: CountedWord; count_learning: CountedWord; count_known: CountedWord; nothing_due: string; practise_on: string;
    minutes_left: CountedWord; hours_left: CountedWord; continue_with: string; all_done: string;
    enlarge: string; close: string; picture_before: string; picture_after: string; wrap_lines: string; sort_by: string; filter_modules: string;
    carry_title: string; carry_about: string; carry_not_kept: string; carry_link: string; carry_code: string; carry_code_part: string; carry_file: string;
    carry_save: string; carry_load: string; carry_forget_title: string; carry_forget: string; carry_forgotten: string; carry_undo: string; carry_undone: string;
    exam: string; exam_of: string; exam_count: string; exam_of_all: string; exam_minutes: string; exam_no_clock: string; exam_mix: string; exam_withheld: string;
    exam_begin: string; exam_back: string; exam_past: string; exam_again: string; exam_flag: string; exam_flagged: CountedWord; exam_answered: string; exam_clock: string;
    exam_left: CountedWord; exam_hand_in: string; exam_really: string; exam_discard: string; exam_look: string; exam_over: string; exam_passed: string; exam_failed: string;
    exam_time: string; exam_wrong: string; exam_judge: string; exam_unanswered: string; exam_gone: CountedWord; exam_broken: string; exam_unread: string; exam_unloaded: string;
    exam_discarded: string;
    questions: CountedWord; question_of: string; question_number: string; print: string; saved: string; try_again: string; exam_takes: CountedWord;
    carry_taken: string; carry_missing: string; carry_nothing_new: string; carry_broken: string; carry_other: string; carry_later: string;
    search_hint: string; search_filters: string; search_all: string; chapter_list: string; search_questions: string; search_code: string; search_question: string;
    search_results: CountedWord; search_more: string; search_none: string; search_failed: string; search_contents: string; search_recent: string;
    search_forget: string; search_go: string; search_close: string;
    /** With js/offline/keep.js. */
    offline_keep_module: string; offline_keep_course: string; offline_keeping: string; offline_kept: string; offline_drop: string; offline_failed: string;
  };
  /** js/reading.js: loads scripts when they are needed. The program calls it with their names and addresses, at the end of the main script. */
  later?(scripts: Record<string, string>, styles: Record<string, string>): void;
  /** Loads a script, once. */
  load(address: string): Promise<void>;
  /** js/reading.js: loads the script and the style sheet of this name among those that are loaded later. */
  need(name: string): Promise<void>;
  /** js/modules.js: shows all modules of the course in place of those around the page's own, or hides them again. */
  showModules(link: HTMLAnchorElement): Promise<void>;
  /** assets/modules.js: all modules in reading order, each before those below it. The address is relative to the site's root. */
  modules?: [address: string, title: string, number: number | null, depth: number, chapters: number][];
  /** assets/ids.js: the keys of all that progress may be of. */
  ids?: string[];
  /** js/progress.js: puts the mark of what is done at a link, or takes it away. */
  markDone(link: Element, isDone: boolean): void;
  /** js/keys.js: shows the keys of a page with questions. */
  showKeys(): void;
  /** js/schedule.js: when a question is asked again. */
  schedule: {
    /** What a try changes of a record; nothing where an earlier try of the day counts. */
    next(record: AnswerRecord | null, isRight: boolean, now: Date): { stability?: number; difficulty?: number; reviewed?: string; due?: string };
  };
  /** js/due.js: which questions are due. */
  due: {
    /** The day on which a question is due. */
    on(record: AnswerRecord): string;
    /** The local day of a date, `2026-11-28`. */
    dayOf(date: Date): string;
  };
  /** js/progress.js: the address of this page from the site's root. */
  pageAddress(): string;
  /** A new element: its name, its attributes, what is in it (js/elements.js). */
  el<K extends keyof HTMLElementTagNameMap>(name: K, attributes?: Record<string, string | boolean | null | undefined>, ...children: (Node | string)[]): HTMLElementTagNameMap[K];
  /** A new button: its words, what it does, its class. */
  button(words: string, act: () => void, kind?: string): HTMLButtonElement;
  /** js/practice.js: the questions of a page to practise on, and how one is found. */
  practised?: {
    items: { id: string; bank: string }[];
    find(item: { id: string; bank: string }): Promise<{ content: DocumentFragment; href: string; title: string } | null>;
  };
  /** The exam; there once its script has come (js/exam-open.js loads it). */
  exam: Exam;
  /** assets/practice/index.js: by the number of a bank the ids of its questions, with a blank between them. */
  practice?: Record<string, string>;
  /** assets/practice/bank-N.js: by the number of a bank its chapters, each with the ids and the markup of its questions. */
  banks?: Record<string, [address: string, title: string, questions: [id: string, markup: string][]][]>;
  /** assets/progress.js: all chapters of the course and its modules, in reading order. */
  course?: CourseData;
  /** What the glossary explains whose script ran last. */
  terms?: Record<string, string>;
  /** Puts values in place of `{name}`; a name without a value stays as it is. */
  fill(pattern: string, values: Record<string, string | number>): string;
  /** The form of a counted word for a number, with the number in it. */
  count(forms: CountedWord, n: number): string;
  /**
   * Runs `enhance` now, and again whenever content was put in place of other content (`syllabus:content`: the preview does so after an edit).
   * What was enhanced before is still there then, so `enhance` looks for what it has not seen.
   */
  onContent(enhance: () => void): void;
  /** This course's memory in the browser (localStorage); js/store.js makes it, docs/reference/progress.md says what is kept. */
  store: {
    /** Whether the browser keeps what is written: not where it is full or forbidden. Then it lasts as long as the page is open. */
    isKept: boolean;
    /** What is kept under a key; null where there is nothing, nothing that this version can read, or what was reset. */
    read<T>(key: string): T | null;
    /** Keeps an object: its fields, beside those of the one before. Returns whether the browser keeps it. */
    write(key: string, value: object): boolean;
    /** Forgets a value. */
    remove(key: string): void;
    /** Whether anything is kept under keys that begin with a prefix. */
    hasAny(prefix: string): boolean;
    /** All that is kept under keys that begin with a prefix, what was reset with `reset: true`. */
    entries(prefix: string): [key: string, value: any][];
  };
  /** Progress carried to another browser; there once its script has come. */
  carry: Carry;
  /** The search; there once its script has come (js/search-open.js loads it). */
  search: Search;
}

declare var syllabus: Syllabus;

/** A word of the interface with a form for each kind of number. */
type CountedWord = string | Record<string, string>;

/** What assets/progress.js says of the course; addresses are relative to the site's root, a module is its place in the list. */
interface CourseData {
  modules: [address: string, parent: number | null][];
  chapters: CourseChapterRow[];
}

type CourseChapterRow = [id: string, address: string, title: string, minutes: number, module: number | null, questions: number];

/** What is kept of a chapter, under `chapter:<id>`. */
interface ChapterRecord {
  done: boolean;
  at: string;
}

/** What was read last, under `place`. */
interface PlaceRecord {
  /** The page's address from the site's root. */
  page: string;
  /** The id of its section and its words; empty at its top. */
  section: string;
  title: string;
  at: string;
}

/** What is kept of a question, under `question:<id>`. */
interface AnswerRecord {
  /** Whether the first try was right: it is what counts. */
  first: boolean;
  /** Whether the last try was right. */
  last: boolean;
  /** The labels chosen last, with a blank between them. */
  chosen: string;
  tries: number;
  /** When, in ISO 8601. */
  at: string;
  /** The day on which it is due and that of the last review, local: `2026-11-28`. */
  due?: string;
  reviewed?: string;
  /** Of FSRS. */
  stability?: number;
  difficulty?: number;
}

/** What is kept of an exam that is not handed in yet, under `exam:<scope>`. */
interface ExamState {
  /** When it began, in ISO 8601. */
  at: string;
  /** From which the order of choices follows. */
  seed: number;
  /** Its questions, in the order in which they are asked. */
  list: string[];
  /** Whether questions and choices are in another order than the author's. */
  isMixed: boolean;
  /** Whether it asks again what was wrong. */
  isRetry: boolean;
  /** How long it takes; 0 without a clock. */
  minutes: number;
  /** Without a clock: the seconds until it was kept last. */
  spent: number;
  /** By question: the labels that are chosen, or what was typed. */
  chosen: Record<string, string>;
  /** The questions to be looked at later. */
  flags: string[];
}

/** What a result consists of, beside when and how long. */
interface ExamResult {
  right: number;
  count: number;
  wrong: string[];
  /** Those that only the student can compare with the answer, until that is done. */
  judge: string[];
  /** What was chosen of these. */
  chosen: Record<string, string>;
}

/** An exam that was handed in, among `exams`. */
interface ExamAttempt extends Omit<ExamResult, "right"> {
  /** The page's address from the root. */
  scope: string;
  at: string;
  seconds: number;
  isRetry: boolean;
  /** None where the answers are withheld. */
  right?: number;
  /** How many were answered, where the answers are withheld. */
  saved?: number;
}

/** What the files of the exam share. */
interface Exam {
  // rules.js
  rules: {
    /** The same things in another order, which follows from the seed. */
    mix<T>(things: T[], seed: number): T[];
    /** How many questions an exam has: as many as are wanted and there. */
    count(wanted: string | number | undefined, all: number): number;
    /** How long it takes; 0 without a clock. */
    minutes(wanted: string | number | undefined): number;
    /** Whether a heading is a number and a word for what is counted: `Question 3`. */
    isNumber(title: string): boolean;
    /** Draws questions, and others for those that are not found. */
    draw(wanted: { ids: string[]; count: number; seed: number; isMixed: boolean }, find: (ids: string[]) => Promise<Map<string, any>>): Promise<string[]>;
    /** The places of choices in the order in which they are shown. */
    orderOf(question: { id: string; kind: string; choices: string[] }, seed: number): number[];
    /** How long an exam has taken; without a clock `since` is when it was kept last or the page was opened. */
    secondsOf(state: ExamState, now: number, since: number): number;
    /** The seconds that are left; null without a clock. */
    left(state: ExamState, now: number): number | null;
    /** Which moment has come that is told: 300, 60 or 0 seconds before the end. */
    told(before: number, after: number): number | null;
    /** `12:05` */
    clock(seconds: number): string;
    /** What is right, wrong and to be judged: a verdict for each question. */
    resultOf(state: ExamState, verdicts: Map<string, boolean | null>): ExamResult;
    /** An attempt after the student judged a question. */
    judge(attempt: ExamAttempt, id: string, isRight: boolean): ExamAttempt;
    isPassed(attempt: { right?: number; count: number }, mark: number): boolean;
    percent(attempt: { right?: number; count: number }): number;
    /** What can be read of a value; null where it is no exam. */
    readRunning(value: any): ExamState | null;
    readAttempt(value: any): ExamAttempt | null;
    /** The attempts of a value, and how many cannot be read. */
    readAttempts(value: any): { attempts: ExamAttempt[]; unread: number };
    /** A list with one more attempt, or with another state of one that is in it. What cannot be read stays. */
    withAttempt(list: any[], attempt: ExamAttempt): any[];
  };
  // kept.js
  kept: {
    /** The page whose exam this is, from the root. */
    scope: string;
    running(): { state: ExamState | null; isBroken: boolean };
    /** Keeps a running exam; returns whether the browser keeps it. */
    keep(state: ExamState): boolean;
    drop(): void;
    /** The attempts of this page, and whether some of all cannot be read. */
    attempts(): { attempts: ExamAttempt[]; isUnread: boolean };
    /** Keeps an attempt, or another state of it; returns whether the browser keeps it. */
    add(attempt: ExamAttempt): boolean;
  };
  // questions.js
  questions: {
    /** All that the page can ask. */
    ids(): string[];
    /** Questions by their ids, as if never answered; those that the course has no more are left out. Fails where they cannot be loaded. */
    find(ids: string[]): Promise<Map<string, ExamCard>>;
    /** What is chosen or typed in a question. */
    chosen(card: any): string;
    choose(card: any, chosen: string): void;
  };
  // paper.js
  /** A question with its head, ready to be put into the page. */
  item(card: ExamCard, head: (Node | string)[]): HTMLElement;
  // running.js
  /** Shows an exam that runs. */
  run(state: ExamState, cards: Map<string, ExamCard>, said: string): void;
  /** Keeps what was typed last, and stops the clock. */
  stop(): void;
  // result.js
  showResult(attempt: ExamAttempt, said: string, isNew: boolean): Promise<void>;
  // exam.js
  /** Opens the exam of the page: where one runs, there. */
  open(): void;
  /** Puts what is seen in place of the page. */
  show(...parts: (Node | string)[]): void;
  /** Says something to all, those that do not see it too. */
  say(words: string): void;
  /** Puts a button behind what is said. */
  offer(button: HTMLButtonElement): void;
  /** Says to those that do not see it what others see: the clock. */
  tell(words: string): void;
  /** Begins a new one. */
  begin(wanted: { ids: string[]; count: number; minutes: number; isMixed: boolean; isRetry: boolean }): Promise<void>;
  /** Shows how an exam is begun, and those before. */
  showStart(said?: string): void;
  /** Loads questions; says so where they cannot be, with a way to try again. */
  load(load: () => Promise<void>): Promise<void>;
  close(): void;
}

/** A question of an exam, and the chapter that it is of. */
interface ExamCard {
  id: string;
  card: any;
  href: string;
  title: string;
}

/** What is kept of a box to tick, under `check:<id>`. */
interface TickRecord {
  on: boolean;
  /** When, in ISO 8601. */
  at: string;
}

interface DocumentEventMap {
  /** A student has checked a question. */
  "syllabus:answered": CustomEvent<{ id: string; right: boolean }>;
  /** What is kept of this course has changed, here or in another tab. */
  "syllabus:stored": CustomEvent<{ key: string; value: any }>;
  /** A student has marked a chapter as done, or taken that back. */
  "syllabus:done": CustomEvent<{ id: string; done: boolean }>;
  /** The last question of a page was answered. */
  "syllabus:finished": CustomEvent;
  /** Content was put in place of other content. */
  "syllabus:content": CustomEvent;
}

// ── Reading without a network ────────────────────────────────────────────────────────────────────────────────────────────────────

/** What a page asks the worker of the site about the files that belong to the page. */
interface KeepQuestion {
  ask: "state" | "keep" | "drop";
  url: string;
}

interface KeepAnswer {
  /** In bytes. */
  size: number;
  isKept: boolean;
  hasFailed?: boolean;
}

/** What the worker is told of the site (src/pipeline/offline_context.rs), and the hash that js/offline/blake3.js adds. */
declare const site: {
  version: string;
  list: string;
  page: string;
  /** The first 16 digits of the hash of bytes. */
  digest(bytes: Uint8Array): string;
};

// What a worker has and a page has not. The types of both cannot be had at once.
declare const registration: ServiceWorkerRegistration;
declare const clients: {
  claim(): Promise<void>;
  matchAll(options: { type: "window" }): Promise<{ id: string; url: string }[]>;
};
interface ExtendableEvent extends Event {
  waitUntil(done: Promise<unknown>): void;
}
interface FetchEvent extends ExtendableEvent {
  request: Request;
  clientId: string;
  resultingClientId: string;
  respondWith(answer: Promise<Response>): void;
}
interface WindowEventMap {
  install: ExtendableEvent;
  activate: ExtendableEvent;
  fetch: FetchEvent;
}

// ── Progress carried to another browser (js/carry) ──────────────────────────────────────────────────────────────────────────────────

/** Keys of the store without their prefix, with what is kept under them. */
type StoreEntries = [key: string, value: any][];

/** Why what came cannot be read: it is cut or damaged, of another course, or of a later version. */
type CarryFault = "broken" | "other" | "later";

interface Carry {
  // pack.js
  /** Letters for a link: questions, boxes and chapters with what is known of them. */
  pack(course: string, entries: StoreEntries): string;
  unpack(course: string, packed: string): { kinds: PackedItem[][]; fault?: undefined } | { fault: CarryFault; kinds?: undefined };
  /** What was unpacked as entries, by the keys that the course has; and how many are of none of them. */
  resolve(kinds: PackedItem[][], keys: Iterable<string>): { entries: StoreEntries; missing: number };
  /** Those of what came that are newer than what is here. */
  merge(own: StoreEntries, incoming: StoreEntries): StoreEntries;

  // file.js
  toFile(course: string, entries: StoreEntries, now: Date): string;
  fromFile(course: string, text: string): { entries: StoreEntries; fault?: undefined } | { fault: CarryFault; entries?: undefined };

  // dialog.js
  open(): void;
  /** Takes over what a link brought. */
  receive(packed: string): Promise<void>;

  // qr.js
  /** The rows of a QR code, 1 for a dark module; null where a text is too long for one. */
  qr(text: string): Uint8Array[] | null;
}

/** A bit is written, or read where what is given does not count. */
interface BitCoder {
  bit(context: number, bit: number): number;
}

/** What is packed of a question, a box or a chapter. */
interface PackedItem {
  hash: number;
  isReset: boolean;
  /** Of a box and a chapter: whether it is ticked or done. */
  first: boolean;
  last: boolean;
  hour: number;
  tries: number;
  stability: number;
  difficulty: number;
  chosen: string;
}

// ── The search ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What the files of js/search share. Each says what it adds. The first four are called by the files of the index. */
interface Search {
  // load.js
  index(value: SearchIndex): void;
  terms(number: number, lines: string, layout?: string): void;
  sections(number: number, block: SectionBlock, layout?: string): void;
  words(length: number, lines: string): void;
  /** The files of this site's index. */
  files: SearchFiles;
  /** Asks; and once more where a site was published in between, so that parts of two builds came. */
  ofOneBuild<T>(ask: () => Promise<T>): Promise<T>;

  // words.js
  /** A text without case and accents. */
  fold(text: string): string;
  /** The words of a query, each once, in order. */
  wordsOf(query: string): QueryWord[];
  /** Where words stand in a text: from and to, in its own units. The words are folded. */
  marks(text: string, words: string[]): [number, number][];

  // decode.js
  /** The numbers of the shards that a term is in, or all terms that begin with a word. */
  shardsOf(shards: string[], word: string, isPrefix: boolean): number[];
  /** A term of a shard and its postings, or all that begin with a word. */
  linesOf(lines: string, word: string, isPrefix: boolean): [term: string, postings: string][];
  /** Calls a function with each section of a term. */
  readPostings(postings: string, each: (section: number, weight: number, isCode: boolean, place: number) => void): void;
  /** The words of a list that are one typing error away from a word. */
  nearWords(lines: string, word: string): string[];

  // typo.js
  /** Whether one letter more, less, another, or two that changed places make one word of the other. */
  isOneTypo(a: string, b: string): boolean;

  // rank.js
  /** How good a term is for a word that it begins with. */
  qualityOf(word: string, term: string, isLast: boolean): number;
  /** The same for a term that is a typing error away. */
  TYPO: number;
  /** The sections that have a word, by the terms that stand for it. */
  matchOf(terms: TermMatch[], sections: number, isCodeOnly: boolean): WordMatch;
  /** The sections that have all parts of a word of pairs, or of a name like `std::vec`. */
  join(parts: WordMatch[], sections: number, isName: boolean): WordMatch;
  /** The best sections for all words, the best first, and how many there are; those that miss a word only where there is little else. */
  rank(matches: WordMatch[], sections: number, most: number, isEverything?: boolean): { ranked: number[]; count: number };

  // query.js
  /** Finds sections. Rejects where the index cannot be loaded. */
  find(query: string, filter: SearchFilter, files?: SearchFiles): Promise<FindResult>;

  // list.js, box.js, dialog.js
  icon(name: "search" | "question" | "close" | "recent"): SVGSVGElement;
  /** A link to a result. An option of a list box is no link for a screen reader. */
  row(found: Found, words: string[], isOption: boolean): HTMLAnchorElement;
  /** What was searched for before, the last first. */
  recent: { read(): string[]; add(query: string): void; clear(): void };
  /** How many results there are, in words. */
  countOf(result: FindResult): string;
  box(options: { isDialog: boolean; onQuery?: (query: string, filter: SearchFilter) => void }): SearchBoxParts;
  /** Opens the dialog with these letters typed. */
  open(typed: string): void;
}

type SearchFilter = "all" | "chapters" | "questions" | "code";

/** The parts of a search, to be put where they are seen. */
interface SearchBoxParts {
  field: HTMLInputElement;
  filters: HTMLElement;
  status: HTMLElement;
  scroller: HTMLElement;
  query: string;
  filter: string;
  /** Looks for what is in the field now. */
  ask(): void;
}

/** What assets/search/index.js says of the others. */
interface SearchIndex {
  version: string;
  sections: number;
  shards: string[];
  blocks: number[];
  lengths: number[];
  layout?: { terms: string; sections: string };
}

interface SectionBlock {
  pages: [address: string, title: string, module: string][];
  sections: [page: number, anchor: string | number, heading: string, text: string, kind: number][];
}

interface SearchFiles {
  index(): Promise<SearchIndex>;
  terms(number: number): Promise<string>;
  sections(number: number): Promise<SectionBlock>;
  words(length: number): Promise<string>;
}

/** A word of a query. Where it is written without blanks around it: the pairs of signs that stand for it in the index. */
interface QueryWord {
  text: string;
  pairs: string[];
  /** Whether it is one name with the word before: no blank is between them. */
  isJoined: boolean;
  /** Where `_` joins them: the whole up to this word. */
  name?: string;
}

/** A term that stands for a word of the query. */
interface TermMatch {
  term: string;
  postings: string;
  /** Up to 1, for the word itself. */
  quality: number;
}

/** Which sections have a word of the query. */
interface WordMatch {
  found: number[];
  count: number;
  /** By section: how much it is about the word; and the place of the word in it. */
  worth: Float32Array;
  places: Uint8Array;
  /** By section: 1 where it is in code. */
  codes: Uint8Array;
  /** By section: 1 where it is in the section's own heading. */
  heads: Uint8Array;
  /** Whether so many sections have it that it need not be found. */
  isCommon: boolean;
  rarity: number;
  /** What is marked of it in texts, folded. */
  shown: string[];
}

/** A section that was found. */
interface Found {
  section: number;
  address: string;
  anchor: string;
  heading: string;
  /** The chapter's title, where the heading is another. */
  chapter: string;
  module: string;
  text: string;
  isQuestion: boolean;
}

interface FindResult {
  /** What is marked of the query in texts, folded. */
  words: string[];
  count: number;
  /** Whether that is all; otherwise there may be more. */
  isWhole: boolean;
  /** The results from one place in their order up to another. */
  more(from: number, to: number): Promise<Found[]>;
}

// ── The preview ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The text of src/preview/client/style.css. */
declare const css: string;

/** What the files of src/preview/client share. Each says what it adds. */
declare const preview: Preview;

interface Preview {
  // start.js
  /** The page's path in the site. */
  page: string;
  /** The hash of the page as it is shown now. */
  shownHash: string;
  /** Calls a function at each event of a name. */
  on<K extends keyof PreviewEvents>(name: K, listener: (value: PreviewEvents[K]) => void): void;
  emit<K extends keyof PreviewEvents>(name: K, ...value: PreviewEvents[K] extends void ? [] : [PreviewEvents[K]]): void;
  /** An address of the preview's server that is about this page. */
  addressOf(what: "events" | "facts"): string;
  /** What only this tab remembers (sessionStorage). */
  memory: {
    read<T>(key: string): T | null;
    write(key: string, value: unknown): void;
  };

  // plan.js, patch.js, head.js, reload.js, place.js
  planMerge(was: NodeSketch[], now: NodeSketch[]): MergePlan;
  changedAttributes(was: NodeSketch, now: NodeSketch): string[];
  /** The live node of each node of the page as it was built. */
  liveNodes: WeakMap<Node, Node>;
  /** Remembers which live node each of a built tree is, while both are alike. */
  link(built: Node, live: Node): void;
  /** A live node of a built one. */
  create<T extends Node>(built: T): T;
  /** Makes of the live page of `was` one of `now`. */
  merge(was: Element, now: Element): void;
  mergeHead(was: Document, now: Document): void;
  /** Loads the style sheets that are new in a `<head>`. The function puts them in use and returns whether all came. */
  loadStyles(was: HTMLHeadElement, now: HTMLHeadElement): Promise<() => boolean>;
  /** To be called before a change; the function it returns after it. */
  keepPlace(): () => void;
  /** The choices of questions in a tree, without the boxes of tasks, whose state is kept elsewhere. */
  choicesIn(tree: ParentNode): HTMLInputElement[];
  /** Remembers, over a reload, what is unfolded and chosen. */
  rememberState(): void;

  // frame.js
  /** The element of the preview, and the root of what is in it. */
  host: HTMLElement;
  root: ShadowRoot;
  places: { marks: HTMLElement; notices: HTMLElement; corner: HTMLElement };
  /** A new element: its name, its attributes (a function listens to the event of that name), what is in it. */
  el<K extends keyof HTMLElementTagNameMap>(name: K, attributes?: Record<string, ElementAttribute>, ...children: ElementChild[]): HTMLElementTagNameMap[K];
  icon(name: string): SVGSVGElement;
  /** The words of a diagnostic: what stands between backticks is code. */
  withCode(text: string): ElementPart[];
  /** `2 warnings` */
  count(n: number, one: string): string;

  // excerpt.js
  /** The line of a diagnostic's own place, and what is marked in it. */
  ownPlace(excerpt: Excerpt): { number: number; text: string; marked: string } | null;
  /** Numbered lines of a file with the place marked in them; the attributes are of the element that can be scrolled. */
  excerpt(excerpt: Excerpt, attributes?: Record<string, ElementAttribute>): HTMLElement;
  /** Scrolls long excerpts so that the marked part is seen. */
  showMarks(tree: ParentNode): void;

  // notices.js, open.js
  /** Says something in passing. */
  announce(words: string, more?: string): void;
  /** A link into the author's editor, or a button that copies the place where no editor is known. */
  opener(options: { open: string | null | undefined; place: string; label: ElementChild } & Record<string, any>): HTMLElement;
  /** The same for a line of the page's source. */
  lineOpener(facts: PageFacts, line: number | null, attributes: Record<string, ElementAttribute>, label: ElementChild): HTMLElement;
  openIcon(open: string | null | undefined): SVGSVGElement;

  // facts.js
  /** What the server knows of the page's source; null where it has none. */
  facts: PageFacts | null;
  /** Asks the server for it. */
  refresh(): Promise<void>;
  /** A part of the preview says whether it shows facts now. */
  useFacts(part: string, isUsed: boolean): void;

  // send.js
  /** Sends what the author decided, and says that it is done, or why not. `group` is busy until then. */
  send(what: "override" | "fix", body: object, group: HTMLElement, done: string): Promise<void>;

  // repair.js
  /** A text as a button shows it: what cannot be seen by its numbers. */
  visible(text: string): string;
  /** Whether a repair is to decide, or was decided by the author. */
  isToDecide(repair: RepairFact): boolean;
  /** Whether a repair is that, or there are other originals that are less likely. */
  isUnsure(repair: RepairFact): boolean;
  /** What is said of a repair, with its choices. `key` tells the buttons of one repair from those of another. */
  repairItem(facts: PageFacts, repair: RepairFact, key: string): HTMLElement;

  // fix.js
  /** The button that mends what a diagnostic tells; null where there is none, or where the page may not write. */
  fixItem(item: DiagnosticFact, key: string): HTMLElement | null;

  // find.js
  /** The words of the page that are the author's. */
  readPage(): PageText;
  rangeOf(page: PageText, start: number, end: number): Range;
  /** Where words are read on the page; null for those that are read nowhere. */
  findPlaces(page: PageText, wanted: ({ words: string; occurrence: number; around: [string, string] | null } | null)[]): (Range | null)[];
  /** Where the line of a diagnostic is read. */
  findLine(page: PageText, item: Pick<DiagnosticFact, "excerpt">): Range | null;

  // author.js
  setAuthorView(isOn: boolean): void;
}

interface PreviewEvents {
  /** From the server: how the page stands now. */
  state: PageState;
  /** From the server: what keeps the site or this page from being made. */
  problems: { problems: Problem[] };
  /** From the server: other pages that were edited. */
  elsewhere: { pages: { url: string; title: string; source: string }[] };
  /** Whether the server can be heard. */
  connected: boolean;
  /** The page was changed. */
  content: void;
  /** What is known of the page's source has come. */
  facts: PageFacts | null;
  /** The author asks for the list of problems again. */
  showProblems: void;
  /** Whether the author's view is on. */
  authorView: boolean;
}

type ElementAttribute = string | number | boolean | null | undefined | ((event: any) => void);
type ElementPart = Node | string | null | undefined | false;
type ElementChild = ElementPart | ElementPart[];

/** The text of a page and the nodes it consists of; `start` is where each begins in the text. */
interface PageText {
  text: string;
  parts: { node: Text; start: number }[];
}

/** What is compared of a node of a page. */
interface NodeSketch {
  /** As `Node.nodeType`. */
  type: number;
  /** Of an element: its name and the namespace of it; empty for others. */
  name: string;
  namespace: string | null;
  attributes: Map<string, string>;
  /** All of it, as text: the same for equal nodes only. */
  source: string;
  /** The first of what is read in it. */
  words: string;
}

/** How the children of a node become other ones. */
interface MergePlan {
  /** Which of the old children go. */
  removed: number[];
  /** What becomes of each new child, in order. */
  steps: MergeStep[];
}

interface MergeStep {
  /** The old child that it takes the place of; null where it is new. */
  old: number | null;
  /** Whether that one becomes it. Otherwise another node takes its place, and what was chosen and unfolded in it. */
  stays: boolean;
  /** Whether that one is elsewhere among the old ones. */
  moves: boolean;
}

// What the server sends: src/preview/server/wire.rs says more.

interface PageState {
  /** None where there is no such page. */
  hash: string | null;
  pictures?: string | null;
  warnings?: number;
}

/** A diagnostic, as in `inspect`. */
interface Diagnostic {
  code: string;
  severity: "error" | "warning" | "note";
  source: string | null;
  line: number | null;
  column: number | null;
  message: string;
  help: string | null;
  fix: { title: string; edits: { line: number; column: number; end_line: number; end_column: number; replacement: string }[] } | null;
}

/** The lines around a diagnostic's place; where lines are left out, the numbers skip them. */
interface Excerpt {
  lines: ExcerptLine[];
  /** Notes whose places are too far away to be among the lines. */
  far_notes: { line: number; text: string }[];
}

interface ExcerptLine {
  number: number;
  /** `…` stands where a long line is cut. */
  text: string;
  /** Places in the text; the diagnostic's own place has no note. */
  marks: { start: number; end: number; note: string | null }[];
}

interface Problem extends Diagnostic {
  path: string | null;
  excerpt: Excerpt | null;
  open: string | null;
}

interface PageFacts {
  source: string;
  path: string;
  /** The address of the author's editor; `{line}` is to be replaced. */
  open: string | null;
  /** To be sent with a choice; null where the page is not on the server's machine, and may not choose. */
  token: string | null;
  diagnostics: DiagnosticFact[];
  questions: { id: string; number: number; kind: string; answer: string[]; explanation: string; line: number }[];
  checklist: { id: string; line: number }[];
  repairs: RepairFact[];
}

interface DiagnosticFact extends Diagnostic {
  excerpt: Excerpt | null;
  place: { words: string; occurrence: number; around: [string, string] } | null;
  offer: { id: string; before: string; after: string } | null;
}

interface RepairFact {
  line: number;
  column: number;
  before: string;
  after: string;
  confidence: number;
  alternatives: string[];
  channel: string;
  occurrence: number;
  around: [string, string] | null;
  chosen: boolean;
}
