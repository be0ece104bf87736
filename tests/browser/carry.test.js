// Progress that is carried to another browser, forgotten and taken back; and a course whose answers are withheld. On small courses that are built here.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { Published } from "./published.js";
import { launch, open } from "./site.js";

const question = (number, answer) => `### Question ${number}\n\nWhich one is it, number ${number}?\n\n- A) first\n- B) second\n\n**Answer: ${answer}**\n\n**Explanation:** because of ${number}.\n\n`;
const CHAPTER = `# Trees\n\nWords.\n\n${question(1, "B")}${question(2, "A")}## Tasks\n\n- [ ] One\n- [ ] Two\n`;

let browser;
let course;
let withheld;
before(async () => {
  const files = (id, settings) => ({ "chapters/trees.md": CHAPTER, "syllabus.toml": `[course]\nid = "${id}"\n${settings}` });
  course = await Published.of(files("open", ""));
  withheld = await Published.of(files("withheld", '[quiz]\nanswers = "withheld"\n'));
  browser = await launch();
});
after(async () => {
  await browser.close();
  course.close();
  withheld.close();
});

const card = (page, number) => page.locator("syllabus-question").nth(number - 1);
const answer = async (page, number, label) => {
  await card(page, number).locator(`.choice[data-label="${label}"]`).click();
  await card(page, number).locator("[type=submit]").click();
  await card(page, number).locator(".verdict:not(:empty)").waitFor();
};
const states = (page) => page.locator("syllabus-question").evaluateAll((all) => all.map((one) => one.dataset.state ?? ""));
const dialog = (page) => page.locator("dialog.carry");
const openDialog = async (page) => {
  await page.locator(".nav-progress [data-carry]").click();
  await dialog(page).waitFor();
};

test("what was answered goes to another browser by a link, the newer of each stays, and all of it can be undone", async () => {
  const one = await open(browser, `${course.base}trees.html`);
  await answer(one, 1, "B");
  await answer(one, 2, "B");
  await one.locator("input[data-check]").first().check();
  await openDialog(one);
  const link = await dialog(one).locator(".carry-link").inputValue();
  assert.ok(link.startsWith(`${course.base}#carry=`));
  assert.ok(await dialog(one).locator(".carry-code path").count());
  await one.addScriptTag({ content: axe.source });
  for (const scheme of ["light", "dark"]) {
    await one.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    const { violations } = await one.evaluate(() => globalThis.axe.run("dialog.carry", { preload: false }));
    assert.deepEqual(violations.map(({ id }) => id), [], scheme);
  }

  const other = await open(browser, link, { viewport: { width: 320, height: 640 } });
  await dialog(other).getByText("Taken over: 3.").waitFor();
  assert.equal(new URL(other.url()).hash, "", "it is taken over once");
  assert.equal(await other.evaluate(() => document.documentElement.scrollWidth), 320);
  await other.goto(`${course.base}trees.html`);
  await card(other, 1).and(other.locator('[data-state="right"]')).waitFor();
  assert.deepEqual(await states(other), ["right", "wrong"]);
  assert.ok(await other.locator("input[data-check]").first().isChecked());
  await other.goto(`${link.replace("#", "?again#")}`);
  await dialog(other).getByText("All of it was here already.").waitFor();

  await dialog(other).getByRole("button", { name: "Forget all of it" }).click();
  await dialog(other).getByText("It is forgotten.").waitFor();
  await dialog(other).getByRole("button", { name: "Undo" }).click();
  await dialog(other).getByText("It is as it was.").waitFor();
  await dialog(other).getByRole("button", { name: "Forget all of it" }).click();
  await other.goto(`${course.base}trees.html`);
  await other.waitForTimeout(300);
  assert.deepEqual(await states(other), ["", ""]);
  await other.goto(`${link.replace("#", "?third#")}`);
  await dialog(other).getByText("All of it was here already.").waitFor();
  await other.goto(`${course.base}trees.html`);
  assert.deepEqual(await states(other), ["", ""], "what was reset stays reset");

  for (const [fragment, words] of [[link.slice(link.indexOf("#"), -3), /incomplete or damaged/], ["#carry=1AAxxxxxx", /another course/], [`#carry=9${link.slice(link.indexOf("=") + 2)}`, /later version/]]) {
    await other.goto(`${course.base}?${words.source.length}${fragment}`);
    await dialog(other).locator(".carry-status").filter({ hasText: words }).waitFor();
  }
  assert.deepEqual([...one.faults, ...other.faults], []);
  await one.context().close();
  await other.context().close();
});

test("from disk progress goes by a file", async () => {
  const at = course.onDisk("trees.html");
  const one = await open(browser, at);
  await answer(one, 1, "B");
  await openDialog(one);
  assert.equal(await dialog(one).locator(".carry-link").count(), 0, "an address of this disk is none elsewhere");
  const [download] = await Promise.all([one.waitForEvent("download"), dialog(one).getByRole("button", { name: "Save" }).click()]);
  const file = join(course.folder, "progress.json");
  await download.saveAs(file);
  assert.equal(JSON.parse(readFileSync(file, "utf8")).course, "open");

  const other = await open(browser, at);
  await openDialog(other);
  await dialog(other).locator("input[type=file]").setInputFiles(file);
  await dialog(other).getByText("Taken over: 1.").waitFor();
  writeFileSync(file, "{");
  await dialog(other).locator("input[type=file]").setInputFiles(file);
  await dialog(other).getByText(/incomplete or damaged/).waitFor();
  assert.deepEqual([...one.faults, ...other.faults], []);
  await one.context().close();
  await other.context().close();
});

test("where answers are withheld a choice is saved, and nothing is called right or wrong", async () => {
  const at = withheld.onDisk("trees.html");
  const page = await open(browser, at);
  await answer(page, 1, "A");
  assert.equal(await card(page, 1).locator(".verdict").innerText(), "Saved");
  assert.deepEqual(await states(page), ["saved", ""]);
  const record = await page.evaluate(() => globalThis.syllabus.store.entries("question:")[0][1]);
  assert.deepEqual([record.chosen, record.tries, record.first, record.last], ["A", 1, undefined, undefined]);
  await page.reload();
  await page.locator('[data-state="saved"]').waitFor();
  assert.ok(await card(page, 1).locator('input[value="A"]').isChecked());
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a browser that forgets after some days offers to keep what was answered, until it was kept and five days after", async () => {
  const page = await open(browser, "about:blank");
  await page.addInitScript(() => Object.defineProperty(navigator, "vendor", { get: () => "Apple Computer, Inc." }));
  await page.clock.setFixedTime(new Date(2026, 10, 20, 9));
  await page.goto(course.at("trees.html"));
  const offer = page.locator("[data-carry-offer]");
  assert.equal(await offer.isVisible(), false, "there is nothing to keep yet");
  await answer(page, 1, "B");
  await offer.getByRole("button").click();
  await page.getByRole("dialog").getByRole("button", { name: "Save", exact: true }).click();
  await page.waitForFunction(() => document.querySelector("[data-carry-offer]").hidden);
  for (const [day, isOffered] of [[24, false], [26, true]]) {
    await page.clock.setFixedTime(new Date(2026, 10, day, 9));
    for (const path of ["trees.html", "trees.quiz.html", "practice.html", "index.html"]) {
      await page.goto(course.at(path));
      assert.equal(await offer.isVisible(), isOffered, `${path} on day ${day}`);
    }
  }
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
