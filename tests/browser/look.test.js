// How pages are set: where columns and lines begin, what comes first, what can be seen, pressed and read out, in both directions of writing.
// On small courses that are built here.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { binary } from "./preview.js";
import { launch, open } from "./site.js";

const SENTENCE = "A page of a disk holds many keys, so a tree that wants few reads puts as many of them into a node as one page can hold. ";
const WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
const CHAPTER = `# 🌳 Trees of the course

> **Almost every index is this one structure.**

**Study Time:** ~2 hours

## Plain heading

${SENTENCE.repeat(6)} Inline \`code\` is seen.

## 🌳 Plain heading

\`\`\`sh
$ ${"aws iam create-role ".repeat(12)}
\`\`\`

### Question 1

Which one is it?

A) One
B) Two

**Answer: B**

## List

- [ ] one
- [ ] two
`;
const ENGLISH = {
  "README.md": `# A course\n\n[![badge](https://example.invalid/b.svg)](https://example.invalid/)\n\n${SENTENCE.repeat(2)}\n\n## Details\n\n${SENTENCE}\n`,
  "first/README.md": `# First\n\n${SENTENCE.repeat(3).replaceAll(", ", ".. ")}\n`,
  "first/deep/README.md": "# Deep module\n\nWords.\n",
  "first/deep/deeper/README.md": `# Deeper module of ${WORD}\n\nWords.\n`,
  "first/deep/deeper/trees.md": CHAPTER,
  "first/deep/deeper/logs.md": `# Logs of ${WORD}\n\n${SENTENCE}\n`,
  "second/README.md": "# Second\n\nWords.\n",
  "second/a.md": "# A\n\nWords.\n",
};
const ARABIC = {
  // Right to left, with the interface's words in English.
  "syllabus.toml": '[course]\nlanguage = "fa"\n',
  "README.md": "# دورة\n\nكلمات عن قواعد البيانات وكيف تخزن الصفحات على القرص.\n",
  "trees/README.md": "# أشجار\n\nكلمات.\n",
  "trees/a.md": "# شجرة\n\nكلمات عن الأشجار.\n\n## سؤال 1\n\nأي أمر؟\n\nA) INSERT\nB) إدراج صف\n\n**الإجابة: A**\n\n| مفتاح |\n|---|\n| 50 |\n\n- [ ] واحد\n- [ ] اثنان\n",
  "trees/b.md": "# أخرى\n\nكلمات.\n",
};
const ALONE = { "only.md": "# Only\n\nWords.\n" };

const trees = "english/first/deep/deeper/trees.html";
const pages = {
  home: "english/index.html",
  overview: "english/first/deep/deeper/index.html",
  chapter: trees,
  quiz: "english/first/deep/deeper/trees.quiz.html",
  notFound: "english/404.html",
};
let browser;
let folder;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "syllabus-look-"));
  for (const [name, files] of Object.entries({ english: ENGLISH, arabic: ARABIC, alone: ALONE })) {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, `${name}-source`, path)), { recursive: true });
      writeFileSync(join(folder, `${name}-source`, path), text);
    }
    execFileSync(binary, ["build", `${name}-source`, "-o", name, "--no-cache"], { cwd: folder, stdio: "pipe" });
  }
  browser = await launch();
});
after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

const phone = { hasTouch: true, isMobile: true };
const visit = (path, width = 1440, options = {}) =>
  open(browser, pathToFileURL(join(folder, path)).href, { viewport: { width, height: 900 }, ...options });
/** Opens a page, runs a function on it and closes it. */
const on = async (path, width, options, run) => {
  const page = await visit(path, width, options);
  try {
    return await run(page);
  } finally {
    await page.context().close();
  }
};
const boxOf = (page, selector) => page.locator(selector).first().evaluate((element) => {
  const { left, right, top, bottom, width, height } = element.getBoundingClientRect();
  return { left, right, top, bottom, width, height };
});
/** The contrast of two colours as the browser paints them. */
const contrast = (page, one, other) => page.evaluate(([one, other]) => {
  const context = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  const light = (color) => {
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...context.getImageData(0, 0, 1, 1).data].map((value) => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  };
  const [a, b] = [light(one), light(other)];
  return Math.max(a, b) / Math.min(a, b);
}, [one, other]);
const style = (page, selector, name, pseudo) => page.locator(selector).first().evaluate((element, [name, pseudo]) => getComputedStyle(element, pseudo)[name], [name, pseudo]);

test("the home page says first what the course is, then where it starts, then what is in it", async () => {
  for (const width of [1440, 390]) {
    await on(pages.home, width, {}, async (page) => {
      const tops = await Promise.all([".introduction > p:last-child", ".start-card", ".course-size", ".modules", ".about"].map(async (part) => (await boxOf(page, part)).top));
      assert.deepEqual(tops, tops.toSorted((a, b) => a - b));
      assert.ok((await boxOf(page, ".introduction > p:last-child")).bottom < 600, "the author's words are on the first screen");
      assert.match(await page.locator(".course-size").innerText(), /2 modules.*7 chapters.*1 question/s);
    });
  }
});

test("a module on the home page lists what is right below it", () => on(pages.home, 1440, {}, async (page) => {
  assert.deepEqual(await page.locator(".card").first().locator("li").allInnerTexts().then((all) => all.map((text) => text.split("\n")[0])), ["Deep module"]);
  assert.equal(await page.locator(".about h2").count(), 1);
  assert.doesNotMatch(await page.locator(".card-lead").first().innerText(), /\.…|…$/);
}));

test("all parts of the home page end at one edge", () => on(pages.home, 1440, {}, async (page) => {
  const rights = await Promise.all([".start-card", ".modules .cards", ".about"].map(async (part) => (await boxOf(page, part)).right));
  assert.equal(new Set(rights).size, 1, rights.join());
}));

test("title and logo keep their place from page to page", async () => {
  for (const width of [2560, 1440, 1000, 390]) {
    const lefts = [];
    for (const path of Object.values(pages)) {
      lefts.push(await on(path, width, {}, async (page) => [(await boxOf(page, "h1")).left, path.includes("404") ? 0 : (await boxOf(page, ".brand")).left]));
    }
    assert.equal(new Set(lefts.map(([title]) => title)).size, 1, `${width}: ${lefts}`);
    assert.equal(new Set(lefts.map(([, brand]) => brand)).size, 2, `${width}: ${lefts}`);
  }
});

test("titles in the sidebar are whole, and so is the ring of the focus", async () => {
  for (const width of [1440, 1000]) {
    await on(trees, width, {}, async (page) => {
      const side = await boxOf(page, ".side");
      for (const link of await page.locator(".side a").all()) {
        await link.focus();
        const [right, reach] = await link.evaluate((element) => [
          Math.max(...[...element.querySelectorAll("span")].map((span) => span.getBoundingClientRect().right)),
          element.getBoundingClientRect().right + parseFloat(getComputedStyle(element).outlineOffset) + 2,
        ]);
        assert.ok(right <= side.right && reach <= side.right, await link.innerText());
      }
      assert.ok(await page.locator(".side").evaluate((side) => side.scrollWidth <= side.clientWidth));
    });
  }
});

test("what opens as a drawer has a button that closes it, without scripts too", async () => {
  for (const javaScriptEnabled of [true, false]) {
    await on(trees, 390, { ...phone, javaScriptEnabled }, async (page) => {
      for (const drawer of ["course-nav", "page-contents"]) {
        await page.locator(`.top [popovertarget='syllabus:${drawer}']`).tap();
        const close = page.locator(`[id='syllabus:${drawer}']`).getByRole("button", { name: "Close" });
        assert.ok((await close.boundingBox()).height >= 44);
        await close.tap();
        assert.ok(!(await page.locator(`[id='syllabus:${drawer}']`).isVisible()));
      }
    });
  }
});

test("a motto under the title is set as one", () => on(trees, 1440, {}, async (page) => {
  assert.equal(await style(page, ".motto p", "fontStyle"), "italic");
  assert.equal(await style(page, ".motto strong", "fontWeight"), "400");
}));

test("code in a line and the edges of choices are seen, light and dark", async () => {
  for (const colorScheme of ["light", "dark"]) {
    await on(trees, 1440, { colorScheme }, async (page) => {
      const paper = await style(page, "body", "backgroundColor");
      assert.ok(await contrast(page, await style(page, ".prose > p code", "backgroundColor"), paper) > 1.12, colorScheme);
      const card = await style(page, ".question", "backgroundColor");
      assert.ok(await contrast(page, await style(page, ".choice", "borderTopColor"), card) >= 3, colorScheme);
    });
  }
});

test("code that goes on beyond its edge has a shadow there, and nothing lies over it", async () => {
  for (const options of [{}, phone]) {
    await on(trees, 390, options, async (page) => {
      assert.equal((await style(page, "pre", "backgroundImage")).match(/linear-gradient/g).length, 4);
      const line = await page.locator(".code code").first().evaluate((code) => code.getClientRects()[0].top);
      const { top } = await boxOf(page, ".code");
      assert.ok(top + parseFloat(await style(page, ".code", "height", "::before")) / 2 <= line, "the language");
      assert.ok((await boxOf(page, ".copy span")).bottom <= line, "the button");
      if (options.hasTouch) {
        assert.equal(await style(page, ".copy", "opacity"), "1");
        assert.ok((await boxOf(page, ".copy")).height >= 44);
      }
    });
  }
});

test("each heading is followed by a link to it that is no part of it", () => on(trees, 1440, {}, async (page) => {
  const pairs = await page.locator(".prose > :is(h2, h3)").evaluateAll((all) => all.map(({ id, nextElementSibling: next }) => [`#${id}`, decodeURIComponent(next.hash ?? ""), next.getAttribute("aria-label")]));
  assert.ok(pairs.length >= 3);
  for (const [id, target, name] of pairs) assert.deepEqual([target, name], [id, "Link to this heading"]);
  assert.equal(await page.getByRole("heading", { name: "List", exact: true }).count(), 1);
  const link = page.locator(".anchor").first();
  const opacity = () => link.evaluate((link) => { link.getAnimations({ subtree: true }).forEach((all) => all.finish()); return getComputedStyle(link, "::before").opacity; });
  assert.equal(await opacity(), "0");
  await page.locator(".prose > h2").first().hover();
  assert.equal(await opacity(), "1");
  await page.mouse.move(0, 0);
  await page.keyboard.press("Tab");
  await link.focus();
  assert.equal(await opacity(), "1");
  await page.evaluate(() => { navigator.clipboard.writeText = async (text) => { globalThis.copied = text; }; });
  await page.keyboard.press("Enter");
  assert.match(await page.evaluate(() => globalThis.copied), /trees\.html#plain-heading$/);
  assert.equal(await page.evaluate(() => location.hash), "#plain-heading");
  await page.emulateMedia({ media: "print" });
  assert.ok(!(await link.isVisible()));
}));

test("links to headings are there for a finger, and lead there without scripts", () => on(trees, 390, { ...phone, javaScriptEnabled: false }, async (page) => {
  assert.ok(Number(await style(page, ".anchor", "opacity", "::before")) > 0.5);
  await page.locator(".anchor").first().evaluate((link) => link.click());
  assert.equal(new URL(page.url()).hash, "#plain-heading");
}));

test("the way to a page is one line, and all of it can be read and reached", async () => {
  for (const width of [320, 390, 1440]) {
    await on(trees, width, {}, async (page) => {
      const line = await boxOf(page, ".crumbs");
      assert.ok(line.height < 45, `${width}: ${line.height}`);
      const links = page.getByRole("navigation", { name: "Where this page is" }).getByRole("link");
      assert.deepEqual(await links.allTextContents(), ["First", "Deep module", `Deeper module of ${WORD}`]);
      for (const link of await links.all()) {
        await link.focus();
        const box = await link.boundingBox();
        assert.ok(box.width > 10 && box.x + box.width <= width, `${width}: ${box.width}`);
      }
      assert.ok((await page.locator(".crumbs li").last().boundingBox()).x + 10 < width);
    });
  }
});

test("nothing shows through what stands still", async () => {
  for (const [path, bars] of [[trees, [".top", ".next-bar"]], [pages.quiz, [".top", ".quiz-bar"]]]) {
    await on(path, 390, {}, async (page) => {
      for (const bar of bars) assert.doesNotMatch(await style(page, bar, "backgroundColor"), /\/|rgba/, bar);
    });
  }
});

test("one word is used for practice", async () => {
  for (const path of [trees, pages.quiz]) {
    await on(path, 1440, {}, async (page) => {
      const words = await page.locator("main").innerText();
      assert.match(words, /Practice/);
      assert.doesNotMatch(words, /Practise/);
    });
  }
});

test("a chapter that is all of the course is named once", async () => {
  await on("alone/index.html", 1440, {}, async (page) => assert.equal(await page.locator("a[href='only.html']").count(), 1));
  await on("alone/only.html", 1440, {}, async (page) => assert.equal(await page.locator(".side").getByText("Only", { exact: true }).count(), 1));
});

test("lines have 60 to 76 signs, and an emoji makes no heading higher", () => on(trees, 1440, {}, async (page) => {
  const lengths = await page.locator(".prose > p").first().evaluate((paragraph) => {
    const range = document.createRange();
    const text = paragraph.firstChild;
    const tops = [...text.data].map((_, at) => { range.setStart(text, at); range.setEnd(text, at + 1); return Math.round(range.getBoundingClientRect().top); });
    return [...Map.groupBy(tops, (top) => top).values()].map((line) => line.length).slice(0, -2);
  });
  const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  assert.ok(mean >= 62 && mean <= 75, lengths.join());
  const heights = await page.locator(".prose > h2").evaluateAll((all) => all.map((heading) => heading.getBoundingClientRect().height));
  assert.equal(new Set(heights).size, 1, heights.join());
}));

test("in a course from right to left the interface's words keep their order, and choices their side", async () => {
  await on("arabic/trees/a.html", 1440, {}, async (page) => {
    const places = (selector, words) => page.locator(selector).first().evaluate((element, words) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      const range = document.createRange();
      const found = words.map(() => null);
      while (walker.nextNode()) words.forEach((word, at) => {
        const start = walker.currentNode.data.indexOf(word);
        if (start < 0) return;
        range.setStart(walker.currentNode, start);
        range.setEnd(walker.currentNode, start + word.length);
        found[at] = range.getBoundingClientRect().left;
      });
      return found;
    }, words);
    const [zero, done] = await places(".tasks-done", ["0", "done"]);
    assert.ok(zero < done, "0 of 2 done");
    const texts = await page.locator(".choice-text").evaluateAll((all) => all.map((element) => { const range = document.createRange(); range.selectNodeContents(element); return range.getBoundingClientRect().right; }));
    assert.ok(Math.abs(texts[0] - texts[1]) < 2, texts.join());
    const [cell, head] = await page.locator(".prose :is(td, th)").evaluateAll((all) => all.map((element) => { const range = document.createRange(); range.selectNodeContents(element); return range.getBoundingClientRect().right; }));
    assert.ok(Math.abs(cell - head) < 2, "a number stands under its heading");
  });
  for (const path of ["arabic/index.html", "arabic/trees/a.html"]) {
    await on(path, 390, {}, async (page) => {
      await page.addScriptTag({ content: axe.source });
      assert.deepEqual((await page.evaluate(() => globalThis.axe.run({ preload: false }))).violations.map(({ id }) => id), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
    });
  }
});

test("from disk no page is fetched before it is opened", () => on(trees, 1440, {}, async (page) => {
  assert.equal(await page.locator("script[type=speculationrules]").count(), 0);
  assert.deepEqual(page.faults, []);
}));

test("on a phone the bar says which section is being read, and is the link to the course as before", () => on(trees, 390, {}, async (page) => {
  const brand = page.locator(".brand");
  const name = await brand.innerText();
  assert.equal(await brand.locator("[data-here]").count(), 0);
  const heading = page.locator(".prose h2").first();
  await heading.evaluate((node) => scrollTo(0, node.getBoundingClientRect().top + scrollY + 40));
  await brand.locator("[data-here]").waitFor();
  assert.equal(await brand.locator("[data-here]").getAttribute("data-here"), (await heading.textContent()).trim());
  assert.equal(await page.getByRole("link", { name, exact: true }).first().getAttribute("href"), await brand.getAttribute("href"));
  const [bar, tools] = [await brand.boundingBox(), await page.locator(".tools").boundingBox()];
  assert.ok(bar.x + bar.width <= tools.x + 1);
  await page.evaluate(() => scrollTo(0, 0));
  await brand.locator("[data-here]").waitFor({ state: "detached" });
}));
