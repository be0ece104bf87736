// A course in a folder of its own and the real `syllabus serve` beside it: files are written as an author's editor writes them.
import { execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

const repository = resolve(import.meta.dirname, "../..");

// Where cargo puts what it builds: $CARGO_TARGET_DIR and configuration files may say another place than `target`.
function targetFolder() {
  const options = { cwd: repository, encoding: "utf8", maxBuffer: 1 << 26 };
  return JSON.parse(execFileSync("cargo", ["metadata", "--format-version", "1", "--no-deps", "--offline"], options)).target_directory;
}

// The program under test: the one that $SYLLABUS names, or the one that was built last.
function findBinary() {
  if (process.env.SYLLABUS) return resolve(process.env.SYLLABUS);
  const folder = targetFolder();
  const name = process.platform === "win32" ? "syllabus.exe" : "syllabus";
  const built = ["release", "debug"].map((kind) => join(folder, kind, name)).filter(existsSync);
  if (built.length === 0) throw new Error(`there is no program in ${folder}: run \`cargo build\`, or name one in $SYLLABUS`);
  return built.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];
}
export const binary = findBinary();

export const sample = join(repository, "chapters");

export class Course {
  // Files by path, or a folder that is copied; on any free port, or this one.
  static async of(files, port = 0) {
    const course = new Course();
    course.port = port;
    if (typeof files === "string") cpSync(files, join(course.folder, "chapters"), { recursive: true });
    else course.write(files);
    await course.start();
    return course;
  }

  folder = mkdtempSync(join(tmpdir(), "syllabus-preview-"));
  port = 0;
  // What the server said to the author.
  said = "";

  path(path) { return join(this.folder, path === "syllabus.toml" || path.startsWith("theme/") ? "" : "chapters", path); }
  read(path) { return existsSync(this.path(path)) ? readFileSync(this.path(path), "utf8") : null; }
  at(page) { return `http://127.0.0.1:${this.port}/${page}`; }

  // What the course is, as `inspect` tells it.
  async inspect() {
    const { stdout } = await promisify(execFile)(binary, ["inspect", "chapters", "--no-cache"], { cwd: this.folder, maxBuffer: 1 << 26 });
    return JSON.parse(stdout);
  }

  // Writes files where they are; null removes one.
  write(files) {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(this.path(path)), { recursive: true });
      if (text === null) rmSync(this.path(path), { recursive: true });
      else writeFileSync(this.path(path), text);
    }
  }

  // As editors do that never leave a file half written.
  writeBeside(path, text) {
    writeFileSync(`${this.path(path)}~`, text);
    renameSync(`${this.path(path)}~`, this.path(path));
  }

  async start() {
    const theme = existsSync(join(this.folder, "theme")) ? ["--theme", "theme"] : [];
    this.server = spawn(binary, ["serve", "chapters", "--port", String(this.port), ...theme], { cwd: this.folder, stdio: ["ignore", "ignore", "pipe"] });
    this.ended = once(this.server, "exit");
    const lines = createInterface({ input: this.server.stderr });
    const first = once(lines, "line");
    lines.on("line", (line) => { this.said += `${line}\n`; });
    await Promise.race([first, this.ended]);
    const port = this.said.match(/127\.0\.0\.1:(\d+)\//)?.[1];
    if (!port) throw new Error(`it does not serve: ${this.said}`);
    this.port = Number(port);
    this.said = "";
  }

  // As when the author presses Ctrl-C: all connections break off.
  async stop() {
    this.server.kill("SIGINT");
    await this.ended;
  }

  async end() {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
