// The search as a student meets it, on the site in $SYLLABUS_SITE: with the keyboard alone, on a phone, from disk, without a script.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { Published, inChapters } from "./published.js";
import { fromDisk, htmlOf, launch, open, serve, site } from "./site.js";

let browser;
let server;

before(async () => { [browser, server] = await Promise.all([launch(), serve()]); });
after(async () => { await browser.close(); server.close(); });

const unescape = (text) => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&#x27;|&#39;/g, "'").replace(/&amp;/g, "&");
const plain = (html) => unescape(html.replace(/<[^>]*>/g, "")).replace(/\s+/g, " ").trim();
const wordsOf = (html) => plain(html).replace(/[^\p{L}\p{N} ]+/gu, "").trim();

// A section to be found: a heading that only one place of the course has.
const headings = site.all.filter((path) => htmlOf(path).includes("page-chapter")).flatMap((path) => [...htmlOf(path).matchAll(/<h[23] id="([^":]+)">(.*?)<\/h[23]>/gs)].map(([, id, html]) => ({ path, id: unescape(id), words: wordsOf(html) })));
const times = (words) => headings.filter((one) => one.words.toLowerCase() === words.toLowerCase()).length;
const goal = headings.find(({ words }) => times(words) === 1 && /^[A-Za-z]+( [A-Za-z]+)+$/.test(words) && /[A-Za-z]{5}/.test(words));
const skip = goal ? false : "the site has no such heading";
// The same with a slip of a finger in its longest word: two letters that changed places.
const misspelt = goal?.words.replace([...goal.words.split(" ")].sort((a, b) => b.length - a.length)[0], (word) => word.slice(0, 2) + word[3] + word[2] + word.slice(4));
const stem = site.question && plain(htmlOf(site.question).match(/class="question-stem prose"[^>]*>(.*?)<\/div>/s)?.[1] ?? "").split(" ").slice(0, 8).join(" ");

const dialog = (page) => page.locator("dialog.search");
const field = (page) => page.getByRole("combobox");
const options = (page) => page.getByRole("option");
const settled = (page) => page.waitForFunction(() => document.querySelector("dialog.search .hit[href], dialog.search .search-count[data-unseen]"));
const chosen = (page) => page.evaluate(() => document.getElementById(document.querySelector("[role=combobox]").getAttribute("aria-activedescendant") ?? "")?.getAttribute("href") ?? null);

async function ask(page, query) {
  await page.keyboard.press("/");
  await dialog(page).waitFor();
  await field(page).fill(query);
  await settled(page);
}

for (const [way, at] of [["over HTTP", (p) => server.at(p)], ["from disk", fromDisk]]) {
  test(`with the keyboard alone a section is found, gone to, and its words are marked, ${way}`, { skip }, async () => {
    const page = await open(browser, at(site.home));
    await page.keyboard.press("/");
    await page.keyboard.type(goal.words);
    await settled(page);
    await page.waitForFunction((words) => document.querySelector("dialog.search .hit-title")?.textContent.replace(/[^\p{L}\p{N} ]+/gu, "").trim() === words, goal.words);
    assert.equal(await field(page).inputValue(), goal.words, "no letter is lost while the search is loaded");
    assert.match(await page.locator("dialog.search [role=status]").textContent(), /\d/);
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.href.includes(`${encodeURI(goal.path)}#`));
    assert.equal(decodeURIComponent(new URL(page.url()).hash.slice(1)), goal.id);
    await page.waitForFunction(() => CSS.highlights.get("syllabus-found")?.size > 0);
    assert.equal(new URL(page.url()).search, "", "the address is that of the section");
    const marked = await page.evaluate(() => [...CSS.highlights.get("syllabus-found")].map(String));
    const words = goal.words.toLowerCase().split(" ");
    assert.ok(words.every((word) => marked.some((one) => one.toLowerCase() === word)), marked.join());
    const seen = await page.evaluate((id) => document.getElementById(id).getBoundingClientRect(), goal.id);
    assert.ok(seen.top >= 0 && seen.bottom < 900, "the heading is in sight");
    await page.keyboard.press("Escape");
    assert.equal(await page.evaluate(() => CSS.highlights.has("syllabus-found")), false);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  test(`the page of its own finds what its address asks for, and its address follows, ${way}`, { skip }, async () => {
    const page = await open(browser, `${at("search.html")}?q=${encodeURIComponent(goal.words)}`);
    await page.locator(".hit").first().waitFor();
    assert.match(await page.locator(".hit").first().getAttribute("href"), new RegExp(`#${goal.id}$`));
    assert.equal(await page.getByRole("searchbox").inputValue(), goal.words);
    assert.equal(await page.locator("ol.hits > li > a").count(), await page.locator(".hit").count(), "a list of links");
    await page.getByRole("searchbox").fill("zzyzx qqq");
    await page.locator(".search-note a").waitFor();
    assert.equal(new URL(page.url()).searchParams.get("q"), "zzyzx qqq");
    await page.getByRole("searchbox").fill("");
    assert.equal(new URL(page.url()).search, "");
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
}

test("who types fast and presses Enter goes to what was typed, however slow the connection", { skip }, async () => {
  const page = await open(browser, server.at(site.home));
  await page.route("**/assets/search/**", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 150));
    await route.continue();
  });
  await page.keyboard.press("/");
  await page.keyboard.type(goal.words);
  await field(page).press("Enter");
  await page.waitForURL((url) => url.hash === `#${encodeURIComponent(goal.id)}` || decodeURIComponent(url.hash) === `#${goal.id}`);
  await page.context().close();
});

test("a typing error is forgiven", { skip }, async () => {
  const page = await open(browser, server.at(goal.path));
  await ask(page, misspelt);
  await page.waitForFunction((id) => document.querySelector(".hit[href]")?.getAttribute("href").endsWith(`#${id}`), encodeURIComponent(goal.id));
  await page.context().close();
});

test("a question is found by its stem, and nothing of its answer is shown", { skip: !stem }, async () => {
  const page = await open(browser, server.at(site.home));
  await ask(page, stem);
  const hit = options(page).filter({ has: page.locator(".hit-kind") }).first();
  await hit.waitFor();
  await hit.click();
  await page.waitForURL(/#/);
  const id = decodeURIComponent(new URL(page.url()).hash.slice(1));
  assert.equal(await page.locator(`syllabus-question[id="${id}"]`).count(), 1);
  assert.equal(await page.locator("details.answer[open]").count(), 0);
  await page.context().close();
});

test("Ctrl-K opens it, Escape closes it and gives the focus back", async () => {
  const page = await open(browser, server.at(site.chapter ?? site.home));
  await page.locator("[data-search-open]").focus();
  await page.keyboard.press("Control+k");
  await dialog(page).waitFor();
  assert.ok(await field(page).evaluate((input) => input === document.activeElement));
  await page.keyboard.type("a b");
  await page.keyboard.press("Escape");
  await dialog(page).waitFor({ state: "hidden" });
  assert.ok(await page.evaluate(() => document.activeElement.matches("[data-search-open]")));
  await page.locator("[data-search-open]").click();
  await dialog(page).waitFor();
  await page.mouse.click(5, 450);
  await dialog(page).waitFor({ state: "hidden" });
  await page.context().close();
});

test("a slash that is typed into a field is a slash", { skip: !site.chapter }, async () => {
  const page = await open(browser, server.at("contents.html"));
  const filter = page.locator("[data-contents-filter]");
  if (await filter.count() === 0) return;
  await filter.focus();
  await page.keyboard.type("a/b");
  assert.equal(await filter.inputValue(), "a/b");
  assert.ok(!(await dialog(page).isVisible()));
  await page.context().close();
});

test("the arrow keys go through the results, round and round", { skip }, async () => {
  const page = await open(browser, server.at(site.home));
  await ask(page, goal.words.split(" ")[0]);
  const first = await chosen(page);
  assert.notEqual(first, null);
  const count = await options(page).count();
  await page.keyboard.press("ArrowDown");
  if (count > 1) assert.notEqual(await chosen(page), first);
  await page.keyboard.press("ArrowUp");
  assert.equal(await chosen(page), first);
  await page.keyboard.press("ArrowUp");
  assert.equal(await page.locator("[role=option][aria-selected=true]").count(), 1);
  await page.context().close();
});

test("filters narrow the list down, and nothing jumps", { skip: skip || !site.question }, async () => {
  const page = await open(browser, server.at(site.home));
  await ask(page, stem);
  const size = () => dialog(page).evaluate(async (element) => {
    // It slides into its place when it opens.
    await Promise.all(element.getAnimations().map(({ finished }) => finished));
    return JSON.stringify(element.getBoundingClientRect());
  });
  const before = await size();
  await page.locator(".search-filters [value=questions]").check({ force: true });
  await page.waitForFunction(() => [...document.querySelectorAll(".hit")].every((hit) => hit.querySelector(".hit-kind")));
  assert.ok(await options(page).count() > 0);
  await page.locator(".search-filters [value=chapters]").check({ force: true });
  await page.waitForFunction(() => ![...document.querySelectorAll(".hit")].some((hit) => hit.querySelector(".hit-kind")));
  assert.equal(await size(), before);
  await page.context().close();
});

test("what was searched for is there again, until it is forgotten", { skip }, async () => {
  const page = await open(browser, server.at(site.home));
  await ask(page, goal.words);
  await page.keyboard.press("Enter");
  await page.waitForURL(/#/);
  await page.keyboard.press("Control+k");
  await dialog(page).waitFor();
  assert.deepEqual(await options(page).allTextContents(), [goal.words]);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await settled(page);
  assert.equal(await field(page).inputValue(), goal.words);
  await field(page).fill("");
  await dialog(page).locator(".search-note button").click();
  assert.equal(await options(page).count(), 0);
  await page.context().close();
});

test("nothing found leads to the contents", async () => {
  const page = await open(browser, server.at(site.chapter ?? site.home));
  await ask(page, "zzyzxqq");
  assert.match(await page.locator("dialog.search [role=status]").textContent(), /zzyzxqq/);
  assert.equal(await field(page).getAttribute("aria-expanded"), "false");
  assert.equal(await page.locator(".search-note a").evaluate((link) => link.href), server.at("contents.html"));
  await page.context().close();
});

test("on a phone the dialog is the screen, and results are as large as a thumb", { skip }, async () => {
  const page = await open(browser, server.at(site.home), { viewport: { width: 390, height: 844 }, hasTouch: true });
  await page.locator("[data-search-open]").tap();
  await dialog(page).waitFor();
  await field(page).fill(goal.words);
  await settled(page);
  await page.waitForTimeout(300);
  assert.deepEqual(await dialog(page).evaluate((element) => { const { x, y, width, height } = element.getBoundingClientRect(); return [x, y, width, height]; }), [0, 0, 390, 844]);
  const low = await page.locator("dialog.search :is(.hit, button, label)").evaluateAll((all) => all.filter((one) => one.getBoundingClientRect().height < 43.5).map((one) => one.outerHTML.slice(0, 80)));
  assert.deepEqual(low, []);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= 390);
  await page.locator("dialog.search .icon-button").tap();
  await dialog(page).waitFor({ state: "hidden" });
  await page.context().close();
});

test("nothing sticks out of the dialog at 320 pixels", { skip }, async () => {
  const page = await open(browser, server.at(site.home), { viewport: { width: 320, height: 640 } });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
  await ask(page, goal.words);
  assert.deepEqual(await page.locator("dialog.search, dialog.search *").evaluateAll((all) => all.filter((one) => one.getBoundingClientRect().right > 320.5).map((one) => one.className)), []);
  await page.context().close();
});

test("without a script the button is a link to the contents", async () => {
  const page = await open(browser, server.at(site.chapter ?? site.home), { javaScriptEnabled: false });
  const link = page.locator("[data-search-open]");
  assert.equal(await link.locator("kbd").isVisible(), false);
  await link.click();
  await page.waitForURL(server.at("contents.html"));
  const links = await page.locator(".contents a").count();
  assert.ok(links > 0);
  assert.equal(await page.locator("[data-contents-filter]").isVisible(), false);
  await page.goto(server.at("search.html"));
  assert.ok(await page.locator("main a[href='contents.html']").isVisible());
  await page.context().close();
});

test("the contents can be narrowed down", { skip }, async () => {
  const page = await open(browser, server.at("contents.html"));
  const links = page.locator(".contents a:visible");
  const all = await links.count();
  await page.locator("[data-contents-filter]").fill(goal.words.toUpperCase());
  const few = await links.count();
  assert.ok(few > 0 && few < all, `${few} of ${all}`);
  await page.locator("[data-contents-filter]").fill("zzyzxqq");
  assert.deepEqual([await links.count(), await page.locator("[data-contents-none]").isVisible()], [0, true]);
  await page.locator("[data-contents-filter]").fill("");
  assert.equal(await links.count(), all);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("an index that cannot be loaded is told, with a way on", async () => {
  const server = await serve({ missing: /\/assets\/search\// });
  const page = await open(browser, server.at(site.home));
  await ask(page, "anything");
  assert.ok(await page.locator(".search-note a").isVisible());
  await page.context().close();
  server.close();
});

test("where the script cannot be loaded the button leads to the contents", async () => {
  const server = await serve({ missing: /\/assets\/search-[^/]*\.js$/ });
  const page = await open(browser, server.at(site.home));
  await page.keyboard.press("/");
  await page.waitForURL(server.at("contents.html"));
  await page.context().close();
  server.close();
});

test("a page that was not searched for loads nothing of the search", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(server.at(site.chapter ?? site.home), { waitUntil: "load" });
  assert.deepEqual(asked.filter((url) => url.includes("search")), []);
  await context.close();
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1440, 390]) {
    test(`axe finds nothing in the search: ${colorScheme}, ${width}`, { skip }, async () => {
      const page = await open(browser, server.at(site.home), { colorScheme, viewport: { width, height: 900 } });
      await ask(page, goal.words.split(" ")[0]);
      await page.waitForTimeout(300);
      const faults = async () => {
        await page.addScriptTag({ content: axe.source });
        const { violations } = await page.evaluate(() => globalThis.axe.run({ preload: false }));
        return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 120)} ${node.failureSummary}`));
      };
      assert.deepEqual(await faults(), []);
      await page.goto(`${server.at("search.html")}?q=${encodeURIComponent(goal.words)}`);
      await page.locator(".hit").first().waitFor();
      assert.deepEqual(await faults(), []);
      await page.goto(server.at("contents.html"));
      assert.deepEqual(await faults(), []);
      await page.context().close();
    });
  }
}

test("a site that is published while a page stands open is searched as it is now", async () => {
  const chapter = (name, words) => `# ${name}\n\n## About ${name}\n\n${words}\n`;
  const words = (from) => Array.from({ length: 1500 }, (_, number) => `${from}${(number * 7919 + 46656).toString(36)}`).join(" ");
  const files = { "10-owls.md": chapter("Owls", words("zq")), "20-swans.md": chapter("Swans", words("aq")) };
  const course = await Published.of(inChapters(files));
  const page = await open(browser, course.at("10-owls.html"));
  try {
    await ask(page, "zq13lb");
    await page.keyboard.press("Escape");
    // Every section gets another number.
    course.write(inChapters({ "05-geese.md": chapter("Geese", "They fly in a row.") }));
    course.build();
    await ask(page, "swans");
    assert.equal(await page.locator("dialog.search .hit").first().getAttribute("href"), "20-swans.html?find=swans");
    assert.ok(course.asked.filter((path) => path.endsWith("search/index.js")).length > 1);
    assert.deepEqual(page.faults, []);
  } finally {
    await page.context().close();
    course.close();
  }
});
