// A site works wherever it is put: at the root of a host, below any path, on disk; every address on its pages is there, former ones lead on, and
// what is not there has a page that leads back.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Published, inChapters } from "./published.js";
import { launch, open } from "./site.js";

const QUESTION = "### Question 1\n\nWho?\n\nA) Ann\nB) Ben\n\n**Answer: B**\n";
const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="4" cx="4" cy="4"/></svg>';
const FILES = {
  ...inChapters({
    "README.md": "# Course\n\nWords.\n",
    "one/README.md": "# One\n\n[Paper](../static/paper.txt)\n",
    "one/a b & c.md": `# A & B\n\n![circle](../images/circle.svg)\n\n[D](../two/d.md#deep)\n\n${QUESTION}`,
    "two/d.md": `# D\n\n## Deep\n\n- [ ] Done\n\n${QUESTION}`,
    "two/глава.md": "# Глава\n\nText.\n",
    "static/paper.txt": "Paper",
    "images/circle.svg": PICTURE,
  }),
  "syllabus.toml": "[publish.redirects]\n'old/first.html' = 'one/a b & c.md'\n'old/deep/' = 'two/d.md#deep'\n'two/d.html#former' = '#deep'\n",
};

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

// Opens every page that can be reached from the first one by links within the site. The addresses, and what went wrong.
async function crawl(start, isWithin) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(`${page.url()}: ${error.message}`));
  page.on("requestfailed", (request) => faults.push(`${page.url()} asks for ${request.url()}`));
  page.on("response", (response) => { if (response.status() >= 400) faults.push(`${response.status()} ${response.url()} on ${page.url()}`); });
  const queue = [start];
  const seen = new Set(queue);
  for (let at = 0; at < queue.length; at++) {
    if (!/\.html$|\/$/.test(queue[at])) {
      // A file that is no page: asked for, and not shown.
      const status = queue[at].startsWith("http") ? (await context.request.get(queue[at])).status() : 200;
      if (status !== 200) faults.push(`${status} ${queue[at]}`);
      continue;
    }
    await page.goto(queue[at], { waitUntil: "load" });
    const links = await page.$$eval("a[href]", (all) => all.map(({ href }) => href.split("#")[0].split("?")[0]));
    for (const link of links) {
      if (isWithin(link) && !seen.has(link)) { seen.add(link); queue.push(link); }
    }
  }
  await context.close();
  return { queue, faults };
}

for (const root of ["/", "/repo/", "/a/deep path/"]) {
  test(`below ${root} every address of every page is there`, async () => {
    const address = encodeURI(`https://ada.example.org${root}`);
    const site = await Published.of(FILES, ["--base-url", address], root);
    try {
      const base = encodeURI(site.base);
      const { queue, faults } = await crawl(`${base}index.html`, (link) => link.startsWith(base));
      assert.deepEqual(faults, []);
      const pages = queue.map((url) => decodeURIComponent(url.slice(base.length)));
      for (const path of ["one/index.html", "one/a b & c.html", "one/a b & c.quiz.html", "two/index.html", "two/глава.html", "practice.html", "contents.html", "static/paper.txt"]) {
        assert.ok(pages.includes(path), `${path} in ${pages}`);
      }
    } finally { site.close(); }
  });

  test(`below ${root} an address that is not there leads back, styled, at any depth`, async () => {
    const site = await Published.of(FILES, ["--base-url", encodeURI(`https://ada.example.org${root}`)], root);
    try {
      for (const path of ["nothing", "no/such/page.html", "one/"]) {
        const page = await open(browser, encodeURI(site.at(path)));
        if (path === "one/") { assert.equal(await page.textContent("h1"), "One"); continue; }
        assert.notEqual(await page.evaluate(() => getComputedStyle(document.querySelector("h1")).fontFamily), "serif");
        await page.click("main a[href]");
        await page.waitForLoadState();
        assert.equal(new URL(page.url()).pathname, encodeURI(`${root}index.html`));
        assert.equal((await page.textContent("h1")).trim(), "Course");
        await page.context().close();
      }
    } finally { site.close(); }
  });
}

test("on disk every address of every page is there", async () => {
  const site = await Published.of(FILES);
  try {
    const folder = site.onDisk("");
    const { queue, faults } = await crawl(site.onDisk("index.html"), (link) => link.startsWith(folder));
    assert.deepEqual(faults, []);
    assert.ok(queue.length >= 10, `${queue}`);
  } finally { site.close(); }
});

for (const [how, options] of [["at once", {}], ["without JavaScript", { javaScriptEnabled: false }]]) {
  test(`former addresses lead on, ${how}, on a server and on disk`, async () => {
    const site = await Published.of(FILES);
    try {
      for (const at of [(path) => site.at(path), (path) => site.onDisk(path)]) {
        const page = await open(browser, at("old/first.html"), options);
        await page.waitForURL((url) => decodeURIComponent(url.pathname).endsWith("/one/a b & c.html"));
        assert.equal((await page.textContent("h1")).trim(), "A & B");
        await page.goto(at("old/deep/index.html"));
        await page.waitForURL((url) => url.pathname.endsWith("/two/d.html") && url.hash === "#deep");
        await page.goto(`${at("two/d.html")}#former`);
        assert.ok(await page.evaluate(() => document.querySelector(":target").closest("h2").textContent.includes("Deep")));
        await page.context().close();
      }
    } finally { site.close(); }
  });
}

test("a place on a page that a link to the former address names is kept", async () => {
  const site = await Published.of(FILES);
  try {
    const page = await open(browser, site.at("old/first.html#question-1"));
    await page.waitForURL((url) => url.pathname.endsWith(".html") && url.hash === "#question-1" && !url.pathname.includes("old"));
  } finally { site.close(); }
});
