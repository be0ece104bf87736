// What helps to read a chapter: footnotes where they are needed, pictures that open, code with names, numbers and sessions, tables that sort, captions,
// keys, an estimate of the time. On a small course that is built here.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { Published, inChapters } from "./published.js";
import { launch, open } from "./site.js";

const FENCE = "```";
const drawing = (width, height, hue) => `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="100%" height="100%" fill="hsl(${hue} 60% 70%)"/><circle cx="${width / 2}" cy="${height / 2}" r="${height / 3}" fill="hsl(${hue} 60% 40%)"/></svg>`;
const ENGINES = [["SQLite", "1,100 KB", "2000-08-17", "35 %"], ["RocksDB", "12 MB", "2013-05-01", "4 %"], ["LMDB", "900 KB", "2011-03-12", "7 %"], ["Ärger", "3.5 GB", "2020-01-05", "120 %"], ["zebra", "–", "1999-12-31", "8 %"]];
const table = (rows) => `| Engine | Size | Born | Share |\n|---|--:|---|--:|\n${rows.map((row) => `| ${row.join(" | ")} |`).join("\n")}\n`;
const WORDS = "A page is read from the disk, and a page is written to it, and between the two it lives in memory for a while. ".repeat(9);

const CHAPTER = `# Pages and the buffer pool

${WORDS}

A page is the unit of reading.[^page] What is read stays in memory[^pool] as long as there is room, and then the clock decides.[^clock] What is written goes to the [log](ref/glossary.md#wal) first, or [nowhere](ref/glossary.md#nothing).

${WORDS}

## Pictures

![The life of a page](life.svg "Fig. 1: from the disk and back")

![How the clock turns](clock.svg)

*Fig. 2: the clock with **two** hands.*

![Icon](icon.svg) An icon in a line, and a picture that is a link: [![Linked](life.svg)](https://example.org/)

Press <kbd>Ctrl</kbd> + <kbd>C</kbd>.

## Code

${FENCE}rust title="src/main.rs" showLineNumbers {2,4-5}
fn main() {
    let page = pool.fetch(42);
    println!("{page:?}");
    pool.unpin(42);
    // done
}
${FENCE}

${FENCE}console
$ syllabus build chapters \\
    -o site
12 pages
$ ls site
index.html
${FENCE}

${FENCE}pycon
>>> for page in pool:
...     print(page)
...
<Page 1>
${FENCE}

${FENCE}diff
--- a/pool.rs
+++ b/pool.rs
@@ -1,3 +1,3 @@
 fn fetch() {
-    lock();
+    try_lock();
 }
${FENCE}

${FENCE}py linenums="99" some-other="thing"
def fetch(page_id, pool, *, pin=True, prefetch=False, strategy="clock", timeout=None, on_miss=lambda: None): return pool[page_id]
pass
${FENCE}

## Tables

${table(ENGINES)}

${table(Array.from({ length: 40 }, (_, n) => [`Engine ${n + 1}`, `${n * 7 % 13} MB`, `20${10 + n % 9}-01-01`, `${n} %`]))}

| a | b |
|---|---|
| one | two |

<details><summary>More</summary>

Folded, with a note.[^fold]

</details>

[^page]: Usually 4 or 8 KB.
[^pool]: The **buffer pool**: see [the manual](https://example.org/manual). It is a long note, which has more to say than fits beside its line, and goes on for a while to show what becomes of the next one.
[^clock]: Second chance.

    ${FENCE}
    hand += 1
    ${FENCE}
[^fold]: Folded.
`;
const GLOSSARY = "# Glossary\n\n## WAL\n\nThe *write-ahead log*: it is written before the pages are.\n\n## Nothing\n\n## Latch\n\nA short lock.\n";
const FILES = { "ref/glossary.md": GLOSSARY, "README.md": "# Databases\n\nWords.\n", "pages.md": CHAPTER, "short.md": "# Short\n\n**Study Time:** 2 h\n\n" + WORDS.repeat(4), "brief.md": "# Brief\n\nFew words.\n", "life.svg": drawing(1600, 700, 210), "clock.svg": drawing(420, 300, 20), "icon.svg": drawing(20, 20, 120) };

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

const at = (name) => course.onDisk(`${name}.html`);
const visit = async (options = {}, width = 1100) => {
  const page = await open(browser, at("pages"), { viewport: { width, height: 800 }, reducedMotion: "reduce", ...options });
  if (options.javaScriptEnabled === false) return page;
  // Each script comes when what it is for is near.
  for (const part of [".footnotes", "table", ".code", "figure", "h1"]) {
    await page.locator(part).first().evaluate((node) => node.scrollIntoView());
    await page.waitForTimeout(50);
  }
  await page.waitForSelector(".sort", { state: "attached" });
  return page;
};
const done = async (page) => {
  assert.deepEqual(page.faults, []);
  await page.context().close();
};
// What axe finds. It asks for the style sheet, which no page from disk may read: that is no fault of the page.
const violations = async (page, part = "html") => {
  await page.addScriptTag({ content: axe.source });
  const found = await page.evaluate((part) => globalThis.axe.run(part, { preload: false }), part);
  page.faults = page.faults.filter((fault) => !/XMLHttpRequest|ERR_FAILED/.test(fault));
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 120)} ${node.failureSummary}`));
};

test("axe finds nothing, nothing sticks out, nothing moves", async () => {
  for (const [width, colorScheme] of [[320, "light"], [390, "dark"], [1100, "light"], [1440, "dark"], [1920, "light"], [3840, "dark"]]) {
    const page = await visit({ colorScheme }, width);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
    const shift = await page.evaluate(() => new Promise((found) => {
      let sum = 0;
      new PerformanceObserver((list) => { for (const { value, sources } of list.getEntries()) { sum += value; globalThis.moved = sources.map(({ node }) => node?.outerHTML?.slice(0, 100) ?? String(node)); } }).observe({ type: "layout-shift", buffered: true });
      setTimeout(() => found(sum), 100);
    }));
    assert.ok(shift < 0.005, `${width}: ${shift} ${await page.evaluate(() => globalThis.moved)}`);
    assert.deepEqual(await violations(page), [], `${width} ${colorScheme}`);
    await done(page);
  }
});

test("where there is room notes stand beside their lines, none over another", async () => {
  const page = await visit({}, 1920);
  await page.waitForSelector(".footnotes[data-beside]", { state: "attached" });
  const { notes, text } = await page.evaluate(() => {
    const box = (node) => node.getBoundingClientRect().toJSON();
    return {
      text: box(document.querySelector(".prose > p")),
      notes: [...document.querySelectorAll(".footnotes > ol > li")].map((note) => ({ ...box(note), line: box(document.querySelector(`[href="#${note.id}"]`)).top })),
    };
  });
  assert.ok(notes.every((note) => note.left > text.right && note.right <= 1920));
  assert.ok(Math.abs(notes[0].top - notes[0].line) < 30, JSON.stringify(notes[0]));
  notes.slice(1).forEach((note, at) => assert.ok(note.top >= notes[at].bottom, "they are apart"));
  assert.ok(await page.evaluate(() => document.querySelector(".prose").getBoundingClientRect().bottom >= document.querySelector(".footnotes > ol > li:last-child").getBoundingClientRect().bottom));
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".footnotes li").first().evaluate((note) => getComputedStyle(note).position), "static");
  await done(page);
});

test("elsewhere a note is shown at its number: pointed at and focused; Esc closes it and the focus stays", async () => {
  const page = await visit();
  const links = page.locator("[data-footnote-ref]");
  const preview = page.locator(".note-preview");
  await links.nth(1).hover();
  await preview.waitFor();
  assert.match(await preview.innerText(), /^The buffer pool: .* one\.$/s);
  await preview.locator("a").hover();
  await page.waitForTimeout(400);
  assert.ok(await preview.isVisible(), "it stays while it is pointed at");
  await page.mouse.move(0, 0);
  await preview.waitFor({ state: "detached" });
  await page.evaluate(() => document.querySelector("[data-footnote-ref]").focus());
  await page.keyboard.press("Tab");
  await preview.waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await preview.count(), 0);
  assert.ok(await links.nth(1).evaluate((link) => link === document.activeElement));
  await page.keyboard.press("Enter");
  await page.waitForURL(/#fn:2$/);
  await done(page);
});

test("a tap shows a note and a second one leads to it", async () => {
  const page = await visit({ hasTouch: true, isMobile: true }, 390);
  await page.locator("[data-footnote-ref]").first().tap();
  await page.locator(".note-preview").waitFor();
  assert.doesNotMatch(page.url(), /#/);
  await page.locator("h1").tap();
  assert.equal(await page.locator(".note-preview").count(), 0);
  await page.locator("[data-footnote-ref]").first().tap();
  await page.locator("[data-footnote-ref]").first().tap();
  assert.match(page.url(), /#fn:1$/);
  await done(page);
});

test("a link to a term of a glossary shows what it means; what the glossary says is loaded once, when it is needed", async () => {
  const page = await visit();
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  const [term, nothing] = [page.locator("[data-terms]").first(), page.locator("[data-terms]").last()];
  const preview = page.locator(".note-preview");
  await term.hover();
  await preview.waitFor();
  assert.equal(await preview.innerText(), "The write-ahead log: it is written before the pages are.");
  await page.mouse.move(0, 0);
  await preview.waitFor({ state: "detached" });
  await nothing.hover();
  await page.waitForTimeout(300);
  assert.equal(await preview.count(), 0);
  await term.focus();
  assert.equal(asked.filter((url) => url.includes("/glossary-")).length, 1);
  await page.keyboard.press("Enter");
  await page.waitForURL(/ref\/glossary\.html#wal$/);
  assert.equal(await page.locator("[data-terms]").count(), 0);
  await done(page);
  const phone = await visit({ hasTouch: true, isMobile: true }, 390);
  await phone.locator("[data-terms]").first().tap();
  await phone.locator(".note-preview").waitFor();
  await phone.locator("[data-terms]").last().tap();
  await phone.waitForURL(/#nothing$/);
  await done(phone);
});

test("pictures open over the page, with the keyboard too, and lead to each other", async () => {
  const page = await visit();
  await page.locator("img[src='clock.svg']").scrollIntoViewIfNeeded();
  await page.waitForSelector("img[src='clock.svg'][data-enlarge]");
  assert.deepEqual(await page.locator("img[data-enlarge]").evaluateAll((all) => all.map((image) => image.alt)), ["The life of a page", "How the clock turns"]);
  await page.locator("img[data-enlarge]").first().focus();
  await page.keyboard.press("Enter");
  const viewer = page.locator("dialog.viewer");
  assert.equal(await viewer.locator("figcaption").innerText(), "The life of a page");
  assert.ok(await viewer.locator("img").evaluate(async (image) => { await image.decode(); return image.getBoundingClientRect().width > 800; }));
  await page.keyboard.press("ArrowRight");
  assert.equal(await viewer.locator("figcaption").innerText(), "How the clock turns");
  assert.deepEqual(await violations(page, "dialog"), []);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Escape");
  assert.ok(!(await viewer.isVisible()));
  assert.equal(await page.evaluate(() => document.activeElement.alt), "The life of a page");
  await page.locator("img[data-enlarge]").nth(1).click();
  await viewer.locator(".viewer-before").click();
  assert.equal(await viewer.locator("figcaption").innerText(), "The life of a page");
  await viewer.locator("img").click();
  assert.ok(!(await viewer.isVisible()));
  await done(page);
  const phone = await visit({ hasTouch: true, isMobile: true }, 390);
  await phone.locator("img[data-enlarge]").first().tap();
  await phone.evaluate(() => {
    const dialog = document.querySelector("dialog");
    const at = (clientX) => [new Touch({ identifier: 1, target: dialog, clientX })];
    dialog.dispatchEvent(new TouchEvent("touchstart", { touches: at(300), changedTouches: at(300) }));
    dialog.dispatchEvent(new TouchEvent("touchend", { changedTouches: at(100) }));
  });
  assert.equal(await phone.locator("dialog figcaption").innerText(), "How the clock turns");
  await done(phone);
});

test("a title and a paragraph in emphasis are captions, once", async () => {
  const page = await visit();
  assert.deepEqual(await page.locator("figcaption").allInnerTexts(), ["Fig. 1: from the disk and back", "Fig. 2: the clock with two hands."]);
  assert.equal(await page.locator("figure img[title]").count(), 0);
  await done(page);
});

test("code has the name of its file, its numbers and its marks; of a session what was typed is copied", async () => {
  const page = await open(browser, at("pages"), { permissions: ["clipboard-read", "clipboard-write"] });
  assert.deepEqual(await page.locator(".code-name").allInnerTexts(), ["src/main.rs"]);
  const rust = page.locator(".code[data-lang=rust]");
  assert.equal((await rust.locator("pre").innerText()).trimEnd(), CHAPTER.split("{2,4-5}\n")[1].split("\n```")[0], "its text is the author's");
  assert.deepEqual(await rust.locator(".line").evaluateAll((lines) => lines.map((line) => line.classList.contains("marked"))), [false, true, false, true, true, false]);
  const heights = await rust.evaluate((code) => [code.querySelector("code").offsetHeight, code.querySelectorAll(".line").length * code.querySelector(".line").offsetHeight]);
  assert.ok(Math.abs(heights[0] - heights[1]) < 2, "no line is doubled");
  assert.ok(!(await page.content()).includes("some-other"));
  const copied = async (language) => {
    // No browser lets a page from disk write the clipboard without a gesture: what would be written is caught.
    await page.evaluate(() => { navigator.clipboard.writeText = async (text) => { globalThis.copied = text; }; });
    await page.locator(`.code[data-lang=${language}] .copy`).focus();
    await page.keyboard.press("Enter");
    return page.evaluate(() => globalThis.copied);
  };
  assert.equal(await copied("console"), "syllabus build chapters \\\n    -o site\nls site\n");
  assert.equal(await copied("pycon"), "for page in pool:\n    print(page)\n\n");
  await done(page);
});

test("long lines wrap when they are asked to", async () => {
  const page = await visit({}, 390);
  const frame = page.locator(".code:has(.wrap)").last();
  const isWide = () => frame.locator("pre").evaluate((pre) => pre.scrollWidth > pre.clientWidth);
  assert.ok(await isWide());
  await frame.locator(".wrap").focus();
  await page.keyboard.press("Enter");
  assert.ok(!(await isWide()));
  assert.equal(await frame.locator(".wrap").getAttribute("aria-pressed"), "true");
  await done(page);
});

test("a table sorts by value, and at the third press stands as it was written", async () => {
  const page = await visit();
  const first = page.locator("table").first();
  const names = () => first.locator("tbody td:first-child").allInnerTexts();
  const press = async (column) => {
    await first.getByRole("button", { name: `Sort by ${column}` }).focus();
    await page.keyboard.press("Enter");
    return names();
  };
  const written = ENGINES.map(([name]) => name);
  assert.deepEqual(await press("Size"), ["LMDB", "SQLite", "RocksDB", "Ärger", "zebra"]);
  assert.equal(await first.locator("th").nth(1).getAttribute("aria-sort"), "ascending");
  assert.deepEqual(await press("Size"), ["Ärger", "RocksDB", "SQLite", "LMDB", "zebra"]);
  assert.deepEqual(await press("Size"), written);
  assert.equal(await first.locator("[aria-sort]").count(), 0);
  assert.deepEqual(await press("Engine"), ["Ärger", "LMDB", "RocksDB", "SQLite", "zebra"]);
  await first.locator("th").nth(2).click();
  assert.equal((await names())[0], "zebra");
  assert.ok(await first.getByRole("columnheader", { name: "Born", exact: true }).isVisible());
  assert.equal(await page.locator("table").last().locator("button").count(), 0, "one row is no data");
  await done(page);
});

test("the head of a long table stays in sight", async () => {
  for (const width of [1100, 320]) {
    const page = await visit({}, width);
    const long = page.locator("table").nth(1);
    await page.waitForSelector(".scroll[data-long]");
    await long.locator("tbody tr").nth(30).evaluate((row) => row.scrollIntoView({ block: "center" }));
    const top = await long.locator("th").first().evaluate((cell) => cell.getBoundingClientRect().top);
    assert.ok(top >= 0 && top < 700, `${width}: ${top}`);
    await done(page);
  }
});

test("an estimate of the time is said where the author says nothing and there is much to read", async () => {
  const page = await visit();
  assert.match(await page.locator(".fact-reading-time").innerText(), /Reading time\s*about \d min/);
  for (const name of ["short", "brief"]) {
    await page.goto(at(name));
    assert.equal(await page.locator(".fact-reading-time").count(), 0, name);
  }
  await done(page);
});

test("without scripts, and on paper, all is there and nothing can be pressed", async () => {
  const page = await visit({ javaScriptEnabled: false });
  assert.equal(await page.locator(".sort, .wrap, .copy, [data-enlarge]").count(), 0);
  assert.equal(await page.locator(".footnotes li").count(), 4);
  await done(page);
  const printed = await visit({}, 700);
  await printed.emulateMedia({ media: "print" });
  assert.equal(await printed.locator(".wrap:visible, .copy:visible, .note-preview:visible, dialog:visible").count(), 0);
  await done(printed);
});
