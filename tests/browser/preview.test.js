// What an author meets under `syllabus serve`: edits show without losing the place, faults, hints, the panel, the author's view.
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import axe from "axe-core";
import { Course } from "./preview.js";
import { launch, open as openPage } from "./site.js";

let browser;
let course;
let page;

before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });
afterEach(async () => {
  await page?.context().close();
  await course?.end();
  [page, course] = [null, null];
});

const paragraphs = (from, to) => Array.from({ length: to - from }, (_, i) => `Paragraph ${from + i} says something of its own, at some length, so that a page is filled with it.`).join("\n\n");
const question = (number, words, answer = "B") =>
  `### Question ${number}\n\n${words}?\n\nA) Users of ${words}\nB) Roles of ${words}\nC) Groups of ${words}\n\n<details>\n<summary>Answer</summary>\n\n**Answer: ${answer}**\n\nBecause of ${words}.\n\n</details>\n`;

const CHAPTER = {
  intro: "The first words.",
  tasks: "- [ ] Read the text\n- [ ] Do the exercise\n",
  middle: paragraphs(0, 30),
  questions: `${question(1, "What is alpha")}\n${question(2, "What is beta", "C")}`,
  fold: "<details>\n<summary>More</summary>\n\nHidden words.\n\n</details>",
  code: "```sh\n$ ls\n```",
  end: paragraphs(30, 50),
};
const chapter = (changes = {}) => {
  const { intro, tasks, middle, questions, fold, code, end } = { ...CHAPTER, ...changes };
  return `# Chapter\n\n${intro}\n\n## Tasks\n\n${tasks}\n## Text\n\n${middle}\n\n${fold}\n\n${code}\n\n## Questions\n\n${questions}\n## End\n\n${end}\n`;
};

async function start(files = { "a.md": chapter(), "b.md": "# Other\n\nWords.\n" }, options = {}, path = "a.html") {
  course = await Course.of(files);
  page = await openPage(browser, course.at(path), options);
  await page.waitForFunction(() => document.querySelector("syllabus-preview"));
  // A mark that no reload survives.
  await page.evaluate(() => { globalThis.sameDocument = true; });
  await connected();
  return page;
}
const until = async (ask) => {
  const end = Date.now() + 10_000;
  while (!(await ask())) {
    if (Date.now() > end) throw new Error(`never: ${ask}`);
    await new Promise((done) => setTimeout(done, 20));
  }
};
const connected = () => until(() => course.clients.size > 0);
const text = (words) => page.locator("main", { hasText: words }).first().waitFor();
const isSame = () => page.evaluate(() => globalThis.sameDocument === true);
const topOf = (locator) => locator.evaluate((node) => node.getBoundingClientRect().top);
const card = (words) => page.locator("syllabus-question", { hasText: words });
const corner = () => page.getByRole("button", { name: /^Preview:/ });

test("an edit shows without a reload, and what was done on the page stays", async () => {
  await start();
  const [first, second] = [card("What is alpha"), card("What is beta")];
  await first.locator(".choice[data-label=A]").click();
  await first.locator("[type=submit]").click();
  await second.locator(".choice[data-label=C]").click();
  await page.locator("input[data-check]").first().check();
  await page.locator("details:not(.answer) summary").click();
  await page.getByText("Paragraph 40 ").evaluate((node) => node.scrollIntoView());
  const heading = page.getByText("Paragraph 41 ");
  const before = await topOf(heading);
  await second.locator("input").first().evaluate((field) => field.focus({ preventScroll: true }));

  await course.edit({ "a.md": chapter({ intro: `Quite other words.\n\n${paragraphs(100, 110)}`, questions: CHAPTER.questions.replace("Because of What is beta", "Since it is beta") }) });
  await text("Quite other words.");

  assert.ok(await isSame());
  assert.ok(Math.abs((await topOf(heading)) - before) < 2, `moved by ${(await topOf(heading)) - before}`);
  assert.equal(await first.getAttribute("data-state"), "wrong");
  assert.equal(await first.locator(".choice[data-label=A]").getAttribute("data-mark"), "wrong");
  assert.ok(await first.locator("details.answer").evaluate((node) => node.open));
  assert.ok(await second.locator("input[value=C]").isChecked());
  assert.ok(await page.locator("input[data-check]").first().isChecked());
  assert.ok(await page.locator("details:not(.answer)").evaluate((node) => node.open));
  assert.ok(await second.locator("input").first().evaluate((field) => document.activeElement === field));
  assert.equal(await page.locator(".copy").count(), 1);
  assert.equal(await page.locator(".tasks-done").count(), 1);
  assert.match(await second.locator("details.answer").textContent(), /Since it is beta/);
  assert.deepEqual(page.faults, []);
});

test("after any edits the page is what it would be after a load", async () => {
  await start();
  const versions = [
    { intro: "", tasks: "- [ ] Read the text\n- [ ] Something new\n- [ ] Do the exercise\n" },
    { questions: `${question(1, "What is gamma")}\n${question(2, "What is alpha")}\n${question(3, "What is beta", "A")}` },
    { middle: paragraphs(10, 22), code: "```rust\nfn main() {}\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |" },
    { fold: "", tasks: "", end: `## One more\n\n${paragraphs(3, 9)}` },
    {},
  ];
  // The page as it was built: what scripts and students add is left out on both sides.
  const shape = (page) => page.evaluate(() => {
    const body = document.body.cloneNode(true);
    for (const node of body.querySelectorAll("script, [aria-current=true]")) node.localName === "script" ? node.remove() : node.removeAttribute("aria-current");
    return [document.title, body.outerHTML.replace(/ tabindex="0"/g, "").replace(/\s+(?=<\/body>)/, "")];
  });
  await page.evaluate(() => document.addEventListener("syllabus:content", () => { document.documentElement.dataset.edits = Number(document.documentElement.dataset.edits ?? 0) + 1; }));
  for (const [at, version] of versions.entries()) {
    await course.edit({ "a.md": chapter(version) });
    await page.waitForFunction((n) => Number(document.documentElement.dataset.edits) === n, at + 1);
    const patched = await shape(page);
    assert.ok(await isSame());
    const other = await page.context().newPage();
    await other.goto(course.at("a.html"));
    assert.deepEqual(patched, await shape(other), `version ${at}`);
    await other.close();
  }
});

test("what comes new works as after a load", async () => {
  await start();
  await course.edit({ "a.md": chapter({
    tasks: `${CHAPTER.tasks}- [ ] A third task\n`,
    code: `${CHAPTER.code}\n\n\`\`\`sh\n$ pwd\n\`\`\``,
    questions: `${question(1, "What is new", "A")}\n${CHAPTER.questions}`,
  }) });
  const fresh = card("What is new");
  await fresh.locator(".choice[data-label=A]").click();
  await fresh.locator("[type=submit]").click();
  assert.equal(await fresh.getAttribute("data-state"), "right");
  assert.equal(await page.locator(".copy").count(), 2);
  const done = page.locator(".tasks-done [role=status]");
  await page.locator("input[data-check]").nth(2).check();
  assert.match(await done.textContent(), /1\D+3/);
  await page.reload();
  assert.ok(await page.locator("input[data-check]").nth(2).isChecked());
});

test("editing the words of a question keeps what was chosen; another key begins it anew", async () => {
  await start();
  await card("What is alpha").locator(".choice[data-label=A]").click();
  await card("What is alpha").locator("[type=submit]").click();
  await course.edit({ "a.md": chapter({ questions: CHAPTER.questions.replaceAll("What is alpha", "What is really alpha") }) });
  const edited = card("What is really alpha");
  await edited.waitFor();
  assert.equal(await edited.getAttribute("data-state"), "wrong");
  await course.edit({ "a.md": chapter({ questions: CHAPTER.questions.replaceAll("What is alpha", "What is really alpha").replace("Answer: B", "Answer: A") }) });
  await page.locator("syllabus-question[data-answer=A]").waitFor();
  assert.equal(await edited.getAttribute("data-state"), null);
  assert.ok(await edited.locator("input[value=A]").isChecked());
});

test("what moves on the page keeps its state", async () => {
  await start();
  await card("What is beta").locator(".choice[data-label=A]").click();
  await card("What is beta").locator("[type=submit]").click();
  await course.edit({ "a.md": chapter({ questions: `${question(1, "What is beta", "C")}\n${question(2, "What is alpha")}` }) });
  await page.waitForFunction(() => /beta/.test(document.querySelector("syllabus-question").textContent));
  assert.equal(await card("What is beta").getAttribute("data-state"), "wrong");
  // Another place and another key at once.
  await course.edit({ "a.md": chapter({ questions: `${question(1, "What is alpha")}\n${question(2, "What is gamma")}\n${question(3, "What is beta", "A")}` }) });
  await page.locator("syllabus-question[data-answer=A]").waitFor();
  assert.deepEqual(await page.locator("syllabus-question").evaluateAll((all) => all.map((one) => one.dataset.answer)), ["B", "B", "A"]);
  assert.deepEqual(page.faults, []);
});

test("on a quiz page a new question has its segment in the bar, and counts", async () => {
  await start(undefined, {}, "a.quiz.html");
  const answer = async (words, label) => {
    await card(words).locator(`.choice[data-label=${label}]`).click();
    await card(words).locator("[type=submit]").click();
  };
  await answer("What is alpha", "B");
  await course.edit({ "a.md": chapter({ questions: `${question(1, "What is new")}\n${CHAPTER.questions}` }) });
  await card("What is new").waitFor();
  await answer("What is new", "C");
  assert.deepEqual(await page.locator("[data-quiz-bar] i").evaluateAll((all) => all.map((segment) => segment.dataset.state ?? "")), ["wrong", "right", ""]);
  assert.match(await page.locator("[data-quiz-bar] [role=status]").textContent(), /1\D+3/);
  assert.ok(await isSame());
});

test("the last of several quick edits is what stays", async () => {
  await start();
  for (let n = 1; n <= 4; n++) {
    await course.write({ "a.md": chapter({ intro: `Edit ${n}.` }) });
    course.sayStates();
  }
  await text("Edit 4.");
  assert.ok(await isSame());
});

test("a style sheet is exchanged without a reload, never without style", async () => {
  await start({ "a.md": chapter(), "syllabus.toml": "[theme]\nhue = 20\n" });
  const accent = () => page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--hue").trim());
  assert.equal(await accent(), "20");
  await page.evaluate(() => {
    globalThis.bare = 0;
    const look = () => {
      if (getComputedStyle(document.body).marginTop !== "0px") globalThis.bare++;
      requestAnimationFrame(look);
    };
    look();
  });
  await course.edit({ "syllabus.toml": "[theme]\nhue = 200\n" });
  await page.waitForFunction(() => getComputedStyle(document.documentElement).getPropertyValue("--hue").trim() === "200");
  assert.ok(await isSame());
  assert.equal(await page.evaluate(() => globalThis.bare), 0);
  assert.equal(await page.locator("link[rel=stylesheet]").count(), 1);
  assert.equal(await page.locator("link[rel=stylesheet]").getAttribute("media"), null);
});

test("a changed script loads the page anew, with what was chosen and unfolded", async () => {
  await start();
  await card("What is beta").locator(".choice[data-label=C]").click();
  await page.locator("details:not(.answer) summary").click();
  await course.edit({ "syllabus.toml": "[theme]\nhead = \"<script>globalThis.fromHead = 1</script>\"\n" });
  await page.waitForFunction(() => globalThis.fromHead === 1 && document.readyState === "complete");
  assert.ok(!(await isSame()));
  assert.ok(await card("What is beta").locator("input[value=C]").isChecked());
  assert.ok(await page.locator("details:not(.answer)").evaluate((node) => node.open));
});

test("a page that is gone says so, and comes back", async () => {
  await start();
  course.removed.add("a.html");
  course.sayStates();
  const notice = page.getByRole("status").filter({ hasText: "There is no such page now" });
  await notice.waitFor();
  assert.equal(await notice.getByRole("link").getAttribute("href"), "/");
  await page.getByText("Paragraph 3 ", { exact: false }).first().waitFor();
  course.removed.clear();
  await course.edit({ "a.md": chapter({ intro: "Here again." }) });
  await text("Here again.");
  await notice.waitFor({ state: "hidden" });
  assert.ok(await isSame());
});

test("an address without a page shows the page once it is written", async () => {
  await start({ "a.md": chapter(), "b.md": "# Other\n" }, {}, "new.html");
  await page.getByRole("status").filter({ hasText: "There is no such page now" }).waitFor();
  await course.edit({ "new.md": "# New\n\nWritten just now.\n" });
  await text("Written just now.");
});

test("another page that was edited is named, the last of several with a count", async () => {
  await start();
  course.sayElsewhere({ url: "b.html", title: "Other", source: "b.md" });
  const hint = page.getByRole("status").filter({ hasText: "Edited:" });
  await hint.waitFor();
  assert.equal(await hint.getByRole("link").getAttribute("href"), "/b.html");
  course.sayElsewhere({ url: "c d.html", title: "Third", source: "c d.md" });
  await hint.getByText("Third").waitFor();
  assert.match(await hint.textContent(), /Edited: Third and 1 other/);
  assert.equal(await hint.getByRole("link").getAttribute("href"), "/c%20d.html");
  await hint.getByRole("button", { name: "Dismiss" }).click();
  await hint.waitFor({ state: "hidden" });
  await page.clock.install();
  course.sayElsewhere({ url: "b.html", title: "Other", source: "b.md" });
  await hint.waitFor();
  assert.equal((await hint.textContent()).trim(), "Edited: Other", "what was dismissed is not counted again");
  await page.clock.fastForward(20_000);
  await hint.waitFor({ state: "hidden" });
});

const FAULT = {
  severity: "error", code: "config/unknown-key", source: "syllabus.toml", line: 3, column: 1, message: "there is no key `hues` in `[theme]`",
  help: "did you mean `hue`?", excerpt: "  |\n3 | hues = 20\n  | ^^^^\n  |", open: "vscode://file/syllabus.toml:3", path: "/course/syllabus.toml",
};

test("faults lie over the page until they are mended; Escape puts them aside until they change", async () => {
  await start();
  course.sayProblems(FAULT);
  const dialog = page.getByRole("dialog", { name: "The site cannot be made" });
  await dialog.waitFor();
  assert.match(await dialog.textContent(), /there is no key hues in \[theme\].*syllabus\.toml:3:1.*did you mean/s);
  assert.equal(await dialog.locator("pre").evaluate((pre) => getComputedStyle(pre).whiteSpace.replace("preserve nowrap", "pre")), "pre");
  assert.equal(await dialog.getByRole("link").getAttribute("href"), FAULT.open);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  course.sayProblems(FAULT);
  await corner().and(page.getByTitle("1 fault")).waitFor();
  assert.ok(await dialog.isHidden());
  await corner().click();
  await dialog.waitFor();
  await page.keyboard.press("Escape");
  await page.goto(course.at("b.html"));
  await corner().and(page.getByTitle("1 fault")).waitFor();
  assert.ok(await dialog.isHidden(), "on the next page too");
  await page.evaluate(() => { globalThis.sameDocument = true; });
  course.sayProblems({ ...FAULT, line: 4 });
  await dialog.waitFor();
  course.sayProblems();
  await dialog.waitFor({ state: "hidden" });
  assert.ok(await isSame());
});

test("without an editor the place is copied, and that is said", async () => {
  await start(undefined, { permissions: ["clipboard-read", "clipboard-write"] });
  course.sayProblems({ ...FAULT, open: null });
  await page.getByRole("button", { name: "Copy the path" }).click();
  await page.getByRole("status").filter({ hasText: "Copied /course/syllabus.toml:3" }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "/course/syllabus.toml:3");
});

test("after a restart of the server the page is the last one again", async () => {
  await start();
  await course.stop();
  const sign = page.getByRole("status").filter({ hasText: "Not connected" });
  assert.ok(await sign.isHidden(), "not at once");
  await course.write({ "a.md": chapter({ intro: "Edited in the meantime." }) });
  await sign.waitFor();
  await course.start();
  await text("Edited in the meantime.");
  await sign.waitFor({ state: "hidden" });
  assert.ok(await isSame());
});

// What the server would say of one repair and one diagnostic of this page.
const DOUBTFUL = {
  "a.html": {
    diagnostics: [
      { code: "link/broken", severity: "warning", line: 3, column: 5, message: "the link leads nowhere: there is no `c.md` in the course", help: "correct the path, or write the chapter", excerpt: "  |\n3 | The first words with [a link](c.md).\n  |                      ^\n  |" },
      { code: "repair/unsure", severity: "warning", line: 5, column: 4, message: "repaired", help: "", excerpt: "" },
    ],
    repairs: [{ line: 5, column: 4, before: "ğŸ“", after: "Tasks", confidence: 0.62, alternatives: ["Texts", "Tests"], channel: "cp1254", occurrence: 0, chosen: false }],
  },
};
const doubtful = async (options) => {
  await start({ "a.md": chapter({ intro: "The first words with a link." }) }, options);
  course.facts = DOUBTFUL;
  course.sayStates();
  await corner().and(page.getByTitle("2 warnings")).waitFor();
};

test("the panel lists what is doubtful, each with its line", async () => {
  await doubtful();
  await corner().click();
  assert.equal(await corner().getAttribute("aria-expanded"), "true");
  const panel = page.getByRole("dialog", { name: "Preview of this page" });
  await panel.getByText("the link leads nowhere").waitFor();
  assert.equal(await panel.getByRole("link", { name: "line 3" }).getAttribute("href"), "vscode://file/a.md:3");
  assert.equal(await panel.locator(".diagnostic").count(), 1, "a repair to decide is listed once");
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "hidden" });
  assert.ok(await corner().evaluate((button) => button.getRootNode().activeElement === button));
});

test("one press chooses an original, another takes the choice back", async () => {
  await doubtful();
  course.onChoice = ({ after }) => {
    const [repair] = DOUBTFUL["a.html"].repairs;
    course.facts = { "a.html": { ...DOUBTFUL["a.html"], repairs: [after ? { ...repair, after, alternatives: ["Tasks", "Tests"], chosen: true } : repair] } };
    course.sayStates();
  };
  await corner().click();
  const panel = page.getByRole("dialog", { name: "Preview of this page" });
  await panel.getByRole("button", { name: "Texts" }).click();
  await panel.getByRole("button", { name: "Undo" }).waitFor();
  assert.equal(await panel.getByRole("button", { name: "Texts" }).getAttribute("aria-pressed"), "true");
  await panel.getByRole("button", { name: "Undo" }).click();
  await panel.getByRole("button", { name: "Undo" }).waitFor({ state: "hidden" });
  const place = { source: "a.md", line: 5, column: 4, before: "ğŸ“" };
  assert.deepEqual(course.posts, [
    { token: "a-token", type: "application/json", body: { ...place, after: "Texts" } },
    { token: "a-token", type: "application/json", body: { ...place, after: null } },
  ]);
  course.answer = { status: 422, body: JSON.stringify({ message: "the line is another one now" }) };
  course.onChoice = null;
  await panel.getByRole("button", { name: "Tests" }).click();
  await page.getByRole("status").filter({ hasText: "the line is another one now" }).waitFor();
});

test("the author's view marks what was recognised, and is still there after a reload", async () => {
  await doubtful();
  const tags = page.locator("syllabus-preview .question .tag");
  assert.equal(await tags.count(), 0);
  await corner().click();
  await page.getByRole("switch", { name: "Author's view" }).click();
  await page.keyboard.press("Escape");
  await tags.first().waitFor();
  assert.equal(await tags.count(), await page.locator("syllabus-question").count());
  assert.match(await tags.first().textContent(), /Question 1single.*B.*explainedline \d+/);
  assert.match(await tags.first().getAttribute("href"), /^vscode:.*:\d+$/);
  assert.equal(await page.locator("syllabus-preview .task .tag").count(), 2);
  assert.equal(await page.locator("syllabus-preview .diagnostic .tag").count(), 1);
  // Each mark lies on what it marks.
  const boxes = (locator) => locator.evaluateAll((nodes) => nodes.map((node) => { const { left, top, width } = node.getBoundingClientRect(); return [left, top, width].map(Math.round); }));
  assert.deepEqual(await boxes(page.locator("syllabus-preview .mark.question")), await boxes(page.locator("syllabus-question")));
  await course.edit({ "a.md": chapter({ intro: `The first words with a link.\n\n${paragraphs(100, 104)}`, questions: `${CHAPTER.questions}\n${question(3, "What is gamma")}` }) });
  await page.waitForFunction(() => document.querySelector("syllabus-preview").shadowRoot.querySelectorAll(".question .tag").length === 3);
  assert.deepEqual(await boxes(page.locator("syllabus-preview .mark.question")), await boxes(page.locator("syllabus-question")));
  const repair = page.getByRole("button", { name: /^Repair, line 5/ });
  await repair.click();
  await page.getByRole("dialog", { name: "A repair to decide" }).getByRole("button", { name: "Texts" }).waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("body").evaluate((body) => body.querySelectorAll(".mark, .tag").length), 0, "the page stays as it was built");
  await page.reload();
  await tags.first().waitFor();
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1280, 320]) {
    test(`axe finds nothing in the preview: ${colorScheme}, ${width}`, async () => {
      await doubtful({ colorScheme, viewport: { width, height: 720 }, reducedMotion: "reduce" });
      await page.addScriptTag({ content: axe.source });
      const check = async (what) => {
        const { violations } = await page.evaluate(() => globalThis.axe.run());
        assert.deepEqual(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${what}: ${id}: ${node.html.slice(0, 160)} ${node.failureSummary}`)), []);
      };
      await corner().click();
      await page.getByRole("switch", { name: "Author's view" }).click();
      course.sayElsewhere({ url: "b.html", title: "Other", source: "b.md" });
      await page.getByText("Edited:").waitFor();
      await page.locator("syllabus-preview .question .tag").first().waitFor();
      await check("panel");
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
      course.sayProblems(FAULT);
      await page.getByRole("dialog", { name: "The site cannot be made" }).waitFor();
      await check("overlay");
    });
  }
}

test("on paper there is nothing of the preview", async () => {
  await doubtful();
  await page.emulateMedia({ media: "print" });
  assert.ok(await corner().isHidden());
});
