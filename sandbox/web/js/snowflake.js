// Discord's ids: 64 bits, the upper 42 of them milliseconds since 2015. Too big for a Number, so strings.

const EPOCH_MS = 1420070400000n;

let counter = 0n;

export function timeOf(id) {
  return new Date(Number((BigInt(id) >> 22n) + EPOCH_MS));
}

/** A new id for a nonce; it only has to differ from the others of this page. */
export function nonce() {
  counter = (counter + 1n) & 0xfffn;
  const random = BigInt(Math.floor(Math.random() * 1024)) << 12n;
  return String(((BigInt(Date.now()) - EPOCH_MS) << 22n) | random | counter);
}

export function compare(a, b) {
  return a.length === b.length ? (a < b ? -1 : a > b ? 1 : 0) : a.length - b.length;
}
