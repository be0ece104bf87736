// A theme of its own, as docs/reference/theme.md tells to write one: it replaces a block, a token and a word, and listens to what a student does. On a small
// course that is built here.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Published } from "./published.js";
import { launch, open } from "./site.js";

const FILES = {
  "chapters/README.md": "# Databases\n\nWhat they keep.\n",
  "chapters/01-pages.md": "# Pages\n\nA page is read whole.\n\n### Question 1\n\nWhat is read whole?\n\nA) A page\nB) A row\n\n**Answer: A**\n",
  "chapters/02-logs.md": "# Logs\n\nA log is written first.\n",
  "mine/theme.toml": "contract = 1\nmore_styles = [\"css/mine.css\"]\nmore_scripts = [\"js/mine.js\"]\n",
  "mine/css/tokens.css": "@layer tokens { :root { --radius: 9px; --banner: rgb(1, 2, 3); } }\n",
  "mine/css/mine.css": "@layer components { .banner { background: var(--banner); } }\n",
  "mine/i18n/en.toml": "next_chapter = \"Read on\"\n",
  "mine/templates/chapter.html": "{% extends \"default/templates/chapter.html\" %}\n{% block main %}<p class=\"banner\">{{ title_html | safe }}, {{ words.next_chapter }}</p>\n{{ super() }}{% endblock main %}\n",
  "mine/js/mine.js": "document.addEventListener(\"syllabus:answered\", ({ detail }) => { document.querySelector(\".banner\").dataset.answered = `${detail.id} ${detail.right}`; });\nsyllabus.onContent(() => { document.querySelector(\".banner\")?.setAttribute(\"data-enhanced\", \"\"); });\n",
};

let course;
let browser;
const page = (path) => course.onDisk(path);

before(async () => {
  course = await Published.of(FILES, ["--theme", "mine", "--quiet", "--strict"]);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  course?.close();
});

test("a block, a token and a word of a theme are on the page, and all else is as it was", async () => {
  const tab = await open(browser, page("01-pages.html"));
  assert.equal(await tab.locator(".banner").textContent(), "Pages, Read on");
  assert.equal(await tab.locator("main h1").textContent(), "Pages", "what the block held");
  assert.equal(await tab.locator(".banner").evaluate((banner) => getComputedStyle(banner).backgroundColor), "rgb(1, 2, 3)");
  const token = (name) => tab.evaluate((name) => getComputedStyle(document.documentElement).getPropertyValue(name), name);
  assert.equal(await token("--radius"), "9px");
  assert.equal(await token("--touch"), "2.75rem", "a token that the theme does not set");
  assert.match(await tab.locator(".onward a[rel=next]").textContent(), /Read on.*Logs/s);
  assert.deepEqual(tab.faults, []);
  await tab.context().close();
});

test("a script of a theme hears when a question is checked, and enhances content", async () => {
  const tab = await open(browser, page("01-pages.html"));
  const banner = tab.locator(".banner");
  assert.equal(await banner.getAttribute("data-enhanced"), "");
  assert.equal(await banner.getAttribute("data-answered"), null);
  const question = tab.locator("syllabus-question");
  await question.locator(".choice-text", { hasText: "A page" }).click();
  await question.getByRole("button", { name: "Check" }).click();
  assert.equal(await banner.getAttribute("data-answered"), `${await question.getAttribute("id")} true`);
  await banner.evaluate((one) => one.removeAttribute("data-enhanced"));
  await tab.evaluate(() => document.dispatchEvent(new CustomEvent("syllabus:content")));
  assert.equal(await banner.getAttribute("data-enhanced"), "", "content that came later");
  assert.deepEqual(tab.faults, []);
  await tab.context().close();
});
