// What a student meets, on the site in $SYLLABUS_SITE: over HTTP below a path, and from disk.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { fromDisk, launch, open, serve, site } from "./site.js";

let browser;
let server;

before(async () => { [browser, server] = await Promise.all([launch(), serve()]); });
after(async () => { await browser.close(); server.close(); });

// A test per way of opening a page: both must work alike.
const both = (name, path, run) => {
  for (const [way, at] of [["over HTTP", (p) => server.at(p)], ["from disk", fromDisk]]) {
    test(`${name}, ${way}`, { skip: path ? false : "the site has no such page" }, () => run(at));
  }
};

const ready = (page) => page.waitForFunction(() => document.querySelector("syllabus-question form") ? document.querySelector("syllabus-question form").closest("syllabus-question").ready : true);
const firstGraded = (page) => page.locator("syllabus-question:has(form)").first();
const choose = async (question, labels) => {
  for (const label of labels) await question.locator(`.choice[data-label="${label}"]`).click();
};
const labelsOf = (question) => question.locator(".choice").evaluateAll((choices) => choices.map((choice) => choice.dataset.label));

both("a right answer is told right, with the explanation", site.question, async (at) => {
  const page = await open(browser, at(site.question));
  await ready(page);
  const question = firstGraded(page);
  await choose(question, (await question.getAttribute("data-answer")).split(" "));
  await question.locator("[type=submit]").click();
  assert.equal(await question.getAttribute("data-state"), "right");
  assert.equal(await question.locator("[role=status]").textContent(), await page.evaluate(() => globalThis.syllabus.words.right));
  assert.ok(await question.locator("details.answer .answer-body").isVisible());
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

both("a wrong answer is told wrong, the right one is shown, and another try is free", site.question, async (at) => {
  const page = await open(browser, at(site.question));
  await ready(page);
  const question = firstGraded(page);
  const right = (await question.getAttribute("data-answer")).split(" ");
  const wrong = (await labelsOf(question)).find((label) => !right.includes(label));
  await choose(question, [wrong]);
  await question.locator("[type=submit]").click();
  assert.equal(await question.getAttribute("data-state"), "wrong");
  assert.equal(await question.locator(`.choice[data-label="${wrong}"]`).getAttribute("data-mark"), "wrong");
  assert.match(await question.locator(`.choice[data-label="${right[0]}"]`).getAttribute("data-mark"), /right|missed/);
  await question.locator("[data-again]").click();
  assert.equal(await question.getAttribute("data-state"), "");
  assert.equal(await question.locator("input:checked").count(), 0);
  assert.ok(!(await question.locator("details.answer").getAttribute("open")));
  await page.context().close();
});

both("without a choice there is a word, not a verdict", site.question, async (at) => {
  const page = await open(browser, at(site.question));
  await ready(page);
  const question = firstGraded(page);
  await question.locator("[type=submit]").click();
  assert.equal(await question.getAttribute("data-state"), "empty");
  assert.notEqual(await question.locator("[role=status]").textContent(), "");
  await page.context().close();
});

both("without scripts the page is whole: answers unfold, no button is dead", site.quiz, async (at) => {
  const page = await open(browser, at(site.quiz), { javaScriptEnabled: false });
  const question = page.locator("syllabus-question:has(form)").first();
  const body = question.locator(".answer-body");
  assert.ok(!(await body.isVisible()));
  await question.locator("summary").click();
  assert.ok(await body.isVisible());
  assert.equal(await page.locator("button:visible:not([popovertarget])").count(), 0);
  await page.context().close();
});

both("ticks stay", site.checklist, async (at) => {
  const page = await open(browser, at(site.checklist));
  const box = page.locator("input[data-check]").first();
  const before = await box.isChecked();
  await box.click();
  await page.reload();
  assert.equal(await box.isChecked(), !before);
  const keys = await page.evaluate(() => Object.keys(localStorage));
  assert.ok(keys.length > 0 && keys.every((key) => /^syllabus:[^:]+:/.test(key)), keys.join());
  await page.context().close();
});

both("the bar of a quiz page remembers what was right", site.quiz, async (at) => {
  const page = await open(browser, at(site.quiz));
  await ready(page);
  const question = firstGraded(page);
  await choose(question, (await question.getAttribute("data-answer")).split(" "));
  await question.locator("[type=submit]").click();
  const score = () => page.locator("[data-quiz-bar] [role=status]").textContent();
  const told = await score();
  assert.notEqual(told, "");
  await page.reload();
  assert.equal(await score(), told);
  await page.context().close();
});

/** Asks until the answer is the expected one, for ten seconds at most; returns the last answer. */
async function eventually(ask, expected) {
  const end = Date.now() + 10_000;
  let answer = await ask();
  while (answer !== expected && Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    answer = await ask();
  }
  return answer;
}

both("the scheme that was chosen stays, and is there before the first paint", site.home, async (at) => {
  const page = await open(browser, at(site.home), { colorScheme: "light" });
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  const button = page.locator("[data-theme-switch]");
  await button.click();
  assert.equal(await paper(), light);
  await button.click();
  assert.notEqual(await paper(), light);
  // Held before the style sheet and the deferred script have come: only the script in <head> has run.
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.body) return;
      globalThis.themeAtBody = document.documentElement.dataset.theme;
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true });
  });
  // Another page may live in another process: what was stored needs a moment to get there.
  const theme = async () => {
    await page.goto(at(site.chapter ?? site.home));
    return page.evaluate(() => globalThis.themeAtBody);
  };
  assert.equal(await eventually(theme, "dark"), "dark");
  await page.context().close();
});

test("the theme goes round: as the system is, light, dark; it is said, and for the first nothing is kept", async () => {
  const page = await open(browser, server.at(site.home), { colorScheme: "dark" });
  const button = page.locator("[data-theme-switch]");
  const state = () => page.evaluate(() => [document.documentElement.dataset.theme ?? "auto", Object.keys(localStorage).filter((key) => key.endsWith(":theme")).length]);
  const names = [await button.getAttribute("aria-label")];
  for (const expected of [["light", 1], ["dark", 1], ["auto", 0]]) {
    await button.click();
    assert.deepEqual(await state(), expected);
    names.push(await button.getAttribute("aria-label"));
    assert.equal(await page.locator("[data-theme-switch] + [role=status]").textContent(), names.at(-1));
  }
  assert.equal(new Set(names).size, 3);
  assert.equal(names[0], names[3]);
  await page.context().close();
});

test("the system's scheme is followed until one is chosen", async () => {
  const [light, dark] = await Promise.all(["light", "dark"].map(async (colorScheme) => {
    const page = await open(browser, server.at(site.home), { colorScheme });
    return page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  }));
  assert.notEqual(light, dark);
});

test("a question is answered with the keyboard alone", { skip: !site.quiz }, async () => {
  const page = await open(browser, server.at(site.quiz));
  await ready(page);
  const question = firstGraded(page);
  const labels = (await question.getAttribute("data-answer")).split(" ");
  await question.locator("input").first().focus();
  for (const label of labels) await page.keyboard.press(label.toLowerCase());
  await page.keyboard.press("Enter");
  assert.equal(await question.getAttribute("data-state"), "right");
  await page.keyboard.press("Enter");
  assert.ok(!(await question.evaluate((element) => element.contains(document.activeElement))), "Enter goes on");
  await page.context().close();
});

test("the first Tab reaches the skip link, and it leads to the text", async () => {
  const page = await open(browser, server.at(site.chapter ?? site.home));
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), "#syllabus:main");
  await page.context().close();
});

test("on a phone the course opens as a drawer, and Escape closes it", { skip: !site.chapter }, async () => {
  const page = await open(browser, server.at(site.chapter), { viewport: { width: 390, height: 844 } });
  const nav = page.locator("[id='syllabus:course-nav']");
  assert.ok(!(await nav.isVisible()));
  await page.locator("[popovertarget='syllabus:course-nav']").click();
  assert.ok(await nav.isVisible());
  await page.keyboard.press("Escape");
  assert.ok(!(await nav.isVisible()));
  await page.context().close();
});

test("the drawer needs no script", { skip: !site.chapter }, async () => {
  const page = await open(browser, server.at(site.chapter), { viewport: { width: 390, height: 844 }, javaScriptEnabled: false });
  await page.locator("[popovertarget='syllabus:course-nav']").click();
  assert.ok(await page.locator("[id='syllabus:course-nav']").isVisible());
  await page.context().close();
});

test("what a finger touches is at least 44 pixels high", { skip: !site.quiz }, async () => {
  const page = await open(browser, server.at(site.quiz), { viewport: { width: 390, height: 844 } });
  const small = await page.locator("button:visible, label.choice:visible, summary:visible").evaluateAll((all) =>
    all.filter((element) => element.getBoundingClientRect().height < 43.5).map((element) => element.outerHTML.slice(0, 80)));
  assert.deepEqual(small, []);
  await page.context().close();
});

const kinds = ["home", "chapter", "overview", "quiz", "notFound"].filter((kind) => site[kind]);

for (const kind of kinds) {
  test(`nothing sticks out at 320 pixels: ${kind}`, async () => {
    const page = await open(browser, server.at(site[kind]), { viewport: { width: 320, height: 640 } });
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
    await page.context().close();
  });
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1440, 390]) {
      test(`axe finds nothing: ${kind}, ${colorScheme}, ${width}`, async () => {
        const page = await open(browser, server.at(site[kind]), { colorScheme, viewport: { width, height: 900 } });
        if (kind === "quiz") await answerWrong(page);
        await page.addScriptTag({ content: axe.source });
        const { violations } = await page.evaluate(() => globalThis.axe.run({ preload: false }));
        assert.deepEqual(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 120)} ${node.failureSummary}`)), []);
        await page.context().close();
      });
    }
  }
}

// The verdict's colours are looked at as well.
async function answerWrong(page) {
  await ready(page);
  const question = firstGraded(page);
  const right = (await question.getAttribute("data-answer")).split(" ");
  await choose(question, [(await labelsOf(question)).find((label) => !right.includes(label))]);
  await question.locator("[type=submit]").click();
  await page.waitForTimeout(300);
}

test("a page of the course is fetched when a pointer rests on a link to it, and no page of another site", { skip: !site.chapter }, async () => {
  const page = await open(browser, server.at(site.chapter));
  const rules = JSON.parse(await page.locator("script[type=speculationrules]").textContent());
  assert.deepEqual(Object.keys(rules), ["prefetch"]);
  const session = await page.context().newCDPSession(page);
  const told = [];
  session.on("Preload.prefetchStatusUpdated", ({ prefetchUrl, status }) => told.push([prefetchUrl, status]));
  await session.send("Preload.enable");
  await page.locator(".brand").evaluate((link) => {
    link.insertAdjacentHTML("beforebegin", '<a id="other" href="/elsewhere/a.html" style="position:fixed;inset:0 auto auto 0;z-index:99">x</a>');
  });
  await page.locator("#other").hover();
  await page.waitForTimeout(600);
  assert.deepEqual(told, []);
  await page.locator(".brand").hover();
  await page.waitForTimeout(900);
  const home = server.at("index.html");
  assert.ok(told.some(([url]) => url === home), JSON.stringify(told));
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
