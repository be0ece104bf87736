// What the worker of a site decides: whether bytes are those of the build, and which file an address means.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

const site = { version: "v", list: "assets/l.json", page: "assets/p.html" };
load("themes/default/js/offline/blake3.js", [], { site });

test("the hash is that of the build: lengths around blocks, chunks and trees", () => {
  // From the test vectors of BLAKE3: bytes 0, 1, …, 250, 0, 1, …
  const known = { 0: "af1349b9f5f9a1a6", 1: "2d3adedff11b61f1", 1023: "10108970eeda3eb9", 1024: "42214739f095a406", 1025: "d00278ae47eb27b3", 2048: "e776b6028c7cd22a", 2049: "5f4d72f40d7a5f82", 3072: "b98cb0ff3623be03", 5120: "9cadc15fed8b5d85", 31744: "62b6960e1a44bcc1", 102400: "bc3e3d41a1146b06" };
  for (const [length, hash] of Object.entries(known)) {
    assert.equal(site.digest(Uint8Array.from({ length }, (_, at) => at % 251)), hash, length);
  }
});

test("an address means a page in any of the ways in which servers name it", () => {
  const scope = "https://ada.github.io/a%20b/";
  const { pathOf, isNamedByContent, filesFor } = load("themes/default/js/offline/worker.js", ["pathOf", "isNamedByContent", "filesFor"], { site, registration: { scope }, addEventListener() {} });
  const files = new Map(["index.html", "m/index.html", "m/ü.html", "x.js"].map((path) => [path, {}]));
  for (const [address, path] of [["", "index.html"], ["?find=x", "index.html"], ["index.html#x", "index.html"], ["m/", "m/index.html"], ["m", "m/index.html"], ["m/%C3%BC", "m/ü.html"], ["x.js?v=1", "x.js"], ["no.html", undefined]]) {
    assert.equal(pathOf(scope + address, files), path, address);
  }
  assert.equal(pathOf("https://ada.github.io/other/", files), undefined);
  assert.ok(isNamedByContent("assets/style-01234567.css", "0123456789abcdef") && !isNamedByContent("assets/glossary-01234567.js", "ffff456789abcdef"));
  const offline = { files, paths: [...files.keys()], core: [0], modules: { "m/index.html": [1, 2] } };
  assert.deepEqual(filesFor("m/index.html", offline), ["m/index.html", "m/ü.html"]);
  assert.deepEqual([filesFor("index.html", offline).length, filesFor("x.js", offline).length, filesFor(undefined, offline).length], [4, 0, 0]);
});
