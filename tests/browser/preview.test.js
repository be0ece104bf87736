// What an author meets under `syllabus serve`, the real one, beside files that change: edits show without losing the place, faults, hints,
// the panel, the author's view.
import assert from "node:assert/strict";
import { readFileSync, renameSync } from "node:fs";
import { after, afterEach, before, test } from "node:test";
import axe from "axe-core";
import { Course, sample } from "./preview.js";
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
  page = await openPage(browser, "about:blank", options);
  await visit(path);
}
async function visit(path) {
  await Promise.all([page.waitForResponse((response) => response.url().includes("/.syllabus/events")), page.goto(course.at(path))]);
  await page.waitForFunction(() => document.querySelector("syllabus-preview"));
  // A mark that no reload survives.
  await page.evaluate(() => { globalThis.sameDocument = true; });
}
const text = (words) => page.locator("main", { hasText: words }).first().waitFor();
const isSame = () => page.evaluate(() => globalThis.sameDocument === true);
const topOf = (locator) => locator.evaluate((node) => node.getBoundingClientRect().top);
const card = (words) => page.locator("syllabus-question", { hasText: words });
const boxesOf = (selector) => page.locator(selector).evaluateAll((nodes) => nodes.map((node) => { const { left, top, width } = node.getBoundingClientRect(); return [left, top, width]; }));
// Each mark lies on its question.
async function questionsAreMarked() {
  const [marks, questions] = [await boxesOf("syllabus-preview .mark.question"), await boxesOf("syllabus-question")];
  assert.equal(marks.length, questions.length);
  marks.flat().forEach((value, at) => assert.ok(Math.abs(value - questions.flat()[at]) < 1, `${marks} lie on ${questions}`));
}
// What was pressed or unfolded is drawn, and marks have followed.
const drawn = () => page.evaluate(async () => {
  for (let frames = 0; frames < 4; frames++) await new Promise(requestAnimationFrame);
});
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

  course.write({ "a.md": chapter({ intro: `Quite other words.\n\n${paragraphs(100, 110)}`, questions: CHAPTER.questions.replace("Because of What is beta", "Since it is beta") }) });
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
  const end = (at) => `The end of version ${at}.`;
  // The page as it was built: what scripts and students add is left out on both sides.
  const shape = (page) => page.evaluate(() => {
    const body = document.body.cloneNode(true);
    for (const node of body.querySelectorAll("script, [aria-current=true]")) node.localName === "script" ? node.remove() : node.removeAttribute("aria-current");
    return [document.title, body.outerHTML.replace(/ tabindex="0"/g, "").replace(/\s+(?=<\/body>)/, "")];
  });
  for (const [at, version] of versions.entries()) {
    course.write({ "a.md": `${chapter(version)}\n${end(at)}\n` });
    await text(end(at));
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
  course.write({ "a.md": chapter({
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
  course.write({ "a.md": chapter({ questions: CHAPTER.questions.replaceAll("What is alpha", "What is really alpha") }) });
  const edited = card("What is really alpha");
  await edited.waitFor();
  assert.equal(await edited.getAttribute("data-state"), "wrong");
  course.write({ "a.md": chapter({ questions: CHAPTER.questions.replaceAll("What is alpha", "What is really alpha").replace("Answer: B", "Answer: A") }) });
  await page.locator("syllabus-question[data-answer=A]").waitFor();
  assert.equal(await edited.getAttribute("data-state"), null);
  assert.ok(await edited.locator("input[value=A]").isChecked());
});

test("what moves on the page keeps its state", async () => {
  await start();
  await card("What is beta").locator(".choice[data-label=A]").click();
  await card("What is beta").locator("[type=submit]").click();
  course.write({ "a.md": chapter({ questions: `${question(1, "What is beta", "C")}\n${question(2, "What is alpha")}` }) });
  await page.waitForFunction(() => /beta/.test(document.querySelector("syllabus-question").textContent));
  assert.equal(await card("What is beta").getAttribute("data-state"), "wrong");
  // Another place and another key at once.
  course.write({ "a.md": chapter({ questions: `${question(1, "What is alpha")}\n${question(2, "What is gamma")}\n${question(3, "What is beta", "A")}` }) });
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
  course.write({ "a.md": chapter({ questions: `${question(1, "What is new")}\n${CHAPTER.questions}` }) });
  await card("What is new").waitFor();
  await answer("What is new", "C");
  assert.deepEqual(await page.locator("[data-quiz-bar] i").evaluateAll((all) => all.map((segment) => segment.dataset.state ?? "")), ["wrong", "right", ""]);
  assert.match(await page.locator("[data-quiz-bar] [role=status]").textContent(), /1\D+3/);
  assert.ok(await isSame());
});

test("the last of several quick edits is what stays", async () => {
  await start();
  // While one is on its way the next is saved.
  await page.route("**/a.html", async (route) => {
    const response = await route.fetch();
    await new Promise((done) => setTimeout(done, 100));
    await route.fulfill({ response });
  });
  for (let n = 1; n <= 6; n++) {
    course.write({ "a.md": chapter({ intro: `Edit ${n}.` }) });
    await new Promise((done) => setTimeout(done, 40 * n));
  }
  await text("Edit 6.");
  assert.ok(await isSame());
});

test("a file that is saved under another name and renamed is an edit", async () => {
  await start();
  for (const n of [1, 2, 3]) {
    course.writeBeside("a.md", chapter({ intro: `Saved beside, ${n}.` }));
    await text(`Saved beside, ${n}.`);
  }
  assert.ok(await isSame());
  assert.deepEqual(page.faults, []);
});

test("a word replaced in fifty files is replaced on the page, and the others are named", async () => {
  const names = Array.from({ length: 50 }, (_, n) => `part-${n % 5}/${String(n).padStart(2, "0")}.md`);
  const all = (word) => Object.fromEntries(names.map((name, n) => [name, `# Chapter ${n}\n\n## The ${word}\n\nHere is a ${word}.\n\n[further](../${names[(n + 1) % 50]}#the-${word})\n`]));
  await start(all("colour"), {}, "part-0/00.html");
  course.write(all("color"));
  await text("Here is a color.");
  await page.getByRole("status").filter({ hasText: /Edited: Chapter \d+ and 4\d others/ }).waitFor();
  await page.waitForFunction(() => document.querySelector("main a[href$='#the-color']") && !document.body.textContent.includes("colour"));
  assert.ok(await isSame());
  assert.equal(await page.getByRole("button", { name: "Preview: 0 warnings" }).count(), 1);
  await visit("part-4/49.html");
  assert.match(await page.locator("main").textContent(), /Here is a color\./);
});

const svg = (colour, size = 40) => `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}"><rect width="100%" height="100%" fill="${colour}"/></svg>`;

test("a picture drawn anew under its old name is seen", async () => {
  await start({ "a.md": "# A\n\n![a square](i.svg)\n\nWords.\n", "i.svg": svg("#f00") });
  const becomes = (wanted, nth = 0) => page.evaluate(async ([wanted, nth]) => {
    const context = document.createElement("canvas").getContext("2d");
    for (let seen, tries = 0; seen !== wanted; tries++) {
      if (tries > 300) throw new Error(`the picture stays ${seen}`);
      await new Promise(requestAnimationFrame);
      const image = document.querySelectorAll("main img")[nth];
      await image.decode().catch(() => {});
      context.drawImage(image, 0, 0);
      seen = [...context.getImageData(5, 5, 1, 1).data].join(" ");
    }
  }, [wanted, nth]);
  await becomes("255 0 0 255");
  course.write({ "i.svg": svg("#0f0") });
  await becomes("0 255 0 255");
  // With the text at once, and of another size.
  course.write({ "i.svg": svg("#00f", 80), "a.md": "# A\n\nBefore.\n\n![a square](i.svg)\n\nWords.\n" });
  await text("Before.");
  await becomes("0 0 255 255");
  course.write({ "a.md": "# A\n\nBefore.\n\n![a square](i.svg)\n\nWords.\n\n![once more](i.svg)\n" });
  await page.getByAltText("once more").waitFor();
  await becomes("0 0 255 255", 1);
  assert.ok(await isSame());
  assert.deepEqual(page.faults, []);
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
  course.write({ "syllabus.toml": "[theme]\nhue = 200\n" });
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
  course.write({ "syllabus.toml": "[theme]\nhead = \"<script>globalThis.fromHead = 1</script>\"\n" });
  await page.waitForFunction(() => globalThis.fromHead === 1 && document.readyState === "complete");
  assert.ok(!(await isSame()));
  assert.ok(await card("What is beta").locator("input[value=C]").isChecked());
  assert.ok(await page.locator("details:not(.answer)").evaluate((node) => node.open));
});

test("a page that is gone says so, and comes back", async () => {
  await start();
  course.write({ "a.md": null });
  const notice = page.getByRole("status").filter({ hasText: "There is no such page now" });
  await notice.waitFor();
  assert.equal(await notice.getByRole("link").getAttribute("href"), "/");
  await page.getByText("Paragraph 3 ", { exact: false }).first().waitFor();
  course.write({ "a.md": chapter({ intro: "Here again." }) });
  await text("Here again.");
  await notice.waitFor({ state: "hidden" });
  assert.ok(await isSame());
});

test("an address without a page shows the page once it is written", async () => {
  await start({ "a.md": chapter(), "b.md": "# Other\n" }, {}, "new.html");
  await page.getByRole("status").filter({ hasText: "There is no such page now" }).waitFor();
  course.write({ "new.md": "# New\n\nWritten just now.\n" });
  await text("Written just now.");
});

test("another page that was edited is named, the last of several with a count", async () => {
  await start({ "a.md": chapter(), "b.md": "# Other\n", "c d.md": "# Third\n" });
  const edit = (name, title, n) => course.write({ [name]: `# ${title}\n\nEdit ${n}.\n` });
  edit("b.md", "Other", 1);
  const hint = page.getByRole("status").filter({ hasText: "Edited:" });
  await hint.waitFor();
  assert.equal(await hint.getByRole("link").getAttribute("href"), "/b.html");
  edit("c d.md", "Third", 1);
  await hint.getByText("Third").waitFor();
  assert.match(await hint.textContent(), /Edited: Third and 1 other/);
  assert.equal(await hint.getByRole("link").getAttribute("href"), "/c%20d.html");
  await hint.getByRole("button", { name: "Dismiss" }).click();
  await hint.waitFor({ state: "hidden" });
  await page.clock.install();
  edit("b.md", "Other", 2);
  await hint.waitFor();
  assert.equal((await hint.textContent()).trim(), "Edited: Other", "what was dismissed is not counted again");
  await page.clock.fastForward(20_000);
  await hint.waitFor({ state: "hidden" });
});

const EDITOR = '[preview]\neditor = "vscode://file/{path}:{line}"\n';
const BROKEN = `${EDITOR}\n[theme]\nhue = "red"\n`;
const overlay = (name = /^The site cannot be made/) => page.getByRole("dialog", { name });
// The rows of the one excerpt in an element, what is marked as its own place, and what is said of it to those who do not see it.
const readExcerpt = (within) => within.locator("pre").evaluate((pre) => ({
  rows: [...pre.children].map((row) => row.textContent),
  own: [...pre.querySelectorAll("mark.own")].map((mark) => mark.textContent).join(""),
  label: pre.getAttribute("aria-label"),
}));
const inEditor = (path, line) => `vscode://file${course.path(path)}:${line}`;

test("faults lie over the page until they are mended; Escape puts them aside until they change", async () => {
  await start({ "a.md": chapter(), "b.md": "# Other\n", "syllabus.toml": EDITOR });
  course.write({ "syllabus.toml": BROKEN });
  const dialog = overlay();
  await dialog.waitFor();
  assert.match(await dialog.textContent(), /hue must be a number, not text.*syllabus\.toml:5:7.*for example hue = 200/s);
  assert.deepEqual(await readExcerpt(dialog), { rows: ["5", 'hue = "red"'], own: '"red"', label: 'Line 5, marked: "red"' });
  assert.equal(await dialog.locator("pre").evaluate((pre) => getComputedStyle(pre).whiteSpace.replace("preserve nowrap", "pre")), "pre");
  assert.equal(await dialog.getByRole("link").getAttribute("href"), inEditor("syllabus.toml", 5));
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  const oneFault = corner().and(page.getByTitle("1 fault"));
  course.write({ "a.md": chapter({ intro: "Edited while the configuration is broken." }) });
  await text("Edited while the configuration is broken.");
  await oneFault.waitFor();
  assert.ok(await dialog.isHidden());
  await corner().click();
  await dialog.waitFor();
  await page.keyboard.press("Escape");
  await visit("b.html");
  await oneFault.waitFor();
  assert.ok(await dialog.isHidden(), "on the next page too");
  course.write({ "syllabus.toml": `# one line more\n${BROKEN}` });
  await dialog.waitFor();
  course.write({ "syllabus.toml": EDITOR });
  await dialog.waitFor({ state: "hidden" });
  assert.ok(await isSame());
});

test("a fault of a template is told with its place until it is mended", async () => {
  await start({ "a.md": chapter(), "theme/css/tokens.css": "", "syllabus.toml": EDITOR });
  course.write({ "theme/templates/chapter.html": "<p>\n{{ nowhere }" });
  const dialog = overlay();
  await dialog.waitFor();
  assert.match(await dialog.textContent(), /templates\/chapter\.html:2:12/);
  assert.deepEqual(await readExcerpt(dialog), { rows: ["2", "{{ nowhere }"], own: "}", label: "Line 2, marked: }" });
  assert.equal(await dialog.getByRole("link").getAttribute("href"), inEditor("theme/templates/chapter.html", 2));
  assert.match(await page.locator("main").textContent(), /The first words/, "below it is the last good page");
  course.write({ "theme/templates/chapter.html": null });
  await dialog.waitFor({ state: "hidden" });
  course.write({ "a.md": chapter({ intro: "After that." }) });
  await text("After that.");
});

test("front matter that is no YAML is told on its page alone, with its place", async () => {
  await start({ "a.md": chapter(), "b.md": "# Other\n" });
  course.write({ "a.md": `---\ntitle: One: two\n---\n${chapter()}` });
  const dialog = overlay(/^This page may not be what you wrote/);
  await dialog.waitFor();
  assert.match(await dialog.textContent(), /the front matter is no valid YAML.*a\.md:2:1.*double quotes/s);
  assert.deepEqual(await readExcerpt(dialog), { rows: ["2", "title: One: two"], own: "title: One: two", label: "Line 2, marked: title: One: two" });
  await visit("b.html");
  await corner().and(page.getByTitle("0 warnings")).waitFor();
  assert.ok(await dialog.isHidden());
  await visit("a.html");
  await dialog.waitFor();
  course.write({ "a.md": `---\ntitle: "One: two"\n---\n${chapter()}` });
  await dialog.waitFor({ state: "hidden" });
});

test("a source folder that went is told, and seen again when it is back", async () => {
  await start();
  const [here, away] = [course.path(""), `${course.folder}/away`];
  renameSync(here, away);
  const dialog = overlay();
  await dialog.waitFor();
  assert.match(await dialog.textContent(), /chapters.*by itself when the folder is there again/s);
  await page.getByText("Paragraph 3 ", { exact: false }).first().waitFor();
  renameSync(away, here);
  await dialog.waitFor({ state: "hidden" });
  for (const n of [1, 2]) {
    course.write({ "a.md": chapter({ intro: `Edit ${n} after its return.` }) });
    await text(`Edit ${n} after its return.`);
  }
  assert.ok(await isSame());
});

test("without an editor the place is copied, and that is said", async () => {
  await start({ "a.md": chapter(), "syllabus.toml": "" }, { permissions: ["clipboard-read", "clipboard-write"] });
  course.write({ "syllabus.toml": '\n\n[theme]\nhue = "red"\n' });
  await page.getByRole("button", { name: "Copy the path" }).click();
  const place = `${course.path("syllabus.toml")}:4`;
  await page.getByRole("status").filter({ hasText: `Copied ${place}` }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), place);
});

test("after a restart of the server, at the same port, the page is the last one again", async () => {
  await start();
  await course.stop();
  const sign = page.getByRole("status").filter({ hasText: "Not connected" });
  assert.ok(await sign.isHidden(), "not at once");
  course.write({ "a.md": chapter({ intro: "Edited in the meantime." }) });
  await sign.waitFor();
  await course.start();
  await text("Edited in the meantime.");
  await sign.waitFor({ state: "hidden" });
  assert.ok(await isSame());
  course.write({ "a.md": chapter({ intro: "Edited after that." }) });
  await text("Edited after that.");
});

// One link that leads nowhere and one repair to decide: `📝` or one of several others.
const DOUBTS = "The first words with [a link](c.md).\n\nWrite ğŸ“ and words.";
const doubtful = async (options) => {
  await start({ "a.md": chapter({ intro: DOUBTS }), "b.md": "# Other\n", "syllabus.toml": EDITOR }, options);
  await corner().and(page.getByTitle("2 warnings")).waitFor();
};

test("the panel lists what is doubtful, each with its line", async () => {
  await doubtful();
  await corner().click();
  assert.equal(await corner().getAttribute("aria-expanded"), "true");
  const panel = page.getByRole("dialog", { name: "Preview of this page" });
  await panel.getByText("the link leads nowhere").waitFor();
  const line = { rows: ["3", "The first words with [a link](c.md)."], own: "[a link](c.md)", label: "Line 3, marked: [a link](c.md)" };
  assert.deepEqual(await readExcerpt(panel.locator(".diagnostic")), line);
  assert.equal(await panel.getByRole("link", { name: "line 3" }).getAttribute("href"), inEditor("a.md", 3));
  assert.equal(await panel.locator(".diagnostic").count(), 1, "a repair to decide is listed once");
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "hidden" });
  assert.ok(await corner().evaluate((button) => button.getRootNode().activeElement === button));
});

test("a hint is at the very words it is about, and of a long line the mark is seen", async () => {
  const line = "Read this, and this, [this](gone.md) and this, which is as long as authors' lines often are, and [*that* one](b.md#no) to end it, and that.";
  await start({ "a.md": `# Chapter\n\nBefore: and this, this and that one.\n\n${line}\n`, "b.md": "# Other\n" });
  await corner().and(page.getByTitle("2 warnings")).click();
  const pre = page.getByRole("dialog", { name: "Preview of this page" }).locator("pre");
  await pre.nth(1).waitFor();
  assert.deepEqual(await pre.evaluateAll((all) => all.map((one) => one.scrollLeft > 100)), [false, true]);
  const isSeen = (all) => all.map((one) => {
    const [frame, mark, number] = [one, one.querySelector("mark.own"), one.querySelector(".row-number")].map((node) => node.getBoundingClientRect());
    return mark.left > number.right && mark.left < frame.right && number.left < frame.left + 5;
  });
  assert.deepEqual(await pre.evaluateAll(isSeen), [true, true], "the mark, beside the number of its line");
  await page.getByRole("switch", { name: "Author's view" }).click();
  await page.locator("syllabus-preview .diagnostic .tag").nth(1).waitFor();
  const doubts = await page.evaluate(() => [...CSS.highlights.get("syllabus-doubt")].map((range) => [range.toString(), range.startContainer.parentElement.closest("[href], .broken, p, span").textContent]));
  assert.deepEqual(doubts, [["this", "this"], ["that one", "that one"]]);
});

// A question whose answer is none of its choices: the note is at another line.
const NO_CHOICE = `# Chapter\n\n## Questions\n\n${question(1, "What is alpha", "E")}`;

test("what is said of another place stands right below it", async () => {
  await start({ "a.md": NO_CHOICE });
  await corner().and(page.getByTitle("1 warning")).click();
  const panel = page.getByRole("dialog", { name: "Preview of this page" });
  const { rows, own } = await readExcerpt(panel.locator(".diagnostic"));
  assert.deepEqual(rows.map((row) => row.replace(/^\d+$/, "number")), ["number", "A) Users of What is alpha", "its choices", "⋮", "number", "**Answer: E**"]);
  assert.equal(own, "Answer: E");
  const tops = await panel.locator("pre > *").evaluateAll((all) => all.map((row) => Math.round(row.getBoundingClientRect().top)));
  assert.ok(tops[0] === tops[1] && tops[1] < tops[2] && tops[2] < tops[3] && tops[3] < tops[4] && tops[4] === tops[5], `a number is beside its line: ${tops}`);
  const [note, mark] = await panel.locator("pre").evaluate((pre) => {
    const text = pre.querySelector(".row-note").firstChild;
    const range = pre.ownerDocument.createRange();
    range.selectNode(text);
    return [range, pre.querySelector("mark.noted")].map((node) => node.getBoundingClientRect().toJSON());
  });
  assert.ok(Math.abs(note.left - mark.left) < 1 && note.top >= mark.bottom - 4, JSON.stringify({ note, mark }));
});

test("one press chooses an original, another takes the choice back", async () => {
  await doubtful();
  await text("Write 📝 and words.");
  await corner().click();
  const panel = page.getByRole("dialog", { name: "Preview of this page" });
  await panel.getByRole("button", { name: "🎓" }).click();
  await text("Write 🎓 and words.");
  await panel.getByRole("button", { name: "Undo" }).waitFor();
  assert.equal(await panel.getByRole("button", { name: "🎓" }).getAttribute("aria-pressed"), "true");
  assert.match(course.read("syllabus.toml"), /editor = .*\n\[\[repair\.override\]\]\nfile = "a\.md"\nbefore = "ğŸ“"\nafter = "🎓"\n$/s);
  assert.match(course.read("a.md"), /Write ğŸ“ and words/);
  await panel.getByRole("button", { name: "📁" }).click();
  await text("Write 📁 and words.");
  await panel.getByRole("button", { name: "Undo" }).click();
  await text("Write 📝 and words.");
  await panel.getByRole("button", { name: "Undo" }).waitFor({ state: "hidden" });
  assert.equal(course.read("syllabus.toml"), EDITOR);
  // A page that lags behind asks for what is not there any more.
  await page.route("**/.syllabus/override", (route) => route.continue({ postData: JSON.stringify({ ...route.request().postDataJSON(), line: 3 }) }));
  await panel.getByRole("button", { name: "🎓" }).click();
  await page.getByRole("status").filter({ hasText: "the line has changed" }).waitFor();
  assert.equal(course.read("syllabus.toml"), EDITOR);
  assert.ok(await isSame());
});

test("one press mends what is certain, by the keyboard too, and what changed meanwhile is not touched", async () => {
  await start({ "a.md": chapter({ intro: "See [the other](B.md) and [its end](b.md#The-End)." }), "b.md": "# Other\n\n## The end\n" });
  await corner().and(page.getByTitle("1 warning")).click();
  const panel = page.getByRole("dialog", { name: "Preview of this page" });
  const fix = panel.getByRole("button", { name: "Fix: write b.md", exact: true });
  await fix.waitFor();
  assert.equal(await panel.locator(".fix").first().innerText().then((words) => words.replace(/\s+/g, " ")), "Fix B.md becomes b.md");
  await page.addScriptTag({ content: axe.source });
  const { violations } = await page.evaluate(() => globalThis.axe.run({ preload: false }));
  assert.deepEqual(violations.map(({ id }) => id), []);
  // A page that lags behind asks for what is not there any more; it can tell no text.
  let asked;
  await page.route("**/.syllabus/fix", (route) => {
    asked = route.request().postDataJSON();
    return route.continue({ postData: JSON.stringify({ id: asked.id.replace(/./, (digit) => (digit === "0" ? "1" : "0")) }) });
  });
  await fix.click();
  await page.getByRole("status").filter({ hasText: "the chapter has changed" }).waitFor();
  assert.deepEqual(Object.keys(asked), ["id"]);
  assert.match(course.read("a.md"), /\[the other\]\(B\.md\)/);
  await page.unroute("**/.syllabus/fix");
  await fix.focus();
  await page.keyboard.press("Enter");
  await fix.waitFor({ state: "hidden" });
  assert.match(course.read("a.md"), /See \[the other\]\(b\.md\) and \[its end\]\(b\.md#The-End\)\./);
  await panel.getByRole("button", { name: "Fix: write b.md#the-end" }).click();
  await panel.getByText("Nothing to mend on this page.").waitFor();
  assert.match(course.read("a.md"), /\(b\.md#the-end\)/);
  assert.ok(await isSame());
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
  await questionsAreMarked();
  course.write({ "a.md": chapter({ intro: `${DOUBTS}\n\n${paragraphs(100, 104)}`, questions: `${CHAPTER.questions}\n${question(3, "What is gamma")}` }) });
  await page.waitForFunction(() => document.querySelector("syllabus-preview").shadowRoot.querySelectorAll(".question .tag").length === 3);
  await questionsAreMarked();
  const repair = page.getByRole("button", { name: /^Repair, line 5/ });
  await repair.click();
  await page.getByRole("dialog", { name: "A repair to decide" }).getByRole("button", { name: "🎓" }).waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("body").evaluate((body) => body.querySelectorAll(".mark, .tag").length), 0, "the page stays as it was built");
  await page.reload();
  await tags.first().waitFor();
});

test("the author's view marks each question of a course, on its chapter and on its quiz page", async () => {
  await start(sample, {}, "index.html");
  const { chapters } = await course.inspect();
  const [asking] = chapters.filter(({ questions }) => questions.length > 2);
  await corner().click();
  await page.getByRole("switch", { name: "Author's view" }).click();
  for (const url of [asking.url, asking.url.replace(".html", ".quiz.html")]) {
    await visit(url);
    await page.locator("syllabus-preview .question .tag").nth(asking.questions.length - 1).waitFor();
    const tags = await page.locator("syllabus-preview .question .tag").allTextContents();
    const says = ({ number, kind, answer, line }) => `Question ${number}${kind}${answer.join(" ")}explainedline ${line}`;
    assert.deepEqual(tags, asking.questions.map(says));
    await questionsAreMarked();
  }
});

// What is under each mark of a repair: the words from there on, and the kind of block. Nothing may lie below the window's edge.
async function readMarks() {
  const marks = page.locator("syllabus-preview .mark.repair");
  await marks.first().waitFor();
  await page.evaluate(() => document.querySelectorAll("main details").forEach((fold) => { fold.open = true; }));
  await drawn();
  return marks.evaluateAll((all) => {
    const host = document.querySelector("syllabus-preview");
    const spots = all.map((mark) => ({ box: mark.getBoundingClientRect(), repair: mark.dataset.repair, name: mark.getAttribute("aria-label") }));
    host.style.display = "none";
    const read = spots.map(({ box, repair, name }) => {
      const { startContainer: node, startOffset } = document.caretRangeFromPoint(box.left + 1.5, box.top + box.height / 2);
      const block = node.parentElement.closest("h1, h2, h3, p, li, td, th, pre, dd, .choice, summary");
      const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
      walker.currentNode = node;
      let rest = node.data.slice(startOffset);
      while (walker.nextNode()) rest += walker.currentNode.data;
      return { repair, after: name.split(" became ")[1], rest, block: block.localName };
    });
    host.style.display = "";
    return read;
  });
}

test("what an answer hides is told at its question until it is unfolded", async () => {
  await start({ "a.md": chapter({ questions: `${question(1, "What is alpha")}\n${question(2, "What is beta", "F")}` }) }, {}, "a.quiz.html");
  await corner().and(page.getByTitle("1 warning")).click();
  await page.getByRole("switch", { name: "Author's view" }).click();
  const mark = page.locator("syllabus-preview .mark.diagnostic");
  await mark.waitFor({ state: "attached" });
  const asked = card("What is beta");
  assert.ok(Math.abs((await topOf(mark)) - (await topOf(asked))) < 2);
  const answer = asked.locator("details.answer");
  await answer.locator("summary").click();
  await drawn();
  const [at, from] = [await topOf(mark), await topOf(answer)];
  assert.ok(at > from && at < from + (await answer.boundingBox()).height, `${at} is in the answer, from ${from}`);
});

test("each repair of a damaged chapter is marked where it is read, on its page and on its quiz page", async () => {
  await start(sample, { viewport: { width: 1280, height: 12_000 } }, "index.html");
  await corner().click();
  await page.getByRole("switch", { name: "Author's view" }).click();
  const { chapters } = await course.inspect();
  const letters = (text) => text.replace(/\]\(.*?\)|<[^>]*>/g, "").replace(/[^A-Za-z]/g, "").slice(0, 8);
  for (const name of ["02-finding-the-leak", "04-never-again"]) {
    const { source, url, questions } = chapters.find((one) => one.source === `03-mojibake/${name}.md`);
    const lines = readFileSync(`${sample}/${source}`, "utf8").split("\n");
    const check = ({ repair, after, rest, block }) => {
      const [line, column] = repair.split(":").map(Number);
      const written = [...lines[line - 1]].slice(column - 1).join("");
      assert.ok(rest.startsWith(after), `${repair}: ${after} is not at ${rest}`);
      assert.ok(letters(rest).startsWith(letters(written)), `${repair}: ${written} is not at ${rest}`);
      if (/^#+ /.test(lines[line - 1])) assert.match(block, /^h\d$/, repair);
      if (/^- /.test(lines[line - 1])) assert.equal(block, "li", repair);
    };
    await visit(url);
    const marked = await readMarks();
    marked.forEach(check);
    const { repairs } = await page.evaluate(async (of) => (await fetch(`/.syllabus/facts?page=${encodeURIComponent(of)}`)).json(), url);
    const missing = repairs.filter(({ line, column }) => !marked.some(({ repair }) => repair === `${line}:${column}`));
    // Stars are drawn, and what unfolds an answer are the theme's own words.
    for (const { line } of missing) assert.match(lines[line - 1], /^(\*\*Importance|<summary>)/, `line ${line} has no mark`);
    assert.ok(marked.length > 50);

    await visit(url.replace(".html", ".quiz.html"));
    const asked = await readMarks();
    asked.forEach(check);
    const within = ({ repair }) => parseInt(repair) > questions[0].line && parseInt(repair) < questions.at(-1).line;
    const places = (marks) => marks.filter(within).map(({ repair }) => repair);
    assert.deepEqual(places(asked), places(marked));
    assert.ok(places(asked).length > 0);
  }
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1280, 320]) {
    test(`axe finds nothing in the preview: ${colorScheme}, ${width}`, async () => {
      await doubtful({ colorScheme, viewport: { width, height: 720 }, reducedMotion: "reduce" });
      await page.addScriptTag({ content: axe.source });
      const check = async (what) => {
        const { violations } = await page.evaluate(() => globalThis.axe.run({ preload: false }));
        assert.deepEqual(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${what}: ${id}: ${node.html.slice(0, 160)} ${node.failureSummary}`)), []);
      };
      await corner().click();
      await page.getByRole("switch", { name: "Author's view" }).click();
      course.write({ "b.md": "# Other\n\nEdited.\n" });
      await page.getByText("Edited:").waitFor();
      await page.locator("syllabus-preview .question .tag").first().waitFor();
      await check("panel");
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
      course.write({ "syllabus.toml": BROKEN });
      await overlay().waitFor();
      await check("overlay");
    });
  }
}

test("on paper there is nothing of the preview", async () => {
  await doubtful();
  await page.emulateMedia({ media: "print" });
  assert.ok(await corner().isHidden());
});
