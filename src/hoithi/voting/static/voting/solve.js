// Finds the number whose SHA-256 begins as asked: SHA-256(salt + nonce + number as 32 bits), `cost` times over.
// Written out, for the browser's own digest answers one call at a time and only over https.
const K = new Uint32Array(64);
const START = new Uint32Array(8);

(function constants() {
  const root = (n, power) => ((n ** power) % 1) * 0x100000000 | 0;
  for (let n = 2, found = 0; found < 64; n += 1) {
    let prime = true;
    for (let d = 2; d * d <= n; d += 1) if (n % d === 0) { prime = false; break; }
    if (!prime) continue;
    if (found < 8) START[found] = root(n, 1 / 2);
    K[found] = root(n, 1 / 3);
    found += 1;
  }
})();

const W = new Uint32Array(64);

function block(state, words, from) {
  for (let i = 0; i < 16; i += 1) W[i] = words[from + i];
  for (let i = 16; i < 64; i += 1) {
    const a = W[i - 15], b = W[i - 2];
    const s0 = (a >>> 7 | a << 25) ^ (a >>> 18 | a << 14) ^ a >>> 3;
    const s1 = (b >>> 17 | b << 15) ^ (b >>> 19 | b << 13) ^ b >>> 10;
    W[i] = W[i - 16] + s0 + W[i - 7] + s1;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i += 1) {
    const s1 = (e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7);
    const one = h + s1 + (e & f ^ ~e & g) + K[i] + W[i] | 0;
    const s0 = (a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10);
    const two = s0 + (a & b ^ a & c ^ b & c) | 0;
    h = g; g = f; f = e; e = d + one | 0; d = c; c = b; b = a; a = one + two | 0;
  }
  state[0] += a; state[1] += b; state[2] += c; state[3] += d; state[4] += e; state[5] += f; state[6] += g; state[7] += h;
}

export function sha256(bytes, length, words, state) {
  words.fill(0);
  for (let i = 0; i < length; i += 1) words[i >> 2] |= bytes[i] << 24 - 8 * (i & 3);
  words[length >> 2] |= 0x80 << 24 - 8 * (length & 3);
  const last = (length + 8 >> 6) * 16 + 15;
  words[last] = length * 8;
  state.set(START);
  for (let from = 0; from < last; from += 16) block(state, words, from);
}

const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const hex = (state) => Array.from(state, (word) => word.toString(16).padStart(8, "0")).join("");

export function solve({ salt, nonce, cost, keyPrefix, keyLength }, most = 10_000_000) {
  const began = Date.now();
  const head = [...bytes(salt), ...bytes(nonce)];
  const message = new Uint8Array(Math.max(head.length + 4, 32));
  const words = new Uint32Array(((message.length + 8 >> 6) + 1) * 16);
  const state = new Uint32Array(8);
  const wanted = parseInt(keyPrefix.slice(0, 8).padEnd(8, "0"), 16);
  const short = keyPrefix.length < 8;
  for (let counter = 0; counter < most; counter += 1) {
    message.set(head);
    new DataView(message.buffer).setUint32(head.length, counter);
    sha256(message, head.length + 4, words, state);
    for (let turn = 1; turn < cost; turn += 1) {
      const before = bytes(hex(state));
      sha256(before, 32, words, state);
    }
    if (!short && state[0] !== wanted) continue;
    const key = hex(state).slice(0, keyLength * 2);
    if (key.startsWith(keyPrefix)) return { counter, derivedKey: key, time: Date.now() - began };
  }
  return null;
}

if (typeof self !== "undefined" && typeof document === "undefined") {
  self.onmessage = ({ data }) => self.postMessage(solve(data));
}
