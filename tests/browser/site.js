// The site under test: which of its pages shows what, a server for it, a browser to open it with.
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, relative, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml", ".png": "image/png", ".woff2": "font/woff2" };

export const folder = resolve(process.env.SYLLABUS_SITE ?? join(import.meta.dirname, "../../output"));

const pages = readdirSync(folder, { recursive: true })
  .filter((name) => name.endsWith(".html"))
  .sort()
  .map((name) => ({ path: name.split(sep).join("/"), html: readFileSync(join(folder, name), "utf8") }));

// The first page with all these in its markup; null where the site has none.
const having = (...marks) => pages.find(({ html }) => marks.every((mark) => html.includes(mark)))?.path ?? null;

export const site = {
  home: "index.html",
  chapter: having("page-chapter", "<syllabus-question", "data-check=") ?? having("page-chapter"),
  question: having("page-chapter", "question-form") ?? having("question-form"),
  checklist: having('data-check="'),
  overview: having("page-overview"),
  quiz: having("page-quiz", "question-form"),
  notFound: having("page-not-found"),
  all: pages.map(({ path }) => path),
};

// The markup of a page.
export const htmlOf = (path) => pages.find((page) => page.path === path)?.html ?? "";

export const fromDisk = (path) => pathToFileURL(join(folder, path)).href;

// Serves the folder below /course/, as GitHub Pages would serve a project's site; files whose path matches `missing` are not there.
export async function serve({ missing } = {}) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const file = resolve(folder, path.replace(/^\/course\//, "./"));
    try {
      if (!path.startsWith("/course/") || relative(folder, file).startsWith("..") || missing?.test(path)) throw new Error("not there");
      const bytes = readFileSync(file);
      response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" }).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const base = `http://127.0.0.1:${server.address().port}/course/`;
  return { at: (path) => new URL(path.split("/").map(encodeURIComponent).join("/"), base).href, close: () => server.close() };
}

export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });

// A page in a fresh browser profile whose script errors and failed loads end up in `faults`.
export async function open(browser, url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  page.faults = [];
  page.on("pageerror", (error) => page.faults.push(error.message));
  page.on("console", (message) => message.type() === "error" && page.faults.push(message.text()));
  await page.goto(url);
  return page;
}
