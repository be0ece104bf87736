// What a student does with a course for weeks: answers that stay, cards, blanks, keys, what is done and where to continue. On a small course that is
// built here, over HTTP and from disk.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { createEmptyCard, fsrs, Rating } from "ts-fsrs";
import { Published, inChapters } from "./published.js";
import { KINDS_OF_QUESTIONS } from "./questions.js";
import { launch, open } from "./site.js";

const PAGES = `# Pages

Words about pages.

## Heap files

${"A heap file is a list of pages in no order. ".repeat(60)} Vacuum reclaims dead tuples.

## Trees

A B-tree splits its leaves.

### Question 1

Which one splits?

A) A page
B) A leaf
C) A log with a rather long text that needs more than a line on a telephone and says little

<details>
<summary>Answer</summary>

**Answer: B**

Because it is full.

</details>

${KINDS_OF_QUESTIONS}`;
const LOGS = "# Logs\n\nWords of logs.\n\n### Question 1\n\nAre logs written first?\n\nA) True\nB) False\n\n**Answer: A**\n";
const many = Array.from({ length: 710 }, (_, n) => `### Question ${n + 1}\n\nWhat is number ${n + 1}?\n\nA) One of ${n}\nB) Two of ${n}\n\n**Answer: B**\n\nBecause of ${n}.\n`);
const FILES = {
  "README.md": "# Databases\n\nHow data is kept.\n",
  "01-storage/README.md": "# Storage\n\nAbout it.\n",
  "01-storage/01-pages.md": PAGES,
  "01-storage/02-logs.md": LOGS,
  "02-net/01-tcp.md": LOGS.replace("# Logs", "# TCP"),
  "02-net/02-many.md": `# Many\n\n${many.join("\n")}`,
};
const chapter = "01-storage/01-pages.html";
const quiz = "01-storage/01-pages.quiz.html";

let browser;
let course;
const from = {
  disk: (path) => course.onDisk(path),
  http: (path) => course.at(path),
};

before(async () => {
  course = await Published.of(inChapters(FILES));
  browser = await launch();
});
after(async () => {
  await browser.close();
  course.close();
});

const phone = { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true };
const card = (page, number) => page.locator("syllabus-question").nth(number - 1);
const choose = async (page, number, ...labels) => {
  for (const label of labels) await card(page, number).locator(`.choice[data-label=${label}]`).click();
  await card(page, number).locator("[type=submit]").click();
};
const state = (page, number) => card(page, number).getAttribute("data-state");
const verdict = (page, number) => card(page, number).locator(".verdict").textContent();
const isSeen = (locator) => locator.evaluate((element) => {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
});
const fine = async (page) => {
  assert.deepEqual(page.faults, []);
  await page.context().close();
};
const looksFine = async (page) => {
  await page.addScriptTag({ content: axe.source });
  const { violations } = await page.evaluate(() => globalThis.axe.run({ preload: false, runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  page.faults = page.faults.filter((fault) => !/XMLHttpRequest|ERR_FAILED/.test(fault));
  assert.deepEqual(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 120)}`)), []);
};

for (const where of ["disk", "http"]) {
  test(`${where}: an answer stays: after a reload, and on the chapter's other page`, async () => {
    const page = await open(browser, from[where](quiz));
    await choose(page, 1, "C");
    await choose(page, 2, "A", "C");
    const shows = async () => {
      assert.deepEqual([await state(page, 1), await state(page, 2), await state(page, 4)], ["wrong", "right", null]);
      assert.ok(await card(page, 1).locator("input[value=C]").isChecked());
      assert.equal(await card(page, 1).locator("[data-label=B]").getAttribute("data-mark"), "right");
      assert.ok(await card(page, 1).getByText("Because it is full.").isVisible());
      assert.match(await verdict(page, 1), /Not quite/);
    };
    await page.reload();
    await shows();
    assert.match(await page.locator(".quiz-score").textContent(), /1 of 4/);
    await page.goto(from[where](chapter));
    await shows();
    await card(page, 1).locator("[data-again]").click();
    assert.equal(await state(page, 1), "");
    await choose(page, 1, "B");
    await page.goto(from[where](quiz));
    assert.equal(await state(page, 1), "right");
    const record = await page.evaluate(() => globalThis.syllabus.store.read(`question:${document.querySelector("syllabus-question").id}`));
    assert.deepEqual([record.first, record.last, record.tries, record.chosen], [false, true, 2, "B"]);
    await fine(page);
  });

  test(`${where}: a chapter is marked as done, in the sidebar, at its module and at home, and that can be undone`, async () => {
    const page = await open(browser, from[where](chapter));
    const mark = page.locator("[data-chapter-done]");
    await mark.getByRole("button", { name: "Mark as done" }).click();
    assert.match(await mark.textContent(), /✓ Done/);
    assert.equal(await page.locator(".side").getByRole("img", { name: "Done" }).count(), 1);
    await page.goto(from[where]("01-storage/index.html"));
    await page.locator(".chapter-list .done-mark").waitFor();
    assert.equal(await page.locator(".chapter-list .done-mark").count(), 1);
    await page.goto(from[where]("index.html"));
    await page.locator(".done-part").waitFor();
    assert.deepEqual(await page.locator(".done-part").allTextContents(), ["1 of 2 done"]);
    assert.match(await page.locator("[data-course-size]").textContent(), /1 of 5 chapters.*minutes left/);
    await page.goto(from[where](chapter));
    await mark.getByRole("button", { name: "Undo" }).click();
    assert.equal(await page.locator(".done-mark").count(), 0);
    await page.goto(from[where]("index.html"));
    await page.waitForFunction(() => globalThis.syllabus.course);
    assert.equal(await page.locator(".done-part").count(), 0);
    await fine(page);
  });

  test(`${where}: the home page says where to continue, with its section`, async () => {
    const page = await open(browser, from[where](chapter), { viewport: { width: 1440, height: 600 } });
    await page.evaluate(() => document.getElementById("heap-files").scrollIntoView());
    await page.waitForFunction(() => globalThis.syllabus.store.read("place")?.section === "heap-files");
    await page.goto(from[where]("index.html"));
    const start = page.locator("[data-continue]");
    await start.getByText("Continue with").waitFor();
    assert.match(await start.textContent(), /Pages/);
    await start.click();
    await page.waitForURL(`${from[where](chapter)}#heap-files`);
    await fine(page);
  });
}

test("nothing that is pressed moves, and the verdict is seen", async () => {
  for (const options of [{ viewport: { width: 1440, height: 900 } }, phone]) {
    const page = await open(browser, from.disk(quiz), options);
    await card(page, 1).locator(".choice[data-label=C]").click();
    const boxes = () => page.evaluate(() => [...document.querySelectorAll("syllabus-question:first-child :is(.choice, [type=submit])")].map((part) => Math.round(part.getBoundingClientRect().top + scrollY)));
    const before = await boxes();
    await card(page, 1).locator("[type=submit]").click();
    assert.deepEqual(await boxes(), before);
    assert.ok(await isSeen(card(page, 1).locator(".verdict")));
    const summary = card(page, 2).locator("summary");
    const place = () => summary.evaluate((part) => { const { top, left } = part.getBoundingClientRect(); return [Math.round(top + scrollY), Math.round(left)]; });
    const closed = await place();
    await summary.click();
    assert.deepEqual(await place(), closed);
    await fine(page);
  }
});

test("what is said of the very choice that was taken comes first, after a reload too", async (t) => {
  const told = "### Question 1\n\nWhich is a fruit?\n\n- [ ] Carrot\n  > It is a root, and grows below the ground.\n- [x] Apple\n  > It grows on trees.\n";
  const named = "### Question 2\n\nWhich is a root?\n\n- A) Leek\n- B) Carrot\n\n**Answer: B**\n\n**Explanation:**\n\n- A is wrong because leeks have leaves above the ground.\n- B is right because it is dug up.\n";
  const garden = await Published.of(inChapters({ "garden.md": `# Garden\n\n${told}\n${named}` }));
  t.after(() => garden.close());
  const page = await open(browser, garden.onDisk("garden.html"));
  for (const isLater of [false, true]) {
    if (isLater) await page.reload();
    else for (const number of [1, 2]) await choose(page, number, "A");
    const seen = page.locator(".choice-why:visible");
    assert.deepEqual((await seen.allTextContents()).map((text) => text.trim()), ["It is a root, and grows below the ground.", "A is wrong because leeks have leaves above the ground."]);
    for (const one of await seen.all()) assert.ok((await one.boundingBox()).height < 40, "it is one line");
  }
  await fine(page);
});

test("Next question is the first button, and a summary ends the quiz and asks the wrong ones again", async () => {
  const page = await open(browser, from.disk(quiz), { viewport: { width: 1000, height: 700 } });
  const summary = page.locator("[data-quiz-summary]");
  assert.ok(!(await summary.isVisible()));
  await choose(page, 1, "C");
  const first = card(page, 1).locator("button:visible").first();
  assert.equal(await first.textContent(), "Next question");
  await first.click();
  assert.ok(await card(page, 2).evaluate((element) => element.contains(document.activeElement)));
  await choose(page, 2, "A", "C");
  await card(page, 2).locator("[type=submit]").click();
  await page.keyboard.type("The Leaf");
  await page.keyboard.press("Enter");
  assert.equal(await state(page, 3), "right");
  await page.keyboard.press("Enter");
  await card(page, 4).locator("summary").click();
  await card(page, 4).getByRole("button", { name: "I knew it" }).click();
  await card(page, 4).getByRole("button", { name: "Next question" }).click();
  assert.equal(await summary.locator("[data-summary-words]").textContent(), "3 of 4 right");
  assert.ok(await summary.evaluate((element) => element === document.activeElement));
  await looksFine(page);
  await summary.getByRole("button", { name: "Retry the wrong ones" }).click();
  assert.equal(await state(page, 1), "");
  await choose(page, 1, "B");
  await card(page, 1).locator("[type=submit]").click();
  assert.equal(await summary.locator("[data-summary-words]").textContent(), "4 of 4 right");
  assert.ok(!(await summary.getByRole("button").isVisible()));
  await fine(page);
});

test("cards are judged by the student, and blanks by their key; both stay", async () => {
  const page = await open(browser, from.disk(chapter));
  await card(page, 3).locator(".blank").fill("branch");
  await card(page, 3).locator("[type=submit]").click();
  assert.equal(await state(page, 3), "wrong");
  assert.ok(!(await card(page, 4).getByRole("button", { name: "I knew it" }).isVisible()), "not before the answer");
  await card(page, 4).locator("summary").click();
  await card(page, 4).getByRole("button", { name: "I did not" }).click();
  await page.reload();
  assert.deepEqual([await state(page, 3), await state(page, 4)], ["wrong", "wrong"]);
  assert.equal(await card(page, 3).locator(".blank").inputValue(), "branch");
  assert.match(await verdict(page, 4), /Not known yet/);
  await card(page, 4).getByRole("button", { name: "Try again" }).click();
  assert.ok(!(await card(page, 4).getByText("It reclaims").isVisible()));
  await fine(page);
});

test("keys choose without a focus, check, go on, and are shown", async () => {
  const page = await open(browser, from.disk(quiz), { viewport: { width: 1000, height: 700 } });
  await page.evaluate(() => document.querySelector("syllabus-question").scrollIntoView({ block: "center" }));
  await page.keyboard.press("2");
  assert.ok(await card(page, 1).locator("input[value=B]").isChecked());
  await page.keyboard.press("Enter");
  assert.equal(await state(page, 1), "right");
  await page.keyboard.press("Enter");
  await page.keyboard.press("a");
  await page.keyboard.press("c");
  await page.keyboard.press("Enter");
  assert.equal(await state(page, 2), "right");
  await page.keyboard.press("?");
  const dialog = page.getByRole("dialog", { name: "Keys" });
  await dialog.waitFor();
  await looksFine(page);
  await page.keyboard.press("b");
  await page.keyboard.press("Escape");
  assert.ok(!(await dialog.isVisible()));
  await fine(page);
});

test("of 710 questions each is shown again when it comes near, and the bar leads to each", async () => {
  const page = await open(browser, from.disk("02-net/02-many.quiz.html"));
  await page.evaluate(() => {
    const id = document.querySelectorAll("syllabus-question")[599].id;
    globalThis.syllabus.store.write(`question:${id}`, { first: false, last: false, chosen: "A", tries: 1, at: "2026-01-01T00:00:00.000Z" });
  });
  await page.reload();
  assert.equal(await state(page, 600), null);
  const strip = await page.locator(".quiz-segments").boundingBox();
  await page.mouse.click(strip.x + strip.width * 599.5 / 710, strip.y + strip.height / 2);
  await page.waitForFunction(() => document.querySelectorAll("syllabus-question")[599].dataset.state === "wrong");
  assert.ok(await isSeen(card(page, 600).locator(".question-head")));
  await fine(page);
});

test("a page without questions loads nothing for them", async () => {
  const page = await open(browser, "about:blank");
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(from.http("01-storage/index.html"));
  await page.waitForFunction(() => globalThis.syllabus?.course);
  assert.ok(!asked.some((address) => /questions-|quiz-|keys-/.test(address)), asked.join("\n"));
  asked.length = 0;
  await page.goto(from.http(chapter));
  await page.waitForTimeout(300);
  assert.equal(asked.filter((address) => /questions-/.test(address)).length, 1);
  assert.ok(!asked.some((address) => /progress\.js|course-/.test(address)), asked.join("\n"));
  await fine(page);
});

test("two tabs tell each other, and where nothing can be kept the page says so and works", async () => {
  const page = await open(browser, from.http(quiz));
  const other = await page.context().newPage();
  await other.goto(from.http(chapter));
  await choose(other, 1, "B");
  await page.waitForFunction(() => document.querySelector("[data-quiz-bar] i").dataset.state === "right");
  await page.evaluate(() => { Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); }; });
  await choose(page, 2, "B");
  assert.match(await verdict(page, 2), /Not quite · This browser keeps no answers/);
  assert.match(await page.locator(".quiz-score").textContent(), /1 of 4/);
  await fine(page);
});

test("on a phone the bar for the next chapter comes when the end is near", async () => {
  const page = await open(browser, from.disk(chapter), phone);
  const bar = page.locator("[data-next-bar]");
  assert.ok(!(await bar.isVisible()));
  await page.evaluate(() => scrollBy(0, document.querySelector(".onward").getBoundingClientRect().top - innerHeight - 200));
  await page.waitForFunction(() => !document.querySelector("[data-next-bar]").hasAttribute("data-away"));
  await bar.waitFor();
  await page.evaluate(() => document.querySelector(".onward").scrollIntoView());
  await page.waitForFunction(() => document.querySelector("[data-next-bar]").hasAttribute("data-away"));
  await fine(page);
});

/** Moves the clock of a page by whole days, from now on and after each load. */
const daysLater = (page, days) => page.clock.setFixedTime(new Date(Date.now() + days * 864e5));

for (const where of ["disk", "http"]) {
  test(`${where}: a session asks ten questions, the wrong ones again, and then when they are due`, async () => {
    const page = await open(browser, from[where]("practice.html"), { viewport: { width: 1000, height: 800 } });
    assert.deepEqual(await page.locator("[data-practice-counts] span").allTextContents(), ["715 new"]);
    await page.getByRole("button", { name: "Start" }).click();
    const question = page.locator("[data-practice] syllabus-question");
    const asked = [];
    for (let n = 0; n < 11; n++) {
      const id = await question.getAttribute("id");
      asked.push(id);
      assert.equal(await question.getAttribute("data-state"), null, "as if for the first time");
      const [answer, key] = [await question.getAttribute("data-answer"), await question.getAttribute("data-key")];
      if (key) await question.locator(".blank").fill(key);
      else if (answer) for (const label of n === 0 ? ["A"] : answer.split(" ")) await question.locator(`.choice[data-label=${label}]`).click();
      else await question.locator("summary").click();
      await question.locator(answer || key ? "[type=submit]" : "[data-judge=right]").click();
      if (n === 0) await looksFine(page);
      await question.locator(answer || key ? "[type=submit]" : "[data-next]").click();
      await page.waitForFunction((id) => document.querySelector("[data-practice] syllabus-question")?.id !== id, id);
    }
    assert.equal(asked[4], asked[0], "after three others");
    assert.equal(new Set(asked).size, 10);
    assert.equal(await page.locator("[data-practice-words]").textContent(), "9 of 10 right");
    assert.deepEqual(await page.locator("[data-practice-counts] span").allTextContents(), ["705 new", "10 learning"]);
    await looksFine(page);
    await page.goto(from[where]("index.html"));
    await page.waitForFunction(() => globalThis.syllabus.due);
    assert.equal(await page.locator(".due").count(), 0, "nothing is due today");
    await daysLater(page, 1);
    await page.goto(from[where]("index.html"));
    await page.getByRole("link", { name: "1 due today" }).waitFor();
    assert.equal(await page.locator("[data-due]").textContent(), "1 due today");
    await daysLater(page, 4);
    await page.goto(from[where]("01-storage/practice.html"));
    assert.equal(await page.locator("[data-practice-counts]").textContent(), "5 due today5 learning");
    await page.getByRole("button", { name: "Start" }).click();
    assert.equal(await question.getAttribute("id"), asked[0], "the longest due first");
    assert.ok(await page.locator(".practice-of a").getAttribute("href").then((href) => href.endsWith("01-storage/01-pages.html")));
    await fine(page);
  });
}

test("a student who practises each day for a month is asked on the days that ts-fsrs says", async (t) => {
  const questions = Array.from({ length: 6 }, (_, n) => `## Question ${n + 1}\n\nWhich is number ${n + 1}?\n\n- A) This\n- B) That\n\n**Answer: B**\n`);
  const month = await Published.of(inChapters({ "README.md": "# Month\n", "days.md": `# Days\n\n${questions.join("\n")}` }));
  t.after(() => month.close());
  const scheduler = fsrs({ enable_fuzz: false, enable_short_term: false, request_retention: 0.9 });
  const cards = new Map();
  const page = await open(browser, month.at("index.html"), { viewport: { width: 1000, height: 800 } });
  const question = page.locator("[data-practice] syllabus-question");
  let seed = 5;
  const chance = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  for (let n = 0; n < 30; n++) {
    await page.clock.setFixedTime(new Date(2026, 2, 1 + n, 18));
    const day = new Date(Date.UTC(2026, 2, 1 + n));
    await page.goto(month.at("practice.html"));
    const due = [...cards].filter(([, card]) => card.due <= day).map(([id]) => id);
    const asked = new Set();
    if (n === 0 || due.length > 0) {
      await page.getByRole("button", { name: "Start" }).click();
      await question.waitFor();
    } else assert.equal(await page.locator("[data-practice-start]").isVisible(), false, `day ${n + 1}`);
    while (await question.count() > 0) {
      const id = await question.getAttribute("id");
      const isFirst = !asked.has(id);
      const isRight = !isFirst || chance() < 0.75;
      if (isFirst) cards.set(id, scheduler.next(cards.get(id) ?? createEmptyCard(day), day, isRight ? Rating.Good : Rating.Again).card);
      asked.add(id);
      await question.locator(`.choice[data-label=${isRight ? "B" : "A"}]`).click();
      await question.locator("[type=submit]").click();
      await question.evaluate((card) => { card.isDone = true; });
      await question.locator("[type=submit]").click();
      await page.waitForFunction(() => !document.querySelector("[data-practice] syllabus-question")?.isDone);
    }
    assert.deepEqual([...asked].sort(), n === 0 ? [...cards.keys()].sort() : due.sort(), `day ${n + 1}`);
  }
  assert.equal(cards.size, 6);
  await fine(page);
});

test("an author's page of that name leaves practice where it can be found", async (t) => {
  const own = await Published.of(inChapters({ "practice.md": "# My practice\n", "trees/leaves.md": PAGES, "trees/logs.md": LOGS }));
  t.after(() => own.close());
  const page = await open(browser, own.at("practice.html"));
  assert.equal(await page.locator("h1").textContent(), "My practice");
  await page.goto(own.at("index.html"));
  await page.locator(".home-practice a").click();
  await page.waitForURL(own.at("practice-1.html"));
  await page.getByRole("button", { name: "Start" }).click();
  await page.locator("[data-practice] syllabus-question").waitFor();
  await fine(page);
});

test("without scripts practice leads to the quizzes", async () => {
  const page = await open(browser, from.disk("practice.html"), { javaScriptEnabled: false });
  assert.ok(!(await page.locator("[data-practice]").isVisible()));
  await page.getByRole("link", { name: "Storage" }).click();
  await page.getByRole("link", { name: "Pages" }).click();
  await page.waitForURL(from.disk(quiz));
  await page.context().close();
});

for (const colorScheme of ["light", "dark"]) {
  for (const options of [{ viewport: { width: 1440, height: 900 } }, phone]) {
    test(`axe finds nothing in any state, and nothing sticks out: ${colorScheme}, ${options.viewport.width}`, async () => {
      const page = await open(browser, from.disk(chapter), { colorScheme, reducedMotion: "reduce", ...options });
      await choose(page, 1, "C");
      await choose(page, 2, "A", "B");
      await card(page, 3).locator("[type=submit]").click();
      await card(page, 4).locator("summary").click();
      await page.locator("[data-chapter-done] button").click();
      // What is half below the bar at the top is no smaller for that.
      await page.evaluate(() => scrollTo(0, 0));
      await looksFine(page);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), options.viewport.width);
      await page.goto(from.disk("index.html"));
      await page.locator(".done-part").waitFor();
      await looksFine(page);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), options.viewport.width);
      await page.goto(from.disk("practice.html"));
      await page.getByRole("button", { name: "Start" }).click();
      await page.locator("[data-practice] syllabus-question").waitFor();
      await looksFine(page);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), options.viewport.width);
      await fine(page);
    });
  }
}
