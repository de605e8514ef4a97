// Writes what another implementation makes of random rules, for tests/independent/test_recurrence.py.
//
//   cd "$(mktemp -d)" && npm install ical.js@2.2.1
//   node .../tests/independent/expectations.mjs "$PWD" [CASES] [SEED] > .../expectations.json.gz
//
// ical.js (Mozilla's; no relation of dateutil or its ports) expands each rule in wall-clock time. The
// moments come from the zones in Node's own ICU, by the policy of bot/domain/recurrence.py written
// down a second time here: a time that does not exist moves forward by the gap, one that comes twice
// means the first. UNTIL is a moment, inclusive; COUNT counts before EXDATE. Where a case has starts
// beside its rule (RDATE) or moved ones (RECURRENCE-ID), ical.js is given the whole event.

import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { gzipSync } from "node:zlib";

const [folder, cases = "10800", seed = "20261123"] = process.argv.slice(2);
const found = createRequire(`${folder}/`).resolve("ical.js");
const { default: ICAL } = await import(pathToFileURL(found));

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const ZONES = [
  "America/New_York", "America/New_York", "America/New_York", "America/Chicago", "America/Denver",
  "America/Los_Angeles", "America/Phoenix", "America/Anchorage", "Pacific/Honolulu",
  "America/St_Johns", "America/Halifax", "America/Vancouver", "America/Winnipeg",
  "America/Santiago", "America/Havana", "Europe/London", "Europe/Dublin", "Europe/Berlin",
  "Europe/Helsinki", "Africa/Casablanca", "Africa/Cairo", "Asia/Beirut", "Asia/Kolkata",
  "Asia/Kathmandu", "Asia/Tokyo", "Australia/Sydney", "Australia/Lord_Howe", "Pacific/Auckland",
  "Pacific/Chatham", "Pacific/Apia", "Antarctica/Troll", "UTC",
];

// mulberry32: small, seeded, the same everywhere.
let state = 0;
function random() {
  state = (state + 0x6d2b79f5) >>> 0;
  let t = state;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
const whole = (low, high) => low + Math.floor(random() * (high - low + 1));
const pick = (list) => list[whole(0, list.length - 1)];
const chance = (share) => random() < share;
const several = (most, make) => [...new Set(Array.from({ length: whole(1, most) }, make))];
const signed = (high) => (chance(0.3) ? -1 : 1) * whole(1, high);

const OFTEN = { HOURLY: [1, 2, 3, 5, 6, 8, 12, 24, 36, 48], MINUTELY: [15, 30, 45, 90, 240, 1440] };
const WITHIN_A_DAY = { BYHOUR: 24, BYMINUTE: 60 };

function rule(until) {
  const frequency = pick([
    "DAILY", "DAILY", "WEEKLY", "WEEKLY", "WEEKLY", "MONTHLY", "MONTHLY", "MONTHLY", "YEARLY",
    "YEARLY", "HOURLY", "MINUTELY",
  ]);
  const parts = [`FREQ=${frequency}`];
  if (frequency in OFTEN) parts.push(`INTERVAL=${pick(OFTEN[frequency])}`);
  else if (chance(0.5)) parts.push(`INTERVAL=${whole(2, frequency === "YEARLY" ? 4 : 9)}`);
  parts.push(...BY[frequency]());
  if (["DAILY", "WEEKLY"].includes(frequency) && chance(0.15)) {
    const name = pick(Object.keys(WITHIN_A_DAY));
    parts.push(`${name}=${several(2, () => whole(0, WITHIN_A_DAY[name] - 1)).join(",")}`);
  }
  if (chance(0.2)) parts.push(`WKST=${pick(DAYS)}`);
  if (chance(0.25)) parts.push(`COUNT=${whole(1, 40)}`);
  else if (chance(0.35)) parts.push(`UNTIL=${until}`);
  return parts.join(";");
}

const days = (most = 3) => `BYDAY=${several(most, () => pick(DAYS)).join(",")}`;
const numbered = (high) => `BYDAY=${several(2, () => `${signed(high)}${pick(DAYS)}`).join(",")}`;
const months = (most = 3) => `BYMONTH=${several(most, () => whole(1, 12)).join(",")}`;
const hours = () => `BYHOUR=${several(4, () => whole(0, 23)).join(",")}`;
// Those at a year's end reach into the next one.
const weeks = () => `BYWEEKNO=${several(2, () => pick([1, 2, 51, 52, 53, -1, -2, -52, -53])).join(",")}`;
const ofMonth = (high) => `BYMONTHDAY=${several(3, () => signed(high)).join(",")}`;
const position = () => `BYSETPOS=${chance(0.4) ? -1 : whole(1, 2)}`;

const BY = {
  MINUTELY: () => pick([[], [hours()], [days(5)]]),
  HOURLY: () => pick([[], [hours()], [days(5)], [months()], [hours(), days(5)]]),
  DAILY: () =>
    pick([
      [], [], [months()], [days(5)], [months(), days(5)], [ofMonth(28)], [ofMonth(31)],
      [ofMonth(31), months()], [ofMonth(31), days(5)],
    ]),
  WEEKLY: () => pick([[], [], [days()], [days(7)], [months(), days()], [days(5), position()]]),
  MONTHLY: () =>
    pick([
      [], [numbered(4)], [numbered(5)], [ofMonth(28)], [ofMonth(31)], [days(7), position()],
      ["BYDAY=FR", "BYMONTHDAY=13"], [months(), numbered(4)], [days(2)],
      [days(5), ofMonth(28), position()],
    ]),
  YEARLY: () =>
    pick([
      [], [months()], [months(), ofMonth(28)], [months(), numbered(4)], [numbered(20)],
      [`BYYEARDAY=${several(3, () => signed(366)).join(",")}`], [days(1), months(1), position()],
      ["BYMONTH=2", "BYMONTHDAY=29"], [`BYWEEKNO=${several(2, () => whole(2, 51)).join(",")}`, days(2)],
      [weeks()], [weeks(), days(2)], [weeks(), days(7)],
    ]),
};

const formats = new Map();
function offset(zone, moment) {
  if (!formats.has(zone)) {
    const numbers = Object.fromEntries(
      ["year", "month", "day", "hour", "minute", "second"].map((part) => [part, "numeric"]),
    );
    formats.set(
      zone,
      new Intl.DateTimeFormat("en-US", { timeZone: zone, hourCycle: "h23", ...numbers }),
    );
  }
  const shown = Object.fromEntries(
    formats.get(zone).formatToParts(moment).map(({ type, value }) => [type, Number(value)]),
  );
  const { year, month, day, hour, minute, second } = shown;
  return Date.UTC(year, month - 1, day, hour, minute, second) - moment;
}

// A wall-clock time is counted here as if it were UTC.
function place(wall, zone) {
  const before = offset(zone, wall - 2 * DAY);
  const around = [before, offset(zone, wall - before), offset(zone, wall + 2 * DAY)];
  const told = around.map((by) => wall - by).filter((at) => at + offset(zone, at) === wall);
  // Told by no clock: what the clocks before the gap would have shown.
  return told.length ? Math.min(...told) : wall - before;
}

const iso = (wall) => new Date(wall).toISOString().slice(0, 16);
const stamp = (moment) => `${new Date(moment).toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;

const counted = (time) =>
  Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second);

function* walls(text, first) {
  // UNTIL is left to `expanded`: it is a moment, and ical.js counts in wall-clock time here.
  const spoken = ICAL.Recur.fromString(text.replace(/;UNTIL=[^;]*/, ""));
  const iterator = spoken.iterator(ICAL.Time.fromDateTimeString(`${iso(first)}:00`));
  for (let next = iterator.next(); next && next.year < 2200; next = iterator.next()) {
    yield counted(next);
  }
}

function expanded({ first, zone, text, until, except, after, count }) {
  const starts = [];
  for (const wall of walls(text, first)) {
    const at = place(wall, zone);
    if (text.includes("UNTIL") && at > until) {
      if (wall - until > 3 * DAY) break;
      continue;
    }
    if (at > after && !except.includes(wall)) starts.push(at);
    if (starts.length >= count + 8) break; // a gap can put a few out of order
  }
  return [...new Set(starts)].sort((a, b) => a - b).slice(0, count);
}

const time = (wall) => ICAL.Time.fromDateTimeString(`${iso(wall)}:00`);

function component(given) {
  const made = new ICAL.Component("vevent");
  made.addPropertyWithValue("uid", "one");
  for (const [name, value] of given) made.addPropertyWithValue(name, value);
  return made;
}

function expandedWhole({ first, zone, text, except, extra, moved, after, count, span }) {
  const event = new ICAL.Event(
    component([
      ["dtstart", time(first)],
      ["rrule", ICAL.Recur.fromString(text)],
      ...except.map((wall) => ["exdate", time(wall)]),
      ...extra.map((wall) => ["rdate", time(wall)]),
    ]),
  );
  for (const [original, wall] of moved) {
    const other = component([["recurrence-id", time(original)], ["dtstart", time(wall)]]);
    event.relateException(new ICAL.Event(other));
  }
  const starts = [];
  const iterator = event.iterator();
  for (let next = iterator.next(); next && next.year < 2200; next = iterator.next()) {
    const at = place(counted(event.getOccurrenceDetails(next).startDate), zone);
    if (at > after) starts.push(at);
    if (starts.length >= count + 8 && counted(next) > after + 2 * span) break;
  }
  return [...new Set(starts)].sort((a, b) => a - b).slice(0, count);
}

// Walls of the rule around a moment, which can be left out or moved.
function around(text, first, after, span) {
  const near = [];
  let seen = 0;
  for (const wall of walls(text, first)) {
    if (Math.abs(wall - after) < span) near.push(wall);
    if (wall > after + span || ++seen > 40000 || near.length > 400) break;
  }
  return near;
}

function one() {
  const zone = pick(ZONES);
  const hour = chance(0.4) ? whole(0, 3) : whole(0, 23);
  const minute = pick([0, 0, 15, 30, 45]);
  const begin = Date.UTC(whole(1995, 2032), whole(0, 11), whole(1, 31), hour, minute);
  const until = begin + whole(0, 6000) * DAY + whole(-1, 1) * 720 * MINUTE;
  let text = rule(stamp(until));
  // A first start that the rule itself gives: of any other the RFC says that it is undefined.
  const [, first] = walls(text.replace(/;COUNT=[^;]*/, ""), begin);
  const isOften = /HOURLY|MINUTELY/.test(text);
  const span = (isOften ? 15 : 400) * DAY;
  const far = chance(0.5) ? whole(0, 9000) * DAY : whole(-400, 400) * DAY;
  const late = isOften ? whole(-10, 120) * DAY : far;
  const after = first + late + whole(0, 1439) * MINUTE;
  const count = whole(1, 6);
  const except = [];
  const isWhole = chance(0.3);
  // UNTIL is a moment, and the whole event is expanded in wall-clock time.
  if (isWhole) text = text.replace(/;UNTIL=[^;]*/, "");
  const near = chance(0.4) || isWhole ? around(text, first, after, isWhole ? span / 2 : 2 * span) : [];
  for (const wall of near) if (except.length < 6 && chance(0.3)) except.push(wall);
  const given = { first, zone, text, until, except, after, count, span };
  if (!isWhole) return row(given, [], [], expanded(given));
  const left = near.filter((wall) => !except.includes(wall));
  const moved = several(3, () => pick(left) ?? null).filter((wall) => wall !== null);
  const shifted = moved.map((wall) => [wall, wall + whole(-10, 10) * DAY + whole(-8, 8) * 30 * MINUTE]);
  const beside = several(3, () => after + whole(-99, 99) * (span / 100) + whole(0, 95) * 15 * MINUTE);
  const extra = beside.map((wall) => wall - (wall % MINUTE)).filter((wall) => wall > first);
  return row(given, extra, shifted, expandedWhole({ ...given, extra, moved: shifted }));
}

function* numbers(from) {
  for (let number = from; number < Number(cases); number += 1) yield number;
}

function row({ first, zone, text, except, after, count }, extra, moved, starts) {
  const pairs = moved.map((pair) => pair.map(iso));
  const given = [iso(first), zone, text, except.map(iso), stamp(after), count];
  return [...given, extra.map(iso), pairs, starts.map(stamp)];
}

// Some rules keep ical.js busy for ever, so it works in a thread that can be given up.
function work() {
  for (const number of numbers(workerData)) {
    state = (Number(seed) + Math.imul(number, 0x9e3779b1)) >>> 0;
    let made = null;
    try {
      made = one();
    } catch (error) {
      if (!/BY|invalid/i.test(String(error))) throw error;
    }
    parentPort.postMessage([number, made]);
  }
}

const PATIENCE = 600;

function rowsFrom(number, rows) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), {
      argv: process.argv.slice(2),
      workerData: number,
    });
    let last = number - 1;
    const giveUp = () => worker.terminate().then(() => resolve(last + 2));
    let timer = setTimeout(giveUp, 2 * PATIENCE);
    worker.on("message", ([done, row]) => {
      clearTimeout(timer);
      timer = setTimeout(giveUp, PATIENCE);
      last = done;
      if (row) rows.push(row);
    });
    worker.on("error", reject);
    worker.on("exit", () => {
      clearTimeout(timer);
      if (last + 1 >= Number(cases)) resolve(last + 1);
    });
  });
}

if (isMainThread) {
  const rows = [];
  let next = 0;
  while (next < Number(cases)) next = await rowsFrom(next, rows);
  process.stderr.write(`${rows.length} of ${cases}; ical.js refuses the others or never ends\n`);
  const about = { seed: Number(seed), library: "ical.js 2.2.1", zones: process.versions.tz };
  process.stdout.write(gzipSync(JSON.stringify({ ...about, rows }), { level: 9 }));
} else {
  work();
}
