// The exam of a chapter, a module and a course: begun, answered, left and gone on with, handed in, and what came of it. On small courses that are built
// here, over HTTP and from disk; time is the page's own clock, which the tests move.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import axe from "axe-core";
import { Published, inChapters } from "./published.js";
import { KINDS_OF_QUESTIONS } from "./questions.js";
import { launch, open } from "./site.js";

const PAGES = `# Pages

Words about pages.

## Heap files

${"A heap file is a list of pages in no order at all. Rows are appended where there is room, and a directory tells which page still has some of it left for more. ".repeat(2)}

## Splitting leaves

${"A B-tree grows by splitting: a leaf that is full of separators is divided, and its parent gets one more separator between both halves. Where the parent overflows too, it is divided in the same way. ".repeat(2)}

## Dead tuples

${"Old versions of rows stay in their pages until a vacuum reclaims them. What is reclaimed can be written again by later transactions, so that tables do not grow without end. ".repeat(2)}

## Quiz

### Question 1

Which part is divided first when a B-tree grows by splitting, because it is full of separators?

\`\`\`sql
select a_rather_long_name_of_a_column from a_rather_long_name_of_a_table where a_rather_long_name_of_a_column is not null;
\`\`\`

A) A page
B) A leaf
C) A log
D) A key

<details>
<summary>Answer</summary>

**Answer: B**

Because a leaf is full. A is wrong because pages hold it.

</details>

${KINDS_OF_QUESTIONS}
### Question 5

Which are colours?

A) Red
B) Blue
C) All of the above

**Answer: C**
`;
const LOGS = "# Logs\n\nWords of logs.\n\n### Question 1\n\nAre logs written first?\n\nA) True\nB) False\n\n**Answer: A**\n\nThe log is first.\n";
const many = Array.from({ length: 80 }, (_, n) => `### Question ${n + 1}\n\nWhat is number ${n + 1}?\n\nA) One of ${n}\nB) Two of ${n}\nC) Three of ${n}\n\n**Answer: B**\n\nBecause of ${n}.\n`);
const FILES = {
  "README.md": "# Databases\n\nHow data is kept.\n",
  "01-storage/README.md": "# Storage\n\nAbout it.\n",
  "01-storage/01-pages.md": PAGES,
  "01-storage/02-logs.md": LOGS,
  "02-net/README.md": "# Net\n\nAbout it.\n",
  "02-net/01-many.md": `# Many\n\n${many.join("\n")}`,
};
/** Each site, and what its author says. */
const SITES = {
  plain: "",
  set: "[quiz]\nshuffle = false\npass_mark = 70\nexam_minutes = 10\nexam_count = 5\n",
  withheld: "[quiz]\nanswers = \"withheld\"\n",
  shown: "[quiz]\nanswers = \"shown\"\n",
  end: "[quiz]\nanswers = \"at-end\"\n",
};
const quiz = "01-storage/01-pages.quiz.html";

let browser;
/** The sites, by their names. @type {Record<string, Published>} */
const sites = {};
const from = {
  disk: (path, site = "plain") => sites[site].onDisk(path),
  http: (path, site = "plain") => sites[site].at(path),
};

before(async () => {
  for (const [name, config] of Object.entries(SITES)) sites[name] = await Published.of({ ...inChapters(FILES), "syllabus.toml": config });
  browser = await launch();
});
after(async () => {
  await browser.close();
  Object.values(sites).forEach((site) => site.close());
});

const phone = { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true };
const fine = async (page) => {
  assert.deepEqual(page.faults, []);
  await page.context().close();
};
const looksFine = async (page) => {
  await page.addScriptTag({ content: axe.source });
  // What is too wide is made one to scroll in when it has been laid out.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  const { violations } = await page.evaluate(() => globalThis.axe.run({ preload: false, runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  page.faults = page.faults.filter((fault) => !/XMLHttpRequest|ERR_FAILED/.test(fault));
  assert.deepEqual(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 120)}`)), []);
};
/** Begins an exam with what is asked in the form. */
const begin = async (page, { count, minutes, isMixed } = {}) => {
  await page.locator("[data-exam-open]").click();
  await page.locator(".exam-form").waitFor();
  if (count !== undefined) await page.getByLabel("Questions", { exact: true }).fill(String(count));
  if (minutes !== undefined) await page.getByLabel("Minutes").fill(String(minutes));
  if (isMixed === false) await page.getByLabel("Shuffle questions and choices").uncheck();
  await page.getByRole("button", { name: "Begin" }).click();
  await page.locator(".exam-running").waitFor();
};
const question = (page, words) => page.locator(".exam-item", { hasText: words });
const pick = async (page, words, ...labels) => {
  for (const label of labels) await question(page, words).locator(`.choice[data-label=${label}]`).click();
};
const handIn = async (page) => {
  await page.locator(".exam-hand-in").click();
  await page.getByRole("dialog").getByRole("button", { name: "Hand in" }).click();
};
const score = (page) => page.locator(".exam-score").textContent();
const kept = (page, key) => page.evaluate((key) => globalThis.syllabus.store.read(key), key);
const ids = (page) => page.locator(".exam syllabus-question").evaluateAll((cards) => cards.map(({ id }) => id));
const orders = (page) => page.locator(".exam .choices").evaluateAll((lists) => lists.map((list) => [...list.children].map((choice) => choice.dataset.label).join("")));

for (const where of ["disk", "http"]) {
  test(`${where}: begun, answered, marked, handed in; the wrong ones with reasons and links, and again`, async () => {
    const page = await open(browser, from[where](quiz));
    await begin(page);
    assert.ok(page.url().endsWith("#exam"));
    assert.equal(await page.locator("h1").textContent(), "Exam: Pages");
    assert.deepEqual([await page.locator(".exam-item").count(), await page.locator("main [type=submit]:visible, main summary:visible").count()], [5, 0], "no check, no answer");
    await pick(page, "Which part", "A");
    await pick(page, "Which two", "A", "C");
    await question(page, "A node without").locator(".blank").fill("The Leaf");
    await question(page, "What is a vacuum").locator("textarea").fill("It cleans");
    const flag = question(page, "Which are colours").getByRole("button", { name: "Look at later" });
    await flag.click();
    assert.equal(await flag.getAttribute("aria-pressed"), "true");
    await page.getByText("4 / 5").waitFor();
    await page.locator(".exam-hand-in").click();
    const dialog = page.getByRole("dialog", { name: "Hand in the exam?" });
    assert.match(await dialog.textContent(), /1 not answered yet.*1 to look at later/);
    await looksFine(page);
    await dialog.getByRole("button", { name: /not answered, look at later/i }).click();
    assert.ok(await question(page, "Which are colours").evaluate((item) => item.contains(document.activeElement)), "the number leads to it");
    await handIn(page);
    assert.equal(await score(page), "2 of 5 right");
    assert.ok(await page.locator(".exam-score").evaluate((part) => part === document.activeElement));
    const judge = page.locator(".exam-judge .exam-item");
    assert.ok(await judge.getByText("It reclaims dead tuples.").isVisible());
    assert.equal(await judge.locator("textarea").inputValue(), "It cleans");
    await judge.getByRole("button", { name: "I knew it" }).click();
    assert.match(await score(page), /3 of 5 right/);
    assert.match(await page.locator(".exam-facts").textContent(), /60%/);
    const wrong = question(page, "Which part");
    assert.ok(await wrong.getByText("Because a leaf is full.").isVisible());
    assert.equal(await wrong.locator("[data-label=B]").getAttribute("data-mark"), "right");
    assert.equal(await wrong.locator("[data-label=A]").getAttribute("data-mark"), "wrong");
    assert.match(await question(page, "Which are colours").locator(".verdict").textContent(), /Not answered/);
    assert.match(await page.locator(".exam-part > .practice-of a").first().getAttribute("href"), /01-pages\.html$/);
    assert.ok(await wrong.locator(".why-section a").getAttribute("href").then((href) => /#splitting-leaves$/.test(href)), "the section that teaches it");
    await looksFine(page);
    const { list } = await kept(page, "exams");
    assert.deepEqual(list.map(({ scope, right, count, wrong }) => ({ scope, right, count, wrong: wrong.length })), [{ scope: quiz, right: 3, count: 5, wrong: 2 }]);
    assert.equal(await kept(page, `exam:${quiz}`), null);
    await page.getByRole("button", { name: "Retry the wrong ones" }).click();
    await page.locator(".exam-running").waitFor();
    assert.equal(await page.locator(".exam-item").count(), 2);
    await pick(page, "Which part", "B");
    await pick(page, "Which are colours", "C");
    await handIn(page);
    assert.equal(await score(page), "2 of 2 right");
    assert.equal(await page.getByRole("button", { name: "Retry the wrong ones" }).count(), 0);
    await page.reload();
    const past = page.locator(".exam-past");
    await past.first().waitFor();
    assert.deepEqual((await past.locator("strong").allTextContents()), ["2 of 2 right", "3 of 5 right"], "the last first");
    await past.last().click();
    await page.locator(".exam-result").waitFor();
    assert.equal(await question(page, "Which part").locator("[data-label=A]").getAttribute("data-mark"), "wrong", "what was chosen then");
    await page.getByRole("button", { name: "Back" }).click();
    await page.locator("[data-quiz-bar]").waitFor();
    assert.ok(!page.url().includes("#"));
    assert.match(await page.locator(".quiz-score").textContent(), /5 of 5/, "each answer was a try of its question");
    await fine(page);
  });

  test(`${where}: leaving, and a reload, lose nothing: questions, order, answers, marks and the clock`, async () => {
    const page = await open(browser, from[where]("practice.html"));
    await page.clock.install();
    await page.reload();
    await begin(page, { count: 12, minutes: 30 });
    const [drawn, order] = [await ids(page), await orders(page)];
    assert.deepEqual([drawn.length, new Set(drawn).size], [12, 12]);
    const answered = page.locator(".exam-item", { has: page.locator(".choice input") }).first();
    const choice = answered.locator(".choice").nth(1);
    await choice.click();
    await page.locator(".exam-flag").nth(3).click();
    await page.clock.fastForward("10:00");
    await page.reload();
    const shows = async (time) => {
      await page.locator(".exam-running").waitFor();
      assert.deepEqual([await ids(page), await orders(page)], [drawn, order]);
      assert.ok(await choice.locator("input").isChecked());
      assert.equal(await page.locator(".exam-flag").nth(3).getAttribute("aria-pressed"), "true");
      assert.match(await page.getByRole("timer").textContent(), time);
    };
    await shows(/^(20:00|19:5\d)$/);
    await page.getByRole("button", { name: "Back" }).click();
    assert.ok(await page.getByRole("button", { name: "Start" }).isVisible(), "the page is as it was");
    await page.goto(from[where]("index.html"));
    await page.clock.fastForward("05:00");
    await page.goto(from[where]("practice.html"));
    await page.getByRole("button", { name: "Continue the exam" }).click();
    await shows(/^(15:00|14:5\d)$/);
    await page.goBack();
    await page.getByRole("button", { name: "Continue the exam" }).waitFor();
    await fine(page);
  });
}

test("the clock is told at five minutes and at one, and hands in at the end, also while the student is away", async () => {
  const page = await open(browser, from.disk(quiz, "set"));
  await page.clock.install();
  await page.reload();
  await page.locator("[data-exam-open]").click();
  assert.match(await page.locator(".exam-form").textContent(), /5 questions.*10 minutes/, "what the author has set is not asked");
  assert.equal(await page.locator(".exam-form input").count(), 0);
  await page.getByRole("button", { name: "Begin" }).click();
  const first = page.locator(".exam-item").first();
  await first.waitFor();
  assert.deepEqual(await orders(page).then((all) => all.map((order) => [...order].sort().join("") === order)), [true, true, true], "nothing is mixed");
  const [said, told] = [page.locator(".exam-said"), page.locator("main > .unseen[role=status]")];
  assert.deepEqual([await said.textContent(), await told.textContent()], ["", ""]);
  await page.clock.fastForward("05:01");
  await told.getByText("5 minutes left").waitFor({ state: "attached" });
  await page.clock.fastForward("04:00");
  await told.getByText("1 minute left").waitFor({ state: "attached" });
  await pick(page, "Which part", "B");
  await page.clock.fastForward("01:00");
  await said.getByText("The time is over: the exam is handed in.").waitFor();
  assert.equal(await score(page), "1 of 5 right");
  assert.ok(!/passed/i.test(await page.locator("main").textContent()), "not before the student has judged");
  await page.getByRole("button", { name: "I did not" }).click();
  assert.match(await page.locator(".exam-facts").textContent(), /✗ Not passed \(70%\).*Time: 10:00/);
  await page.getByRole("button", { name: "New exam" }).click();
  await page.getByRole("button", { name: "Begin" }).click();
  await pick(page, "Which part", "B");
  await page.goto(from.disk("index.html", "set"));
  await page.clock.fastForward("45:00");
  await page.goto(`${from.disk(quiz, "set")}#exam`);
  await said.getByText("The time is over").waitFor();
  assert.match(await page.locator(".exam-facts").textContent(), /Time: 10:00/);
  await fine(page);
});

test("with the keyboard alone: letters and digits choose, Enter goes on, and the end is reached", async () => {
  const page = await open(browser, from.disk(quiz));
  await page.locator("[data-exam-open]").focus();
  await page.keyboard.press("Enter");
  await page.locator(".exam-form").waitFor();
  assert.ok(await page.locator("h1").evaluate((heading) => heading === document.activeElement), "a screen reader is told where it is");
  await page.getByLabel("Shuffle").focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  await page.locator(".exam-running").waitFor();
  await question(page, "Which part").locator("input").first().focus();
  await page.keyboard.press("b");
  assert.ok(await question(page, "Which part").locator("input[value=B]").isChecked());
  await page.keyboard.press("Enter");
  await page.keyboard.press("1");
  await page.keyboard.press("c");
  assert.deepEqual(await question(page, "Which two").locator("input:checked").evaluateAll((all) => all.map(({ value }) => value)), ["A", "C"]);
  await page.keyboard.press("Enter");
  await page.keyboard.type("leaf");
  await page.keyboard.press("Enter");
  await page.keyboard.type("a ");
  await page.waitForFunction((key) => Object.values(globalThis.syllabus.store.read(key).chosen).includes("a"), `exam:${quiz}`);
  await page.keyboard.type("broom");
  assert.equal(await question(page, "vacuum").locator("textarea").inputValue(), "a broom", "what is kept meanwhile changes nothing");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Space");
  assert.equal(await question(page, "vacuum").locator(".exam-flag").getAttribute("aria-pressed"), "true");
  await question(page, "colours").locator("input").first().focus();
  await page.keyboard.press("c");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await page.getByRole("dialog").count(), 0);
  assert.ok(await page.locator(".exam-end button").first().evaluate((button) => button === document.activeElement), "back where it was");
  await page.keyboard.press("Enter");
  await dialog.getByRole("button", { name: "Hand in" }).focus();
  await page.keyboard.press("Enter");
  assert.equal(await score(page), "4 of 5 right");
  await fine(page);
});

test("what was answered on the page before is not seen in an exam", async () => {
  const page = await open(browser, from.disk(quiz));
  await page.locator("syllabus-question").first().locator(".choice[data-label=C]").click();
  await page.locator("syllabus-question").first().locator("[type=submit]").click();
  await page.locator("syllabus-question[data-state=wrong]").waitFor();
  await begin(page);
  const part = question(page, "Which part");
  assert.deepEqual([await part.locator(":checked").count(), await part.locator("[data-mark]").count(), await part.locator("syllabus-question").getAttribute("data-state")], [0, 0, ""]);
  assert.equal(await part.locator(".choice-mark").allTextContents().then((all) => all.join("")), "");
  await pick(page, "Which part", "B");
  await handIn(page);
  await page.getByRole("button", { name: "Back" }).click();
  await page.locator("[data-quiz-bar]").waitFor();
  await page.locator("syllabus-question").first().locator(".choice[data-label=B][data-mark=right]").waitFor();
  const record = await page.evaluate(() => globalThis.syllabus.store.entries("question:")[0][1]);
  assert.deepEqual([record.first, record.last, record.tries], [false, true, 2]);
  await fine(page);
});

test("an exam of hundreds of questions is handed in at once", async () => {
  const page = await open(browser, from.disk("practice.html"));
  await begin(page, { count: 86 });
  await page.locator(".exam-item").nth(80).waitFor();
  const labels = page.locator(".exam input[value=B][type=radio]");
  await labels.evaluateAll((fields) => fields.forEach((field) => field.click()));
  await handIn(page);
  assert.match(await score(page), /^8[01] of 86 right$/);
  await fine(page);
});

test("a shuffled choice keeps its letter, and one that speaks of those above it stays below them", async () => {
  const page = await open(browser, from.disk(quiz));
  let isMixed = false;
  for (let n = 0; n < 12 && !isMixed; n++) {
    await begin(page);
    const order = await question(page, "Which part").locator(".choice").evaluateAll((all) => all.map(({ dataset, textContent }) => [dataset.label, textContent.trim()]));
    assert.deepEqual(new Map(order.map(([label, words]) => [label, words])), new Map([["A", "AA page"], ["B", "BA leaf"], ["C", "CA log"], ["D", "DA key"]]), "each letter with its words");
    assert.equal(await question(page, "Which are colours").locator(".choice").evaluateAll((all) => all.map(({ dataset }) => dataset.label).join("")), "ABC");
    isMixed = order.map(([label]) => label).join("") !== "ABCD";
    await page.locator(".exam-hand-in").click();
    await page.getByRole("dialog").getByRole("button", { name: "Discard" }).click();
    await page.getByText("The exam is discarded.").waitFor();
    await page.getByRole("button", { name: "Back" }).click();
  }
  assert.ok(isMixed);
  assert.equal(await kept(page, `exam:${quiz}`), null);
  await begin(page);
  await question(page, "Which part").locator(".choice[data-label=B]").click();
  await page.locator(".exam-hand-in").click();
  await page.getByRole("dialog").getByRole("button", { name: "Discard" }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  assert.ok(await question(page, "Which part").locator("input[value=B]").isChecked(), "it goes on where it was");
  await fine(page);
});

test("where the answers are withheld an exam is saved, and says nothing of right or wrong", async () => {
  for (const path of [quiz, "practice.html"]) {
    const page = await open(browser, from.disk(path, "withheld"));
    await page.locator("[data-exam-open]").click();
    await page.getByText("This site cannot tell whether it is right.").waitFor();
    await page.getByRole("button", { name: "Begin" }).click();
    await page.locator(".exam-running").waitFor();
    const count = await page.locator(".exam-item").count();
    assert.equal(count, path === quiz ? 3 : 60);
    await page.locator(".choice").first().click();
    await handIn(page);
    assert.equal(await score(page), `Saved: 1 of ${count} answered`);
    assert.equal(await page.locator(".exam-result syllabus-question, .exam-result [data-mark]").count(), 0);
    assert.ok(!/%|right|wrong/i.test(await page.locator("main").textContent()));
    assert.equal(await page.getByRole("button", { name: "Retry the wrong ones" }).count(), 0);
    const { list: [attempt] } = await kept(page, "exams");
    assert.deepEqual([attempt.saved, attempt.count, attempt.right, attempt.wrong], [1, count, undefined, []]);
    const records = await page.evaluate(() => globalThis.syllabus.store.entries("question:").map(([, record]) => record));
    assert.deepEqual(records.map(({ tries, last }) => [tries, last]), [[1, undefined]], "for `syllabus results`");
    await page.reload();
    await page.getByText(`Saved: 1 of ${count} answered`).waitFor();
    await fine(page);
  }
});

test("where answers stand open, or at the end of the page, none is seen during an exam, and the result has them", async () => {
  for (const site of ["shown", "end"]) {
    const page = await open(browser, from.disk(quiz, site));
    await begin(page);
    for (const words of ["Because a leaf is full.", "It reclaims dead tuples."]) assert.equal(await page.getByText(words).locator("visible=true").count(), 0);
    await pick(page, "Which part", "C");
    await handIn(page);
    for (const words of ["Because a leaf is full.", "It reclaims dead tuples."]) assert.ok(await page.locator(".exam").getByText(words).isVisible());
    await fine(page);
  }
});

test("what is broken in the browser's memory is said, stays, and breaks nothing", async () => {
  const page = await open(browser, from.http(quiz));
  const put = (key, text) => page.evaluate(([key, text]) => localStorage.setItem(`syllabus:${document.documentElement.dataset.course}:${key}`, text), [key, text]);
  const raw = (key) => page.evaluate((key) => localStorage.getItem(`syllabus:${document.documentElement.dataset.course}:${key}`), key);
  for (const text of ["{", '{"v":9,"list":[]}', '{"v":2,"list":"x"}', "[]"]) {
    await put("exams", text);
    await put(`exam:${quiz}`, text);
    await page.goto("about:blank");
    await page.goto(from.http(`${quiz}#exam`));
    await page.getByText("cannot be continued").waitFor();
    assert.match(await page.locator(".exam-said").textContent(), /past exams cannot be read/);
    await page.getByRole("button", { name: "Begin" }).click();
    await page.locator(".exam-running").waitFor();
    await pick(page, "Which part", "B");
    await handIn(page);
    assert.equal(await score(page), "1 of 5 right");
    assert.equal(await raw("exams"), text, "what is there stays");
    await page.reload();
    await page.locator(".exam-past").first().waitFor();
  }
  await put("exams", `{"v":2,"list":[5,{"scope":"${quiz}","at":"2026-01-01T10:00:00.000Z","seconds":5,"right":1,"count":2,"wrong":["gone"]},{"right":-1}]}`);
  await page.reload();
  await page.locator(".exam-past").last().click();
  await page.locator(".exam-result").waitFor();
  assert.equal(await score(page), "1 of 2 right", "its question is no longer in the course");
  await fine(page);
});

test("an exam whose questions have partly gone goes on with the others", async () => {
  const page = await open(browser, from.http(quiz));
  await begin(page);
  await pick(page, "Which part", "B");
  const state = await kept(page, `exam:${quiz}`);
  await page.getByRole("button", { name: "Back" }).click();
  await page.evaluate(([key, state]) => globalThis.syllabus.store.write(key, { ...state, list: ["gone", ...state.list] }), [`exam:${quiz}`, state]);
  await page.getByRole("button", { name: "Continue the exam" }).click();
  await page.getByText("1 question of this exam is no longer in it").waitFor();
  assert.equal(await page.locator(".exam-item").count(), 5);
  assert.ok(await question(page, "Which part").locator("input[value=B]").isChecked());
  await fine(page);
});

test("where the browser keeps nothing the exam says so and works; where questions cannot be loaded it can be tried again", async () => {
  const page = await open(browser, from.http("02-net/practice.html"));
  await page.evaluate(() => { Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); }; });
  await page.route("**/bank-*.js", (route) => route.abort());
  await page.locator("[data-exam-open]").click();
  await page.getByRole("button", { name: "Begin" }).click();
  await page.getByText("The questions could not be loaded.").waitFor();
  await page.unroute("**/bank-*.js");
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByText("This browser keeps no answers").waitFor();
  assert.equal(await page.locator(".exam-item").count(), 60);
  await page.locator(".choice[data-label=B]").first().click();
  await handIn(page);
  assert.equal(await score(page), "1 of 60 right");
  assert.match(await page.locator(".exam-said").textContent(), /keeps no answers/);
  await page.getByRole("button", { name: "New exam" }).click();
  assert.equal(await page.locator(".exam-past").count(), 1, "as long as the page is open");
  page.faults = page.faults.filter((fault) => !/ERR_FAILED/.test(fault));
  await fine(page);
});

test("where the browser's memory is nearly full the result has the room that the exam had", async () => {
  const page = await open(browser, from.http(quiz));
  await begin(page);
  await pick(page, "Which part", "B");
  await page.evaluate(() => {
    const put = Storage.prototype.setItem;
    const size = () => Object.entries(localStorage).reduce((sum, [key, value]) => sum + key.length + value.length, 0);
    const most = size() + 40;
    Storage.prototype.setItem = function (key, value) {
      if (size() - (this.getItem(key)?.length ?? -key.length) + value.length > most) throw new DOMException("full", "QuotaExceededError");
      put.call(this, key, value);
    };
  });
  await handIn(page);
  assert.equal(await score(page), "1 of 5 right");
  await page.reload();
  await page.locator(".exam-past").getByText("1 of 5 right").waitFor();
  await fine(page);
});

test("another tab, and forgetting all, reach an exam that runs; both can be taken back", async () => {
  const page = await open(browser, from.http(quiz));
  await begin(page);
  await pick(page, "Which part", "B");
  const other = await page.context().newPage();
  await other.goto(from.http(`${quiz}#exam`));
  await other.locator(".exam-running").waitFor();
  assert.ok(await question(other, "Which part").locator("input[value=B]").isChecked());
  await other.bringToFront();
  await pick(other, "Which part", "C");
  await page.waitForFunction(() => document.querySelector(".exam-running input[value=C]:checked"));
  await page.bringToFront();
  await page.locator(".side [data-carry]").click();
  const carry = page.getByRole("dialog", { name: "Your progress" });
  await carry.getByRole("button", { name: "Forget all of it" }).click();
  await page.locator(".exam-form").waitFor();
  await carry.getByRole("button", { name: "Undo" }).click();
  await page.locator(".exam-running").waitFor();
  assert.ok(await question(page, "Which part").locator("input[value=C]").isChecked());
  await fine(page);
});

test("a page loads nothing of the exam until it is opened, and without scripts none is offered", async () => {
  const page = await open(browser, "about:blank");
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(from.http(quiz));
  await page.waitForTimeout(300);
  assert.ok(!asked.some((address) => /exam-/.test(address)), asked.join("\n"));
  await page.locator("[data-exam-open]").click();
  await page.locator(".exam-form").waitFor();
  assert.deepEqual(asked.filter((address) => /exam-/.test(address)).map((address) => address.split(".").pop()), ["css", "js"]);
  await fine(page);
  for (const path of [quiz, "practice.html"]) {
    const plain = await open(browser, from.disk(path), { javaScriptEnabled: false });
    assert.ok(!(await plain.locator("[data-exam-open]").isVisible()));
    await plain.context().close();
  }
});

test("the scripts of a quiz page come in 14 KB, those of practice with what it asks in 60", () => {
  const sizeOf = (path) => {
    const folder = join(sites.plain.folder, "site");
    const html = readFileSync(join(folder, path), "utf8");
    const scripts = [...html.matchAll(/<script[^>]* src="([^"]+)"/g)].map(([, address]) => join(folder, dirname(path), address));
    return scripts.reduce((sum, script) => sum + gzipSync(readFileSync(script)).length, 0);
  };
  assert.ok(sizeOf(quiz) <= 14 * 1024, `${sizeOf(quiz)} bytes`);
  assert.ok(sizeOf("practice.html") <= 60 * 1024, `${sizeOf("practice.html")} bytes`);
});

test("on paper an exam is a sheet of questions, and a result has its answers", async () => {
  const page = await open(browser, from.disk(quiz));
  await begin(page);
  await pick(page, "Which part", "C");
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".exam-bar, .exam-flag, .exam-actions, .question-actions").locator("visible=true").count(), 0);
  assert.equal(await page.locator(".exam-item").locator("visible=true").count(), 5);
  await page.emulateMedia({ media: "screen" });
  await handIn(page);
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.locator(".exam-score").isVisible());
  assert.ok(await question(page, "Which part").getByText("Because a leaf is full.").isVisible());
  assert.deepEqual(await question(page, "Which part").locator(".choice-mark:visible").allTextContents().then((all) => all.sort()), ["✓ Right", "✗ Your answer"]);
  await fine(page);
});

for (const colorScheme of ["light", "dark"]) {
  for (const options of [{ viewport: { width: 1440, height: 900 } }, phone]) {
    test(`axe finds nothing in any state, and nothing sticks out: ${colorScheme}, ${options.viewport.width}`, async () => {
      for (const path of [quiz, "practice.html"]) {
        const page = await open(browser, from.disk(path), { colorScheme, reducedMotion: "reduce", ...options });
        const isFine = async () => {
          await looksFine(page);
          assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), options.viewport.width);
        };
        await page.locator("[data-exam-open]").click();
        await page.locator(".exam-form").waitFor();
        await isFine();
        await page.getByLabel("Minutes").fill("1");
        // Of more than thirty those far away are not laid out.
        if (path !== quiz) await page.getByLabel("Questions", { exact: true }).fill("25");
        await page.getByRole("button", { name: "Begin" }).click();
        await page.locator(".exam-running").waitFor();
        await page.locator(".choice").nth(1).click();
        await page.locator(".exam-flag").first().click();
        await isFine();
        await page.locator(".exam-hand-in").click();
        await isFine();
        await page.getByRole("dialog").getByRole("button", { name: "Hand in" }).click();
        await page.locator(".exam-result").waitFor();
        await isFine();
        await page.getByRole("button", { name: "New exam" }).click();
        await isFine();
        await fine(page);
      }
    });
  }
}
