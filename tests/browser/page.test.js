// What pages look like where courses are unlike the sample: wide code in an answer, long words, many modules, choices of several blocks,
// drawings of characters, a page that does not exist. On a small course that is built here.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { Published, inChapters } from "./published.js";
import { launch, open } from "./site.js";

const WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
const LINE = "aws iam create-role --role-name ".repeat(8);
const CODE = `\`\`\`sh\n${LINE}\n\`\`\``;
const QUESTIONS = `# Questions of ${WORD}

What this chapter is about.

## Drawing

\`\`\`
┌──────┐
│      │
│      │
│      │
│      │
│      │
└──────┘
\`\`\`

### Question 1

Which one?

A) Users
B) Roles of ${WORD}

<details>
<summary>Answer</summary>

**Answer: B**

### Key points

${CODE}

| a | b |
|---|---|
| ${"x".repeat(200)} | y |

</details>

### Question 2

Which lines?

- [ ] Words
  - one
  - two
- [x] Code

  ${CODE.replaceAll("\n", "\n  ")}
- [ ] Plain

### Question 3

True or False: water is wet.

**Answer: True**

## Folded

<details>
<summary>Solution</summary>

### Inside of it

${CODE}

</details>

## Raw

<dl><dt>${WORD}${WORD}</dt><dd>

${CODE}

</dd></dl>

<pre>${LINE}</pre>

Press <kbd>${WORD}${WORD}</kbd>.

<table><tr><td>${"y".repeat(300)}</td><td>z</td></tr></table>

\`${WORD}${WORD}\` and ${"w".repeat(300)} and [${WORD}](https://example.org/).
`;
const FILES = { "README.md": `# A course of ${WORD}\n\nWords.\n`, "m12/questions.md": QUESTIONS };
for (let n = 1; n <= 12; n++) {
  const name = `m${String(n).padStart(2, "0")}`;
  FILES[`${name}/README.md`] = `# Module ${n} of ${WORD}\n\nAbout it.\n`;
  FILES[`${name}/a.md`] = `# Chapter of ${n}\n\nWords.\n`;
}

const page = "m12/questions.html";
const quiz = "m12/questions.quiz.html";
let browser;
let course;

before(async () => {
  course = await Published.of(inChapters(FILES));
  browser = await launch();
});
after(async () => {
  await browser.close();
  course.close();
});

const looks = [[390, "light"], [390, "dark"], [1440, "light"], [1440, "dark"], [320, "light"]];
const visit = async (path, width = 1440, colorScheme = "light", options = {}) => open(browser, course.at(path), { viewport: { width, height: 900 }, colorScheme, ...options });
const unfold = (page) => page.evaluate(() => document.querySelectorAll("details").forEach((fold) => { fold.open = true; }));

for (const path of [page, quiz, "index.html", "m12/index.html", "404.html"]) {
  test(`nothing sticks out, and axe finds nothing: ${path}`, async () => {
    for (const [width, scheme] of looks) {
      const shown = await visit(path, width, scheme);
      await unfold(shown);
      assert.equal(await shown.evaluate(() => document.documentElement.scrollWidth), width);
      const out = await shown.evaluate(() => [...document.querySelectorAll("main *, nav *")]
        .filter((node) => node.checkVisibility() && !node.closest("pre, .scroll, table") && node.getBoundingClientRect().right > innerWidth + 1)
        .map((node) => node.outerHTML.slice(0, 100)));
      assert.deepEqual(out, [], `${width} ${scheme}`);
      if (width !== 320) {
        await shown.addScriptTag({ content: axe.source });
        const { violations } = await shown.evaluate(() => globalThis.axe.run({ preload: false }));
        assert.deepEqual(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 120)} ${node.failureSummary}`)), [], `${width} ${scheme}`);
      }
      await shown.context().close();
    }
  });
}

test("what is wide in an answer stays in its card", async () => {
  for (const [width, scheme] of looks) {
    const shown = await visit(page, width, scheme);
    await unfold(shown);
    const wide = await shown.evaluate(() => [...document.querySelectorAll("syllabus-question")].flatMap((card) => {
      const edge = card.getBoundingClientRect().right;
      return [...card.querySelectorAll(".code, .scroll, p, h3, .choice")].filter((part) => part.getBoundingClientRect().right > edge).map((part) => part.className);
    }));
    assert.deepEqual(wide, []);
    assert.ok(await shown.locator(".answer pre").first().evaluate((code) => code.scrollWidth > code.clientWidth), "it scrolls within");
    await shown.context().close();
  }
});

test("contents name the questions, and nothing that is folded away", async () => {
  const shown = await visit(page);
  assert.deepEqual(await shown.locator(".toc li").allTextContents(), ["Drawing", "Question 1", "Question 2", "Question 3", "Folded", "Raw"]);
  for (const id of await shown.locator(".toc a").evaluateAll((links) => links.map((link) => decodeURIComponent(link.hash.slice(1))))) {
    assert.ok(await shown.evaluate((id) => document.getElementById(id).checkVisibility(), id), id);
  }
  await shown.context().close();
});

test("without scripts no choice looks as if it could be pressed, with them each does", async () => {
  for (const javaScriptEnabled of [false, true]) {
    const shown = await visit(page, 390, "light", { javaScriptEnabled });
    for (const choice of await shown.locator("syllabus-question form .choice").all()) {
      const style = () => choice.evaluate((node) => { const { cursor, borderColor, backgroundColor } = getComputedStyle(node); return { cursor, borderColor, backgroundColor }; });
      const before = await style();
      await choice.hover();
      await shown.waitForTimeout(200);
      const hovered = await style();
      assert.equal(before.cursor === "pointer", javaScriptEnabled);
      if (!javaScriptEnabled) {
        assert.deepEqual(hovered, before);
        await choice.click();
        assert.deepEqual(await style(), before);
      } else assert.notEqual(hovered.borderColor, before.borderColor);
    }
    await shown.context().close();
  }
});

test("a choice of several blocks is valid, and pressed anywhere it is chosen", async () => {
  const shown = await visit(page);
  const blocks = "p, ul, ol, pre, div, table, blockquote, h1, h2, h3, details";
  assert.equal(await shown.locator(`label :is(${blocks}), span :is(${blocks}), p :is(${blocks})`).count(), 0);
  const card = shown.locator("syllabus-question").nth(1);
  await card.locator(".choice pre").click();
  assert.ok(await card.locator("input[value=B]").isChecked());
  await card.locator(".choice li").first().click();
  assert.ok(await card.locator("input[value=A]").isChecked());
  await card.locator("[type=submit]").click();
  assert.equal(await card.getAttribute("data-state"), "wrong");
  await card.locator(".choice pre").click();
  assert.ok(await card.locator("input[value=A]").isChecked(), "what was checked stays");
  await shown.context().close();
});

test("what a choice says is said once", async () => {
  const shown = await visit(page);
  assert.deepEqual(await shown.locator("syllabus-question").nth(2).locator(".choice").allInnerTexts(), ["True", "False"]);
  await shown.context().close();
});

test("numbers from 10 on stand in one line", async () => {
  const shown = await visit(page);
  const numbers = await shown.locator(".nav-number").evaluateAll((all) => all.map((number) => [number.textContent, number.getClientRects().length, number.getBoundingClientRect().height]));
  assert.ok(numbers.some(([text]) => text === "12"));
  const [, , height] = numbers.find(([text]) => text === "1");
  for (const [text, , own] of numbers) assert.ok(own < 1.5 * height, `${text} is ${own} high`);
  await shown.context().close();
});

test("the lines of a drawing meet", async () => {
  for (const [width, deviceScaleFactor] of [[390, 1], [390, 2], [390, 3], [1440, 1], [1440, 1.5]]) {
    const shown = await visit(page, width, "light", { deviceScaleFactor });
    const image = (await shown.locator(".code.box code").screenshot()).toString("base64");
    // Of the columns of pixels, the longest run that is not the paper.
    const { longest, height } = await shown.evaluate(async (image) => {
      const picture = new Image();
      picture.src = `data:image/png;base64,${image}`;
      await picture.decode();
      const { width, height } = picture;
      const canvas = Object.assign(document.createElement("canvas"), { width, height });
      const context = canvas.getContext("2d");
      context.drawImage(picture, 0, 0);
      const { data } = context.getImageData(0, 0, width, height);
      const lightness = (x, y) => data[4 * (y * width + x)];
      const paper = lightness(0, 0);
      let longest = 0;
      for (let x = 0; x < width; x++) {
        let run = 0;
        for (let y = 0; y < height; y++) {
          run = lightness(x, y) < paper - 60 ? run + 1 : 0;
          longest = Math.max(longest, run);
        }
      }
      return { longest, height };
    }, image);
    assert.ok(longest > height * 0.75, `${width}, ${deviceScaleFactor}: ${longest} of ${height}`);
    await shown.context().close();
  }
});

test("an address without a page leads on, wherever it is", async () => {
  for (const path of ["nowhere", "m12/nowhere.html", "a/b/c/d/nowhere", "m12/deep/", "index.html/x"]) {
    const shown = await visit(path);
    await shown.waitForFunction((home) => document.querySelector("main a").href === home, `${course.base}index.html`);
    assert.equal(await shown.evaluate(() => getComputedStyle(document.body).marginTop), "0px", "it has its style");
    const links = await shown.locator("a[data-to]").evaluateAll((all) => all.map((link) => link.href));
    assert.ok(links.includes(`${course.base}m12/index.html`), links.join());
    await shown.getByRole("link", { name: /^Module 12/ }).click();
    assert.match(await shown.title(), /^Module 12/);
    await shown.context().close();
  }
  // From disk its links are right as they are.
  const shown = await open(browser, course.onDisk("404.html"));
  await shown.getByRole("link", { name: /^Module 12/ }).click();
  assert.match(await shown.title(), /^Module 12/);
  await shown.context().close();
});

test("an address that looks like another site is asked for nothing", async () => {
  const shown = await visit("index.html");
  const asked = [];
  shown.on("request", (request) => asked.push(new URL(request.url()).host));
  await shown.goto(`${new URL(course.base).origin}//evil.example/course/a/nowhere`);
  await shown.waitForTimeout(300);
  assert.deepEqual([...new Set(asked)], [new URL(course.base).host]);
  assert.deepEqual((await shown.locator("a[data-to]").evaluateAll((all) => all.map((link) => link.getAttribute("href")))).filter((href) => href.startsWith("//")), []);
  await shown.context().close();
});

test("the icon's address is valid", async () => {
  const shown = await visit("index.html");
  const href = await shown.locator("link[rel=icon]").getAttribute("href");
  assert.match(href, /^data:image\/svg\+xml,[\w%.,:;'()*!~\/=@$&+?-]+$/);
  assert.ok(await shown.evaluate((href) => new Promise((done) => { const image = new Image(); image.onload = () => done(image.naturalWidth > 0); image.onerror = () => done(false); image.src = href; }), href));
  await shown.context().close();
});

test("a quiz page says what it is", async () => {
  const shown = await visit(quiz);
  const description = await shown.locator("meta[name=description]").getAttribute("content");
  assert.match(description, /3 questions/);
  assert.match(description, /What this chapter is about/);
  await shown.context().close();
});
