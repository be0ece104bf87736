// BLAKE3 (https://github.com/BLAKE3-team/BLAKE3-specs), the hash by which a build knows its files: so nothing has to be hashed once more for the worker.
// Browsers have no such function themselves.
/** @type {Uint32Array} */
const START = Uint32Array.of(0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19);
const ORDER = [2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8];
// Columns, then diagonals.
const MIXED = [[0, 4, 8, 12], [1, 5, 9, 13], [2, 6, 10, 14], [3, 7, 11, 15], [0, 5, 10, 15], [1, 6, 11, 12], [2, 7, 8, 13], [3, 4, 9, 14]];
const [IS_FIRST, IS_LAST, IS_PARENT, IS_ROOT] = [1, 2, 4, 8];
const CHUNK = 1024;

/** @type {(word: number, bits: number) => number} */
const turn = (word, bits) => (word >>> bits) | (word << (32 - bits));

/** @type {(chain: Uint32Array, block: Uint32Array, counter: number, length: number, flags: number) => Uint32Array} */
const compress = (chain, block, counter, length, flags) => {
  const state = new Uint32Array(16);
  state.set(chain);
  state.set(START.subarray(0, 4), 8);
  state.set([counter, counter / 2 ** 32, length, flags], 12);
  /** @type {Uint32Array} */
  let words = block;
  for (let round = 0; round < 7; round++) {
    for (let at = 0; at < 8; at++) {
      const [a, b, c, d] = MIXED[at];
      state[a] += state[b] + words[2 * at];
      state[d] = turn(state[d] ^ state[a], 16);
      state[c] += state[d];
      state[b] = turn(state[b] ^ state[c], 12);
      state[a] += state[b] + words[2 * at + 1];
      state[d] = turn(state[d] ^ state[a], 8);
      state[c] += state[d];
      state[b] = turn(state[b] ^ state[c], 7);
    }
    const before = words;
    words = Uint32Array.from(ORDER, (at) => before[at]);
  }
  return Uint32Array.from({ length: 8 }, (_, at) => state[at] ^ state[at + 8]);
};

/** @type {(bytes: Uint8Array, counter: number, root: number) => Uint32Array} */
const hashChunk = (bytes, counter, root) => {
  const blocks = Math.max(1, Math.ceil(bytes.length / 64));
  let chain = START;
  for (let at = 0; at < blocks; at++) {
    const part = bytes.subarray(64 * at, 64 * at + 64);
    const block = new Uint8Array(64);
    block.set(part);
    const flags = (at === 0 ? IS_FIRST : 0) | (at === blocks - 1 ? IS_LAST | root : 0);
    chain = compress(chain, new Uint32Array(block.buffer), counter, part.length, flags);
  }
  return chain;
};

/** @type {(bytes: Uint8Array, counter: number, root: number) => Uint32Array} */
const hashTree = (bytes, counter, root) => {
  if (bytes.length <= CHUNK) return hashChunk(bytes, counter, root);
  let left = CHUNK;
  while (2 * left < bytes.length) left *= 2;
  const children = [hashTree(bytes.subarray(0, left), counter, 0), hashTree(bytes.subarray(left), counter + left / CHUNK, 0)];
  return compress(START, Uint32Array.from(children.flatMap((child) => [...child])), 0, 64, IS_PARENT | root);
};

site.digest = (bytes) => {
  const hash = new Uint8Array(hashTree(bytes, 0, IS_ROOT).buffer, 0, 8);
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
};
