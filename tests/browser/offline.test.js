// A site that is kept in the browser: what was read and what was asked for is there when the server is not, and never a mix of two builds. On a small
// course that is built here.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { Course } from "./preview.js";
import { Published } from "./published.js";
import { launch, open } from "./site.js";

const drawing = (colour) => `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"><rect width="300" height="200" fill="${colour}"/></svg>`;
const FILES = {
  "syllabus.toml": "[course]\ntitle = \"🦉 Owls\"\n[publish]\noffline = true\n",
  "chapters/README.md": "# 🦉 Owls\n\nA course about owls.\n",
  "chapters/01-day/README.md": "# Day\n\nWhat they do by day.\n",
  "chapters/01-day/01-sleep.md": "# Sleep\n\nOwls sleep in edition one.\n\n![An owl](owl.svg)\n",
  "chapters/01-day/02-hide.md": "# Hide\n\nOwls hide in edition one.\n",
  "chapters/01-day/owl.svg": drawing("red"),
  "chapters/02-night/README.md": "# Night\n\nWhat they do by night.\n",
  "chapters/02-night/01-hunt.md": "# Hunt\n\nOwls hunt in edition one.\n\n![An owl](mouse.svg)\n",
  "chapters/02-night/mouse.svg": drawing("green"),
};


let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

// Runs with a published course and a page on which its worker is at work.
const withSite = (name, run, files = FILES) => test(name, async () => {
  const site = await Published.of(files);
  const page = await open(browser, site.base);
  try {
    await run(site, page);
  } finally {
    await page.context().close();
    site.close();
  }
});
const atWork = (page) => page.evaluate(async () => {
  await navigator.serviceWorker.ready;
  for (let waited = 0; !navigator.serviceWorker.controller && waited < 100; waited++) await new Promise((done) => { setTimeout(done, 50); });
  return navigator.serviceWorker.controller?.state;
});
const words = (page) => page.locator("main").innerText();
const isShown = (page) => page.locator("main img").evaluate(async (image) => { await image.decode(); return image.naturalWidth; });
// What is kept of this site, by its path; a cache that is not whole does not count.
const keptPaths = (page) => page.evaluate(async () => {
  const all = [];
  for (const name of await caches.keys()) for (const { url } of await (await caches.open(name)).keys()) all.push(new URL(url).pathname.replace("/course/", ""));
  return all.sort();
});
const until = async (is, why) => {
  for (let waited = 0; waited < 100; waited++) {
    if (await is()) return;
    await new Promise((done) => { setTimeout(done, 100); });
  }
  assert.fail(why);
};

withSite("what was read can be read with the server stopped, with its pictures and its style; what was not says so", async (site, page) => {
  await atWork(page);
  await page.goto(`${site.base}01-day/01-sleep.html`);
  assert.ok(await isShown(page));
  await until(async () => (await keptPaths(page)).includes("01-day/owl.svg"), "the picture is kept");
  site.isDown = true;
  await page.goto(`${site.base}01-day/01-sleep.html?find=owls#sleep`);
  assert.match(await words(page), /Owls sleep/);
  assert.equal(await isShown(page), 300);
  assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector(".top")).position !== "static" || document.styleSheets[0].cssRules.length > 0), true);
  await page.goto(site.base);
  assert.match(await words(page), /about owls/);
  for (const path of ["02-night/01-hunt.html", "02-night/deep/no-such"]) {
    const answer = await page.goto(site.base + path);
    assert.equal(answer.status(), 503);
    assert.match(await words(page), /This page was not kept/);
    assert.ok(await page.evaluate(() => document.styleSheets[0].cssRules.length > 0), "it has the site's style");
    assert.equal(page.url(), site.base + path, "it is there when the network is");
    await page.locator("main .button-main").click();
    assert.match(await words(page), /about owls/);
  }
  site.isDown = false;
  await page.goto(`${site.base}02-night/01-hunt.html`);
  assert.match(await words(page), /Owls hunt/);
});

test("the very first page that is read is kept with its pictures", async () => {
  const site = await Published.of(FILES);
  const page = await open(browser, `${site.base}02-night/01-hunt.html`);
  await atWork(page);
  await until(async () => (await keptPaths(page)).includes("02-night/mouse.svg"), "the picture is kept");
  site.isDown = true;
  await page.reload();
  assert.match(await words(page), /Owls hunt/);
  assert.equal(await isShown(page), 300);
  await page.context().close();
  site.close();
});

withSite("a module is kept when it is asked for, and its size is said before", async (site, page) => {
  await atWork(page);
  await page.goto(`${site.base}02-night/`);
  const keep = page.locator(".keep button");
  await keep.waitFor();
  const size = ["index.html", "01-hunt.html", "mouse.svg"].reduce((sum, name) => sum + readFileSync(join(site.folder, "site/02-night", name)).length, 0);
  assert.equal(await keep.innerText(), `Keep this module offline (${Math.round(size / 1000)} kB)`);
  await keep.click();
  await page.getByText("Kept on this device").waitFor();
  assert.equal(await keep.innerText(), "Remove from this device");
  assert.ok(await keep.evaluate((button) => button === document.activeElement));
  await page.addScriptTag({ content: axe.source });
  assert.deepEqual(await page.evaluate(async () => (await globalThis.axe.run("main", { preload: false })).violations.map(({ id }) => id)), []);
  site.isDown = true;
  await page.goto(`${site.base}02-night/01-hunt.html`);
  assert.equal(await isShown(page), 300);
  // As browsers ask for films.
  const piece = await page.evaluate(async () => {
    const answer = await fetch("mouse.svg", { headers: { range: "bytes=1-3" } });
    return [answer.status, answer.headers.get("content-range").split("/")[0], await answer.text()];
  });
  assert.deepEqual(piece, [206, "bytes 1-3", "svg"]);
  await page.goto(`${site.base}01-day/02-hide.html`);
  assert.match(await words(page), /not kept/);
  await page.goto(`${site.base}02-night/`);
  await page.getByText("Kept on this device").waitFor();
  await keep.click();
  await page.getByText("Keep this module offline").waitFor();
  assert.ok(!(await keptPaths(page)).some((path) => path.startsWith("02-night/01")));
});

withSite("the whole course is kept, search too; what cannot be had says so and can be tried again", async (site, page) => {
  await atWork(page);
  await page.reload();
  const keep = page.locator(".keep button");
  await keep.waitFor();
  assert.match(await keep.innerText(), /^Keep this course offline \(\d+ kB\)$/);
  site.isDown = true;
  await keep.click();
  await page.getByText("Not all of it could be kept").waitFor();
  site.isDown = false;
  await keep.click();
  await page.getByText("Kept on this device").waitFor();
  site.isDown = true;
  for (const path of ["01-day/02-hide.html", "02-night/01-hunt.html", "contents.html", "01-day/"]) {
    await page.goto(site.base + path);
    assert.doesNotMatch(await words(page), /not kept/, path);
  }
  await page.getByText("Kept on this device").waitFor();
  await page.keyboard.press("/");
  await page.locator("dialog[open]").waitFor();
  await page.keyboard.type("hunt");
  await page.locator("dialog a[href*='01-hunt']").first().waitFor();
});

const EDITION_TWO = {
  "chapters/01-day/01-sleep.md": "# Sleep\n\nOwls sleep in edition two.\n\n![An owl](owl.svg)\n",
  "chapters/01-day/02-hide.md": "# Hide\n\nOwls hide in edition two.\n",
  "chapters/01-day/owl.svg": drawing("blue"),
};

withSite("an update while a page is open: all is old until the page is closed, then all is new", async (site, page) => {
  await atWork(page);
  await page.goto(`${site.base}01-day/`);
  await page.locator(".keep button").click();
  await page.getByText("Kept on this device").waitFor();
  site.write(EDITION_TWO);
  site.build();
  // With a network a correction is read at once, with its own picture.
  await page.goto(`${site.base}01-day/01-sleep.html`);
  assert.match(await words(page), /edition two/);
  assert.match(await page.evaluate(async () => (await fetch("owl.svg")).text()), /blue/);
  await page.evaluate(async () => { const registration = await navigator.serviceWorker.ready; await registration.update(); });
  await until(() => page.evaluate(async () => (await navigator.serviceWorker.ready).waiting !== null), "the next build waits");
  // Without one all is of the build that is kept.
  site.isDown = true;
  for (const path of ["01-day/01-sleep.html", "01-day/02-hide.html"]) {
    await page.goto(site.base + path);
    assert.match(await words(page), /edition one/);
  }
  assert.match(await page.evaluate(async () => (await fetch("owl.svg")).text()), /red/);
  // The page is closed: the next build takes over, with all that was kept.
  const next = await page.context().newPage();
  await page.close();
  await next.waitForTimeout(1000);
  for (const path of ["01-day/01-sleep.html", "01-day/02-hide.html"]) {
    await next.goto(site.base + path);
    assert.match(await words(next), /edition two/);
  }
  assert.match(await next.evaluate(async () => (await fetch("owl.svg")).text()), /blue/);
  assert.equal(await next.evaluate(async () => (await caches.keys()).length), 1, "what was old is gone");
});

withSite("an update that comes only in part changes nothing of what is kept", async (site, page) => {
  await atWork(page);
  await page.goto(`${site.base}01-day/`);
  await page.locator(".keep button").click();
  await page.getByText("Kept on this device").waitFor();
  const picture = readFileSync(join(site.folder, "site/01-day/owl.svg"));
  site.write(EDITION_TWO);
  site.build();
  // The server has all of the new build but one picture.
  writeFileSync(join(site.folder, "site/01-day/owl.svg"), picture);
  await page.evaluate(async () => { const registration = await navigator.serviceWorker.ready; await registration.update().catch(() => {}); });
  await page.waitForTimeout(1500);
  assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.ready).waiting), null);
  site.isDown = true;
  await page.goto(`${site.base}01-day/02-hide.html`);
  assert.match(await words(page), /edition one/);
  assert.equal(await page.evaluate(async () => (await caches.keys()).length), 1);
});

withSite("a site that is not to be kept any more gets rid of its worker by itself", async (site, page) => {
  await atWork(page);
  site.write({ "syllabus.toml": "[course]\ntitle = \"🦉 Owls\"\n" });
  site.build();
  assert.ok(!existsSync(join(site.folder, "site/sw.js")));
  // The worker asks once in its life: it is ended and begins anew, as browsers do with one that has nothing to do.
  const tools = await page.context().newCDPSession(page);
  await tools.send("ServiceWorker.enable");
  await tools.send("ServiceWorker.stopAllWorkers");
  await page.goto(`${site.base}01-day/`);
  await until(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length === 0 && (await caches.keys()).length === 0), "nothing is left");
});

withSite("the site can be installed, with the course's emoji as its icon", async (site, page) => {
  const manifest = await page.evaluate(async () => (await fetch(document.querySelector("link[rel=manifest]").href)).json());
  assert.deepEqual([manifest.name, manifest.start_url, manifest.scope], ["🦉 Owls", "./index.html", "./"]);
  const icon = readFileSync(join(site.folder, "site", manifest.icons[0].src), "utf8");
  assert.match(icon, /^<svg [^]*🦉<\/text><\/svg>\n?$/);
  const tools = await page.context().newCDPSession(page);
  const { errors } = await tools.send("Page.getAppManifest");
  assert.deepEqual(errors, []);
  assert.deepEqual(page.faults, []);
});

const registrations = (page) => page.evaluate(async () => (await navigator.serviceWorker?.getRegistrations?.() ?? []).length);

withSite("without the setting nothing is registered", async (site, page) => {
  await page.waitForTimeout(500);
  assert.equal(await registrations(page), 0);
  assert.ok(!(await page.content()).includes("serviceWorker"));
  assert.ok(!readdirSync(join(site.folder, "site/assets")).some((name) => /keep|offline/.test(name)));
}, { ...FILES, "syllabus.toml": "" });

test("nothing is registered from disk, and nothing is complained of", async () => {
  const site = await Published.of(FILES);
  const page = await open(browser, site.onDisk("01-day/index.html"));
  await page.waitForTimeout(500);
  assert.deepEqual(page.faults, []);
  assert.equal(await page.locator("link[rel=manifest]").count(), 0);
  assert.equal(await page.locator(".keep").isVisible(), false);
  await page.context().close();
  site.close();
});

test("`serve` registers nothing", async () => {
  const course = await Course.of({ "syllabus.toml": FILES["syllabus.toml"], "README.md": "# Owls\n", "m/a.md": "# A\n" });
  const page = await open(browser, course.at("index.html"));
  await page.waitForTimeout(500);
  assert.equal(await registrations(page), 0);
  assert.equal(await page.locator("link[rel=manifest], .keep").count(), 0);
  await page.context().close();
  await course.end();
});
