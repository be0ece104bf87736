// What a course from a stranger may try while its author looks at it under `syllabus serve`: run beside the preview's pages, read the token,
// write into the configuration, stay behind for the next course, take over what belongs to the theme.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, afterEach, before, test } from "node:test";
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

// Reads the token, writes a choice, registers a worker, and says in the title what came of it.
const ATTACK = `
document.title = "ran";
(async () => {
  const facts = await fetch("/.syllabus/facts?page=a.html").then((it) => it.json());
  document.title = "token " + facts.token;
  await fetch("/.syllabus/override", {
    method: "POST",
    headers: { "content-type": "application/json", "x-syllabus-token": facts.token },
    body: JSON.stringify({ source: "a.md", line: 3, column: 1, before: "ğŸ“", after: "taken" }),
  });
  await navigator.serviceWorker.register("worker.js");
  document.title = "registered";
})();`;
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>x</title><script>${ATTACK.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</script></svg>`;
const FILES = {
  "a.md": "# A\n\nğŸ“ and [a](demo.html) [b](i.svg) [c](x.xhtml) [d](x.xml) [e](worker.js) ![i](i.svg)\n",
  "demo.html": `<!doctype html><title>still</title><script src="attack.js"></script><script>${ATTACK}</script><p>A demo</p><iframe src="/a.html"></iframe>`,
  "x.xhtml": `<html xmlns="http://www.w3.org/1999/xhtml"><head><title>still</title></head><body><script>${ATTACK.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</script></body></html>`,
  "x.xml": `<x><script xmlns="http://www.w3.org/1999/xhtml">${ATTACK.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</script></x>`,
  "i.svg": SVG,
  "worker.js": "self.addEventListener('fetch', (event) => event.respondWith(new Response('taken')));",
};

for (const path of ["demo.html", "x.xhtml", "x.xml", "i.svg"]) {
  test(`a course's own ${path} runs nothing`, async () => {
    course = await Course.of(FILES);
    page = await openPage(browser, course.at(path));
    await page.waitForTimeout(300);
    assert.ok(!/ran|token|registered/.test(await page.title()), await page.title());
    // Nor does it where something runs for it: it has no origin, and reads nothing.
    const seen = await page.evaluate(async () => {
      const tried = async (run) => { try { return await run(); } catch (error) { return `refused: ${error.name}`; } };
      return [self.origin, await tried(() => fetch("/.syllabus/facts?page=a.html").then((it) => it.text()))];
    });
    assert.equal(seen[0], "null");
    assert.match(seen[1], /^refused/);
    assert.equal(course.read("syllabus.toml"), null);
  });
}

test("a page keeps its pictures and its links to such files", async () => {
  course = await Course.of(FILES);
  page = await openPage(browser, course.at("a.html"));
  assert.equal(await page.locator("main img").evaluate(async (image) => { await image.decode(); return image.naturalWidth; }), 9);
  await page.getByRole("link", { name: "a", exact: true }).click();
  assert.equal(await page.locator("p").textContent(), "A demo");
});

test("no service worker can be registered, and one that is there already goes", async () => {
  course = await Course.of(FILES);
  page = await openPage(browser, course.at("a.html"));
  const registered = await page.evaluate(() => navigator.serviceWorker.register("/worker.js").then(() => "yes", (error) => error.name));
  assert.notEqual(registered, "yes");
  assert.deepEqual(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
});

test("what another program left behind at this address goes with the first page", async () => {
  const worker = "self.addEventListener('install', () => self.skipWaiting()); self.addEventListener('fetch', () => {});";
  const other = createServer((request, response) => {
    const isScript = request.url === "/sw.js";
    response.writeHead(200, { "content-type": isScript ? "text/javascript" : "text/html" }).end(isScript ? worker : "<title>other</title>");
  });
  await new Promise((listening) => other.listen(0, "127.0.0.1", listening));
  const { port } = other.address();
  page = await openPage(browser, `http://127.0.0.1:${port}/`);
  await page.evaluate(() => navigator.serviceWorker.register("/sw.js").then(() => navigator.serviceWorker.ready).then(() => 1));
  await new Promise((closed) => { other.closeAllConnections(); other.close(closed); });
  course = await Course.of(FILES, port);
  await page.goto(course.at("a.html"));
  await page.waitForFunction(async () => (await navigator.serviceWorker.getRegistrations()).length === 0);
});

test("a page of another site shows the preview in no frame", async () => {
  course = await Course.of(FILES);
  const other = createServer((request, response) => response.writeHead(200, { "content-type": "text/html" }).end(`<iframe src="${course.at("a.html")}"></iframe>`));
  await new Promise((listening) => other.listen(0, "127.0.0.1", listening));
  page = await openPage(browser, `http://localhost:${other.address().port}/`);
  await page.waitForTimeout(300);
  assert.ok(page.frames().slice(1).every((frame) => !frame.url().startsWith(course.at(""))), page.frames().map((frame) => frame.url()).join());
  await page.goto("about:blank");
  await new Promise((closed) => { other.closeAllConnections(); other.close(closed); });
});

test("ids of the theme stay the theme's, and no address of an author runs", async () => {
  const taken = ["main", "course-nav", "page-contents", "toc-title"].map((id) => `<b id="syllabus:${id}">x</b><a name="syllabus:${id}">x</a>`).join("\n\n");
  course = await Course.of({ "a.md": `# A\n\n${taken}\n\n<q cite="javascript:alert(1)">words</q> <a href="javascript:alert(1)">x</a>\n\n## One\n\n## Two\n`, "b.md": "# B\n" });
  page = await openPage(browser, course.at("a.html"));
  assert.equal(await page.evaluate(() => document.getElementById("syllabus:main").localName), "main");
  assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll("main [id^='syllabus:']")].map((node) => node.outerHTML)), []);
  assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll("*")].flatMap((node) => [...node.attributes]).filter(({ value }) => /^\s*javascript:/i.test(value)).length), 0);
});
