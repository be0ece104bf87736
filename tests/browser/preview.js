// What `syllabus serve` says to its script in the page, said by a small server: a course built by the real binary, edits, faults, silence.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, extname, join, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const repository = resolve(import.meta.dirname, "../..");
const binary = process.env.SYLLABUS ?? ["release", "debug"].map((kind) => join(repository, "target", kind, "syllabus")).find(existsSync);
const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml", ".png": "image/png" };
const TOKEN = "a-token";

// The script as src/preview/client.rs joins it.
function script() {
  const rust = readFileSync(join(repository, "src/preview/client.rs"), "utf8");
  const [style, ...scripts] = rust.match(/joined!\(\n([^)]*)\)/)[1].match(/[\w-]+\.(css|js)/g);
  const text = (name) => readFileSync(join(repository, "src/preview/client", name), "utf8");
  return `(() => {\n"use strict";\nconst preview = {};\nconst css = String.raw\`\n${text(style)}\`;\n${scripts.map((name) => `{\n${text(name)}}\n`).join("")}})();\n`;
}

const hashOf = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 16);

export class Course {
  // Files by path; `syllabus.toml` may be one of them.
  static async of(files) {
    const course = new Course();
    await course.write(files);
    await course.start();
    return course;
  }

  root = mkdtempSync(join(tmpdir(), "syllabus-preview-"));
  clients = new Set();
  posts = [];
  requests = [];
  problems = [];
  facts = {};
  removed = new Set();
  editor = "vscode://file/{path}:{line}";
  // What is answered to a choice.
  answer = { status: 204, body: "" };
  port = 0;

  // Writes files (null removes one) and builds. Says nothing to the pages.
  async write(files) {
    for (const [path, text] of Object.entries(files)) {
      const file = join(this.root, path === "syllabus.toml" ? "" : "chapters", path);
      mkdirSync(dirname(file), { recursive: true });
      if (text === null) rmSync(file);
      else writeFileSync(file, text);
    }
    const [, { stdout }] = await Promise.all([
      run(binary, ["build", "chapters", "-o", "site", "--no-cache", "--quiet"], { cwd: this.root }),
      run(binary, ["inspect", "chapters", "--no-cache"], { cwd: this.root, maxBuffer: 1 << 26 }),
    ]);
    this.model = JSON.parse(stdout);
  }

  // An edit, as the author saves it: each open page hears of its new state.
  async edit(files) {
    await this.write(files);
    this.sayStates();
  }

  async start() {
    this.server = createServer((request, response) => this.respond(request, response));
    await new Promise((listening) => this.server.listen(this.port, "127.0.0.1", listening));
    this.port = this.server.address().port;
  }

  // As when the server is stopped: all connections break off.
  async stop() {
    const closed = new Promise((done) => this.server.close(done));
    this.server.closeAllConnections();
    this.clients.clear();
    await closed;
  }

  async end() {
    await this.stop();
    rmSync(this.root, { recursive: true });
  }

  at(page) { return `http://127.0.0.1:${this.port}/${page}`; }

  bytes(path) {
    try {
      return this.removed.has(path) ? null : readFileSync(join(this.root, "site", path));
    } catch {
      return null;
    }
  }

  stateOf(page) {
    const bytes = this.bytes(page);
    return { session: "s", hash: bytes && hashOf(bytes), warnings: this.factsOf(page)?.diagnostics.length ?? 0 };
  }

  send(response, event, data) { response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`); }
  sayStates() { for (const { response, page } of this.clients) this.send(response, "state", this.stateOf(page)); }
  sayElsewhere(...pages) { for (const { response } of this.clients) this.send(response, "elsewhere", { pages }); }
  sayProblems(...problems) {
    this.problems = problems;
    for (const { response } of this.clients) this.send(response, "problems", { problems });
  }

  // What the binary knows of a page, with what a test adds.
  factsOf(page) {
    const chapter = this.model.chapters.find(({ url }) => url === page);
    if (!chapter) return null;
    return {
      source: chapter.source,
      path: `/course/${chapter.source}`,
      open: this.editor && this.editor.replace("{path}", encodeURIComponent(chapter.source)),
      token: TOKEN,
      diagnostics: [],
      questions: chapter.questions.map(({ id, number, kind, stem, answer, explanation, line }) => ({ id, number, kind, stem, answer, explained: Boolean(explanation), line })),
      checklist: chapter.checklist,
      repairs: [],
      ...this.facts[page],
    };
  }

  respond(request, response) {
    const url = new URL(request.url, "http://localhost");
    const path = decodeURIComponent(url.pathname).slice(1);
    this.requests.push(path);
    const json = (status, value) => response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
    if (path === ".syllabus/preview.js") return response.writeHead(200, { "content-type": "text/javascript", "cache-control": "no-cache" }).end(script());
    if (path === ".syllabus/events") return this.listen(response, url.searchParams.get("page"));
    if (path === ".syllabus/facts") {
      const facts = this.factsOf(url.searchParams.get("page"));
      return facts ? json(200, facts) : json(404, { message: "no source" });
    }
    if (path === ".syllabus/override") return this.override(request, response);
    const bytes = this.bytes(path);
    const type = TYPES[extname(path)] ?? "application/octet-stream";
    if (bytes && extname(path) !== ".html") return response.writeHead(200, { "content-type": type }).end(bytes);
    response.writeHead(bytes ? 200 : 404, { "content-type": TYPES[".html"] }).end(this.page(path, bytes ?? this.bytes("404.html")));
  }

  page(path, bytes) {
    const element = `<script src="/.syllabus/preview.js" data-page="${path}" data-hash="${hashOf(bytes)}"></script>`;
    const html = bytes.toString();
    const at = html.lastIndexOf("</body>");
    return html.slice(0, at) + element + html.slice(at);
  }

  listen(response, page) {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    response.write("retry: 100\n\n");
    const client = { response, page };
    this.clients.add(client);
    response.on("close", () => this.clients.delete(client));
    this.send(response, "state", this.stateOf(page));
    this.send(response, "problems", { problems: this.problems });
  }

  async override(request, response) {
    let body = "";
    for await (const part of request) body += part;
    this.posts.push({ token: request.headers["x-syllabus-token"], type: request.headers["content-type"], body: JSON.parse(body) });
    response.writeHead(this.answer.status, { "content-type": "application/json" }).end(this.answer.body);
    this.onChoice?.(JSON.parse(body));
  }
}
