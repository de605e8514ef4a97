// The sandbox's clock: real time plus an offset that only grows. Everything the page shows follows it.

import { sandbox } from "./api.js";
import { el } from "./dom.js";

let offsetSeconds = 0;
const listeners = new Set();

export function now() {
  return new Date(Date.now() + offsetSeconds * 1000);
}

export function offset() {
  return offsetSeconds;
}

/** Calls `hear` now and whenever the clock jumps. */
export function onJump(hear) {
  listeners.add(hear);
  hear();
}

export async function advance(body) {
  set(await sandbox("POST", "clock", body));
}

function set(answer) {
  if (answer.offset_seconds === offsetSeconds) return;
  offsetSeconds = answer.offset_seconds;
  refreshTimes();
  for (const hear of listeners) hear();
}

/** Follows the clock for as long as the page lives: another page, or a test, may move it too. */
export async function follow() {
  set(await sandbox("GET", "clock"));
  setInterval(refreshTimes, 15_000);
  for (;;) {
    try {
      set(await sandbox("GET", `clock?after=${offsetSeconds}`));
    } catch {
      // The server is away; the gateway says so to the reader.
      await new Promise((resolve) => setTimeout(resolve, 2000));
    }
  }
}

const FORMATS = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
  s: { dateStyle: "short", timeStyle: "short" },
  S: { dateStyle: "short", timeStyle: "medium" },
};

const UNITS = [["year", 31_536_000], ["month", 2_592_000], ["day", 86_400], ["hour", 3600], ["minute", 60], ["second", 1]];

export function format(date, style) {
  if (style === "R") return relative(date);
  return new Intl.DateTimeFormat(undefined, FORMATS[style] ?? FORMATS.f).format(date);
}

function relative(date) {
  const seconds = (date.getTime() - now().getTime()) / 1000;
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? UNITS.at(-1);
  return new Intl.RelativeTimeFormat(undefined, { numeric: "auto" }).format(Math.round(seconds / size), unit);
}

/** A <time> in the reader's zone; Discord's styles t T d D f F R. */
export function timeElement(date, style) {
  if (Number.isNaN(date.getTime())) return document.createTextNode("an impossible date");
  return el("time", {
    datetime: date.toISOString(),
    title: format(date, "F"),
    text: format(date, style),
    data: { style },
  });
}

function refreshTimes() {
  for (const node of document.querySelectorAll('time[data-style="R"]')) {
    node.textContent = relative(new Date(node.dateTime));
  }
}
