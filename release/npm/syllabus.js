#!/usr/bin/env node
// Starts the program of the package for this platform, and is as if it were the program: arguments, input, output, signals, exit status.
"use strict";

const { spawn } = require("node:child_process");
const { readdirSync } = require("node:fs");
const { name } = require("../package.json");

/** Whether the system's own C library is musl, as on Alpine. */
const isMusl = () => {
  try {
    return readdirSync("/lib").some((file) => file.startsWith("ld-musl-"));
  } catch {
    return false;
  }
};

/** The packages that may carry the program, the best first. The one for musl needs no C library at all. */
const packages = () => {
  const platform = `${name}-${process.platform}-${process.arch}`;
  if (process.platform !== "linux") return [platform];
  return isMusl() ? [`${platform}-musl`] : [`${platform}-gnu`, `${platform}-musl`];
};

/** The path of the program, or undefined where no package for this platform is installed. */
const program = () => {
  const file = process.platform === "win32" ? "syllabus.exe" : "syllabus";
  for (const one of packages()) {
    try {
      return require.resolve(`${one}/${file}`);
    } catch {
      // The next one.
    }
  }
  return undefined;
};

/** Exit statuses as the program has them: input or output failed. */
const FAILED = 3;

const start = () => {
  const path = program();
  if (path === undefined) {
    console.error(`error: ${packages()[0]} is not installed`);
    console.error("  = help: install again without leaving out optional dependencies; if there is no such package for your platform, `cargo install syllabus` compiles the program");
    process.exitCode = FAILED;
    return;
  }
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  // Before the program starts, so that none comes in between; they are handled once it has.
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  const child = spawn(path, process.argv.slice(2), { stdio: "inherit" });
  child.on("error", (error) => {
    console.error(`error: ${path} does not start: ${error.message}`);
    process.exit(FAILED);
  });
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code ?? FAILED);
    // What stopped the program stops this one, so that a shell sees the same.
    for (const one of signals) process.removeAllListeners(one);
    process.kill(process.pid, signal);
  });
};

start();
