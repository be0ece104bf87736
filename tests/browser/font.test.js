// A course with a serif of its own: the font is used, loaded in time, from disk too, and nothing moves when it comes. On the sample
// course, built here with it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, test } from "node:test";
import { binary } from "./preview.js";
import { launch, open } from "./site.js";

const CHAPTER = "01-bytes/02-ascii.html";
const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".woff2": "font/woff2" };

let browser;
let folder;
let server;
let base;
let wait = 0;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "syllabus-font-"));
  writeFileSync(join(folder, "syllabus.toml"), '[theme]\nfont = "serif"\n');
  cpSync(join(import.meta.dirname, "../../chapters"), join(folder, "chapters"), { recursive: true });
  execFileSync(binary, ["build", "-o", "site", "--no-cache"], { cwd: folder, stdio: "pipe" });
  server = createServer((request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    const answer = () => {
      try {
        response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" }).end(readFileSync(join(folder, "site", path)));
      } catch {
        response.writeHead(404).end();
      }
    };
    setTimeout(answer, path.endsWith(".woff2") ? wait : 0);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  base = `http://127.0.0.1:${server.address().port}/`;
  browser = await launch();
});
after(async () => {
  await browser.close();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens a page, waits for its fonts and tells which were used and how far things moved. */
async function look(url, width) {
  const page = await open(browser, "about:blank", { viewport: { width, height: 900 } });
  await page.addInitScript(() => {
    globalThis.moved = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((shift) => (globalThis.moved += shift.value))).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(url);
  await page.waitForFunction(() => [...document.fonts].filter((font) => font.family === "Literata" && font.status === "loaded").length === 2);
  await page.waitForTimeout(200);
  const session = await page.context().newCDPSession(page);
  await session.send("DOM.enable");
  await session.send("CSS.enable");
  const { root } = await session.send("DOM.getDocument");
  const facesOf = async (selector) => {
    const { nodeId } = await session.send("DOM.querySelector", { nodeId: root.nodeId, selector });
    const { fonts } = await session.send("CSS.getPlatformFontsForNode", { nodeId });
    return [...new Set(fonts.filter((font) => font.isCustomFont).map((font) => font.familyName))];
  };
  const seen = {
    title: await facesOf("h1"), text: await facesOf(".prose > p"), slanted: await facesOf(".prose > p em"),
    navigation: await facesOf(".search-open"), moved: await page.evaluate(() => globalThis.moved), faults: page.faults,
    asked: await page.locator('link[rel="preload"]').count(),
  };
  await page.context().close();
  return seen;
}

test("titles and text have the font, and nothing else has", async () => {
  for (const width of [1440, 390]) {
    const { title, text, slanted, navigation, faults, asked } = await look(`${base}${CHAPTER}`, width);
    assert.deepEqual([title, text, slanted, navigation], [["Literata"], ["Literata"], ["Literata"], []]);
    assert.deepEqual([faults, asked], [[], 1]);
  }
});

test("from disk it is there, too, and browsers complain of nothing", async () => {
  const { title, faults, asked } = await look(pathToFileURL(join(folder, "site", CHAPTER)).href, 1440);
  assert.deepEqual([title, faults, asked], [["Literata"], [], 0]);
});

test("nothing moves, and hardly anything where the font comes late", async () => {
  for (const width of [1440, 390]) {
    wait = 0;
    assert.ok((await look(`${base}${CHAPTER}`, width)).moved < 0.005);
    wait = 600;
    const { moved } = await look(`${base}${CHAPTER}`, width);
    assert.ok(moved < 0.02, `${moved} at ${width}`);
  }
  wait = 0;
});

test("code in a line makes the line no higher", async () => {
  const page = await open(browser, `${base}${CHAPTER}`);
  const heights = await page.locator(".prose > p").evaluateAll((paragraphs) =>
    paragraphs.map((paragraph) => [paragraph.getBoundingClientRect().height, parseFloat(getComputedStyle(paragraph).lineHeight)]));
  for (const [height, line] of heights) assert.ok(Math.abs(height / line - Math.round(height / line)) < 0.05, `${height} of lines of ${line}`);
  await page.context().close();
});
