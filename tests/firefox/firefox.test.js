// The site in $SYLLABUS_SITE in Firefox, from disk: what a student does most. All the rest is tested in Chromium (browser/).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import puppeteer from "puppeteer-core";
import { fromDisk, htmlOf, site } from "../browser/site.js";

let browser;
before(async () => {
  browser = await puppeteer.launch({ browser: "firefox", executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr", headless: true });
});
after(() => browser.close());

const visit = async (path, width = 1440) => {
  const page = await browser.newPage();
  page.faults = [];
  page.on("pageerror", (error) => page.faults.push(String(error)));
  page.on("console", (message) => message.type() === "error" && page.faults.push(message.text()));
  await page.setViewport({ width, height: 900 });
  await page.goto(fromDisk(path));
  return page;
};
const done = async (page) => {
  assert.deepEqual(page.faults, []);
  await page.close();
};

test("pages are as wide as the window, and no script fails", async () => {
  for (const path of [site.home, site.chapter, site.quiz, site.overview, "contents.html", "search.html", "print.html"].filter(Boolean)) {
    for (const width of [320, 1440]) {
      const page = await visit(path, width);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${path} at ${width}`);
      await done(page);
    }
  }
});

test("what is searched with the keyboard is found, and gone to", async () => {
  const heading = htmlOf(site.chapter).match(/<h2 id="([^":]+)">/)[1];
  const page = await visit(site.home);
  const words = heading.replace(/^[^\p{L}]+/u, "").replaceAll("-", " ");
  await page.keyboard.press("/");
  await page.keyboard.type(words);
  await page.waitForSelector("dialog.search .hit[href]");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => location.hash.length > 1);
  await done(page);
});

test("a question is answered, and its answer shown", async () => {
  const page = await visit(site.question);
  const answer = await page.$eval("syllabus-question:has(form)", (question) => question.dataset.answer.split(" "));
  for (const label of answer) await page.$eval(`syllabus-question:has(form) input[value="${label}"]`, (input) => input.click());
  await page.$eval("syllabus-question:has(form) [type=submit]", (button) => button.click());
  await page.waitForSelector('syllabus-question[data-state="right"]');
  await done(page);
});

test("an exam is begun, left, gone on with and handed in", async () => {
  const page = await visit(site.quiz);
  await page.$eval("[data-exam-open]", (button) => button.click());
  await page.waitForSelector(".exam-form");
  await page.$eval(".exam-form [type=submit]", (button) => button.click());
  await page.waitForSelector(".exam-running");
  await page.$eval(".exam-running .choice input", (input) => input.click());
  await page.reload();
  await page.waitForSelector(".exam-running .choice input:checked");
  await page.$eval(".exam-hand-in", (button) => button.click());
  await page.$eval("dialog .button-main", (button) => button.click());
  await page.waitForSelector(".exam-score");
  await page.reload();
  await page.waitForSelector(".exam-past");
  await done(page);
});
