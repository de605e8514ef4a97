// The rehearsal tools at the right: the sandbox's clock, and below it the faults.

import { advance, now, offset, onJump } from "./clock.js";
import { el } from "./dom.js";
import { faultSection } from "./faults.js";
import { act, report } from "./outcome.js";

const MINUTE = 60;
const STEPS = [["1 min", MINUTE], ["10 min", 10 * MINUTE], ["1 hour", 60 * MINUTE], ["1 day", 1440 * MINUTE], ["1 week", 10_080 * MINUTE]];

const DAY = { weekday: "short", day: "numeric", month: "short", year: "numeric" };
const TIME = { hour: "2-digit", minute: "2-digit", second: "2-digit", timeZoneName: "short" };
const SHORT = { weekday: "short", hour: "2-digit", minute: "2-digit" };

/** Fills the panel; `shortTime` is the clock in the bar, `person()` the one in view. */
export function fillPanel(node, shortTime, person) {
  node.append(clockSection(shortTime), faultSection(person));
}

function clockSection(shortTime) {
  const day = el("span", { class: "clock-day" });
  const time = el("span", { class: "clock-time" });
  const ahead = el("p", { class: "quiet" });
  const said = el("p", { class: "notice", role: "status" });
  const tick = () => {
    const moment = now();
    day.textContent = moment.toLocaleDateString(undefined, DAY);
    time.textContent = moment.toLocaleTimeString(undefined, TIME);
    shortTime.textContent = moment.toLocaleString(undefined, SHORT);
  };
  const move = (body) => act(said, () => advance(body), () => `It is now ${now().toLocaleString(undefined, { dateStyle: "full", timeStyle: "short" })}.`);
  onJump(() => {
    tick();
    ahead.textContent = offset() ? `${spell(offset())} ahead of real time` : "Same as real time";
  });
  setInterval(tick, 1000);
  return el("section", { "aria-labelledby": "clock-title" },
    el("h2", { id: "clock-title", text: "Clock" }),
    el("p", { class: "clock", id: "clock-now" }, day, time),
    ahead,
    el("h3", { text: "Move forward" }),
    el("div", { class: "steps" }, STEPS.map(([label, seconds]) => el("button", { type: "button", class: "button secondary", text: label, "aria-label": `Forward ${label}`, on: { click: () => move({ advance_seconds: seconds }) } }))),
    goTo(move, said),
    said);
}

function goTo(move, said) {
  const moment = el("input", { type: "datetime-local", id: "clock-to", required: true });
  return el("form", {
    class: "go-to",
    novalidate: true,
    on: {
      submit: (event) => {
        event.preventDefault();
        const wanted = new Date(moment.value);
        if (Number.isNaN(wanted.getTime())) report(said, "Choose a date and a time first.", true);
        else if (wanted <= now()) report(said, "The clock only goes forward: choose a later time.", true);
        else move({ to: wanted.toISOString() });
      },
    },
  }, el("label", { for: "clock-to", text: "To a date and time" }), moment, el("button", { type: "submit", class: "button secondary", text: "Go" }));
}

function spell(seconds) {
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor((seconds % 86_400) / 3600);
  const minutes = Math.round((seconds % 3600) / 60);
  const parts = [[days, "day"], [hours, "hour"], [minutes, "minute"]].filter(([count]) => count > 0);
  return parts.map(([count, unit]) => `${count} ${unit}${count === 1 ? "" : "s"}`).join(", ") || "Less than a minute";
}
