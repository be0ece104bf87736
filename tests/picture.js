// Makes docs/screenshot.webp, the picture of the README: a chapter of the sample course on a wide window, light, and a question that was answered
// on a phone, dark. `npm run picture` in tests/, after `cargo run --release -- build` in the repository.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { fromDisk } from "./browser/site.js";

const WIDE = { width: 1240, height: 820 };
const PHONE = { width: 390, height: 760 };

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });

/** A picture of a page, after something was done to it. */
async function shot(path, viewport, colorScheme, prepare) {
  const page = await browser.newPage({ viewport, colorScheme, deviceScaleFactor: 2, reducedMotion: "reduce" });
  await page.goto(fromDisk(path));
  await prepare(page);
  const bytes = await page.screenshot();
  await page.close();
  return `data:image/png;base64,${bytes.toString("base64")}`;
}

const wide = await shot("02-unicode/02-utf-8.html", WIDE, "light", async () => {});
const phone = await shot("01-bytes/02-ascii.html", PHONE, "dark", async (page) => {
  const question = page.locator("syllabus-question").first();
  const choices = question.locator("input[type=radio], input[type=checkbox]");
  await choices.first().check({ force: true });
  await question.getByRole("button", { name: "Check" }).click();
  await question.evaluate((one) => scrollTo(0, one.getBoundingClientRect().top + scrollY - 70));
  await page.waitForTimeout(400);
});

const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
await page.setContent(`<style>
  body { margin: 0; block-size: 900px; background: #e9e6f4; position: relative; overflow: hidden }
  img { position: absolute; display: block; box-shadow: 0 18px 50px #1a103540, 0 2px 6px #1a103530 }
  .wide { inset: 40px auto auto 40px; inline-size: ${WIDE.width}px; border-radius: 10px }
  .phone { inset: 100px 50px auto auto; inline-size: ${PHONE.width * 0.94}px; border-radius: 26px; outline: 7px solid #1b1a22 }
</style><img class="wide" src="${wide}"><img class="phone" src="${phone}">`);
const session = await page.context().newCDPSession(page);
const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: 82 });
writeFileSync(join(import.meta.dirname, "../docs/screenshot.webp"), Buffer.from(data, "base64"));
await browser.close();
