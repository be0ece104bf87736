// What people start who install from npm: it is as if it were the program itself.
import assert from "node:assert/strict";
import { once } from "node:events";
import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";

const launcher = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "release/npm/syllabus.js");
const platform = `${process.platform}-${process.arch}${process.platform === "linux" ? "-musl" : ""}`;
const options = { skip: process.platform === "win32" && "the program of the tests is a shell script", timeout: 60_000 };

/** Installs the packages as npm would; the program is a shell script, or missing. Returns the path of what is started. */
const installed = (t, script) => {
  const folder = mkdtempSync(join(tmpdir(), "syllabus-npm-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const main = join(folder, "node_modules/@ann/syllabus");
  mkdirSync(join(main, "bin"), { recursive: true });
  writeFileSync(join(main, "package.json"), JSON.stringify({ name: "@ann/syllabus" }));
  copyFileSync(launcher, join(main, "bin/syllabus.js"));
  if (script !== undefined) {
    const own = join(folder, `node_modules/@ann/syllabus-${platform}`);
    mkdirSync(own);
    writeFileSync(join(own, "package.json"), "{}");
    writeFileSync(join(own, "syllabus"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  return join(main, "bin/syllabus.js");
};
const run = (path, args, input) => spawnSync(process.execPath, [path, ...args], { encoding: "utf8", input });

test("arguments, input, output and exit status go through", options, (t) => {
  const ran = run(installed(t, 'echo "$#: $2"; cat; echo oh >&2; exit 7'), ["build", "a folder"], "text");
  assert.deepEqual([ran.status, ran.stdout, ran.stderr], [7, "2: a folder\ntext", "oh\n"]);
});

test("what stops the program stops what started it", options, (t) => {
  const ran = run(installed(t, "kill -TERM $$"), []);
  assert.deepEqual([ran.status, ran.signal], [null, "SIGTERM"]);
});

for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
  test(`the program is told of ${signal}, and ends as it likes`, options, async (t) => {
    const path = installed(t, `trap 'echo told; exit 5' ${signal.slice(3)}; echo ready; while :; do sleep 0.02; done`);
    const child = spawn(process.execPath, [path]);
    let out = "";
    child.stdout.on("data", (text) => {
      out += text;
      if (out === "ready\n") child.kill(signal);
    });
    const [status] = await once(child, "close");
    assert.deepEqual([status, out], [5, "ready\ntold\n"]);
  });
}

test("without a package for the platform it says so, and what to do", (t) => {
  const ran = run(installed(t), ["--version"]);
  assert.equal(ran.status, 3);
  assert.match(ran.stderr, new RegExp(`^error: @ann/syllabus-${process.platform}-${process.arch}[-\\w]* is not installed\n  = help: `));
});
