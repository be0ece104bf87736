// All modules of a course in one step from any page: a script for the whole course that is loaded when a reader asks for it. On a small course that is
// built here.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { Published, inChapters } from "./published.js";
import { launch, open } from "./site.js";

const own = async (side) => (await side.locator(".nav-every [aria-current]").innerText()).replace(/\s+/g, " ");

let browser;
let course;
const file = (name) => course.onDisk(name);
before(async () => {
  const files = {};
  for (let module = 10; module < 40; module++) {
    for (const name of ["01-a", "02-b"]) files[`${module}-part/${name}.md`] = `# Chapter ${module} ${name}\n\nWords.\n`;
  }
  files["20-part/README.md"] = "# Résumé\n\nWords.\n";
  files["21-part/deep/01-b.md"] = "# Deep\n\nWords.\n";
  files["21-part/deep/02-c.md"] = "# Deeper\n\nWords.\n";
  files["21-part/deep/README.md"] = "# Far below\n\nWords.\n";
  course = await Published.of(inChapters(files));
  browser = await launch();
});
after(async () => {
  await browser.close();
  course.close();
});

test("from disk, all modules come into the sidebar in one step, the page's own marked, and can be filtered", async () => {
  const page = await open(browser, file("21-part/deep/01-b.html"));
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  const side = page.locator(".side");
  const all = side.locator(".nav-all > a");
  assert.equal(await side.locator(".nav-every").count(), 0);
  await all.click();
  const shown = side.locator(".nav-every li:visible");
  await shown.first().waitFor();
  assert.equal(await shown.count(), 31);
  assert.equal(await own(side), "1 Far below");
  assert.ok(asked.some((address) => address.endsWith("assets/modules.js")));
  assert.ok(!(await side.locator(".nav-others").isVisible()), "none is there twice");
  assert.equal(await all.getAttribute("aria-expanded"), "true");
  const field = side.locator(".nav-filter");
  assert.ok(await field.evaluate((node) => node === document.activeElement));
  await field.fill("resume");
  assert.match(await shown.allInnerTexts().then((texts) => texts.join("|")), /^\d+\s+Résumé$/);
  await field.fill("below");
  assert.equal(await shown.count(), 2, "the module above it stays");
  await field.fill("");
  await page.addScriptTag({ content: axe.source });
  const { violations } = await page.evaluate(() => globalThis.axe.run(".side", { preload: false }));
  page.faults = page.faults.filter((fault) => !/XMLHttpRequest|ERR_FAILED/.test(fault));
  assert.deepEqual(violations.map(({ id }) => id), []);
  await side.locator(".nav-every a", { hasText: "Résumé" }).click();
  await page.waitForURL(file("20-part/index.html"));
  await side.locator(".nav-all > a").click();
  assert.equal(await own(side), "11 Résumé");
  await side.locator(".nav-all > a").click();
  assert.ok(!(await side.locator(".nav-every").isVisible()));
  assert.ok(await side.locator(".nav-others").isVisible());
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("on a phone they are in the drawer; without scripts the link leads to the contents", async () => {
  const phone = await open(browser, file("12-part/01-a.html"), { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true });
  await phone.locator(".menu").tap();
  await phone.locator(".side .nav-all > a").tap();
  await phone.locator(".nav-every li").first().waitFor();
  assert.ok(await phone.locator(".nav-filter").isVisible());
  assert.deepEqual(phone.faults, []);
  await phone.context().close();

  const plain = await open(browser, file("12-part/01-a.html"), { javaScriptEnabled: false });
  await plain.locator(".side .nav-all > a").click();
  await plain.waitForURL(file("contents.html"));
  await plain.context().close();
});
