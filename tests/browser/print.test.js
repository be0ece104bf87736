// The course on paper: which answers are seen and where, no dark backgrounds, ids and links that hold together.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fromDisk, launch, open, site } from "./site.js";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const PRINTED = "print.html";

// Which answers a reader of the paper sees: in the chapters, and at the end.
const seen = (page) => page.evaluate(() => {
  const count = (selector) => [...document.querySelectorAll(selector)].filter((answer) => answer.checkVisibility()).length;
  return { within: count(".book-chapter .book-answer"), end: count(".book-answers .book-answer"), all: document.querySelectorAll(".book-answer").length };
});

test("the switch moves every answer, and none is lost", async () => {
  const page = await open(browser, fromDisk(PRINTED));
  const { all } = await seen(page);
  assert.ok(all > 3);
  const shown = { with: { within: all, end: 0, all }, "at-end": { within: 0, end: all, all }, without: { within: 0, end: 0, all } };
  assert.deepEqual(await seen(page), shown["at-end"]);
  for (const answers of ["with", "without", "at-end", "without", "with", "at-end"]) {
    await page.check(`.book-choice [value="${answers}"]`);
    assert.deepEqual(await seen(page), shown[answers], answers);
  }
  for (const [asked, answers] of [["with", "with"], ["without", "without"], ["end", "at-end"], ["nonsense", "at-end"]]) {
    await page.goto(`${fromDisk(PRINTED)}?answers=${asked}`);
    assert.deepEqual(await seen(page), shown[answers], asked);
    assert.equal(await page.locator(".book-choice :checked").getAttribute("value"), answers);
  }
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("without JavaScript the course's choice holds, and there is no switch", async () => {
  const page = await open(browser, fromDisk(PRINTED), { javaScriptEnabled: false });
  assert.equal(await page.locator(".book-choice").isVisible(), false);
  assert.equal(await page.locator(".book-answers .book-answer").first().isVisible(), true);
  await page.context().close();
});

for (const path of [PRINTED, site.chapter]) {
  test(`no dark backgrounds and no navigation on paper: ${path}`, async () => {
    const page = await open(browser, fromDisk(path), { colorScheme: "dark" });
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    const found = await page.evaluate(() => {
      const canvas = new OffscreenCanvas(1, 1).getContext("2d");
      const lightness = (colour) => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = "white";
        canvas.fillRect(0, 0, 1, 1);
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
        return Math.min(red, green, blue);
      };
      const all = [...document.querySelectorAll("body, body *")].filter((element) => element.checkVisibility() && !element.matches("hr") && !element.closest("svg"));
      const dark = all.filter((element) => lightness(getComputedStyle(element).backgroundColor) < 225);
      const seen = [".top", ".side", ".toc", ".book-choice", ".onward", ".copy"].filter((selector) => document.querySelector(selector)?.checkVisibility());
      return { dark: dark.map((element) => element.outerHTML.slice(0, 80)), seen };
    });
    assert.deepEqual(found, { dark: [], seen: [] });
    await page.context().close();
  });
}

test("a chapter's answers are printed after its text, and not among its questions", async () => {
  const page = await open(browser, fromDisk(site.question));
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator("details.answer").first().isVisible(), false);
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  assert.ok((await page.locator(".answers-on-paper").innerText()).length > 20);
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  assert.equal(await page.locator(".answers-on-paper").count(), 0);
  await page.context().close();
});

test("ids are there once and every link within the book has its place", async () => {
  const page = await open(browser, fromDisk(PRINTED));
  const found = await page.evaluate(() => {
    const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
    const links = [...document.querySelectorAll('a[href^="#"]')].map((link) => decodeURIComponent(link.getAttribute("href").slice(1)));
    return { twice: ids.filter((id, at) => ids.indexOf(id) !== at), dead: links.filter((id) => !document.getElementById(id)), count: links.length };
  });
  assert.ok(found.count > 10);
  assert.deepEqual([found.twice, found.dead], [[], []]);
  await page.context().close();
});
