// A course in a folder of its own, its site as the program under test builds it, and a server for the site: below /course/ or another path, with `404.html` for what
// is not there, as GitHub Pages does. The server can be stopped.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, extname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { binary } from "./preview.js";

const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml", ".webmanifest": "application/manifest+json", ".md": "text/markdown" };

// Files of a course by their path in the folder of chapters.
export const inChapters = (files) => Object.fromEntries(Object.entries(files).map(([path, text]) => [`chapters/${path}`, text]));

export class Published {
  folder = mkdtempSync(join(tmpdir(), "syllabus-published-"));
  isDown = false;
  // The paths that were asked for.
  asked = [];

  // Files by path: `chapters/…`, `syllabus.toml`. More arguments of `build`, and the path of the site on its server.
  static async of(files, options = [], root = "/course/") {
    const published = new Published();
    published.options = options;
    published.root = root;
    published.write(files);
    published.build();
    published.server = createServer((request, response) => published.answer(request, response));
    await new Promise((listening) => published.server.listen(0, "127.0.0.1", listening));
    published.base = `http://127.0.0.1:${published.server.address().port}${root}`;
    return published;
  }

  write(files) {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      writeFileSync(join(this.folder, path), text);
    }
  }

  build() { execFileSync(binary, ["build", "chapters", "-o", "site", "--no-cache", ...this.options], { cwd: this.folder, stdio: "pipe" }); }

  // Addresses of a page: from the server, and from disk.
  at(path) { return this.base + path; }
  onDisk(path) { return pathToFileURL(join(this.folder, "site", path)).href; }

  answer(request, response) {
    if (this.isDown) return request.socket.destroy();
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    this.asked.push(path);
    const site = join(this.folder, "site");
    const send = (status, file) => {
      const bytes = readFileSync(file);
      response.writeHead(status, { "content-type": TYPES[extname(file)] ?? "application/octet-stream", "cache-control": "no-cache" }).end(bytes);
    };
    const file = resolve(site, `./${path.slice(this.root.length)}${path.endsWith("/") ? "index.html" : ""}`);
    try {
      if (!path.startsWith(this.root) || relative(site, file).startsWith("..")) throw new Error("outside");
      send(200, file);
    } catch {
      send(404, join(site, "404.html"));
    }
  }

  close() {
    this.server.closeAllConnections();
    this.server.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
