// Faults to try the bot with, and which of them are on.

import { sandbox } from "./api.js";
import { el } from "./dom.js";
import { act } from "./outcome.js";

const POSTS = "/channels/*/messages";

/** The section of the panel; `person()` is the one in view. */
export function faultSection(person) {
  const said = el("p", { class: "notice", role: "status" });
  const on = el("ul", { class: "faults-on", "aria-label": "Faults that are on" });
  const press = (body, words) => act(said, async () => show(on, await sandbox("POST", "faults", body())), words);
  const fault = (label, body, words) => el("button", { type: "button", class: "button secondary", text: label, on: { click: () => press(body, words) } });
  sandbox("GET", "faults").then((state) => show(on, state), () => {});
  return el("section", { "aria-labelledby": "fault-title" },
    el("h2", { id: "fault-title", text: "Faults" }),
    el("p", { class: "quiet", text: "Try how the bot copes when something breaks." }),
    el("div", { class: "steps wide" },
      fault("Drop the gateway", () => ({ drop_gateway: true }), () => "Everyone was disconnected, the bot too."),
      fault("Fail the next two messages", () => ({ fail: { route: POSTS, method: "POST", status: 500, times: 2 } }), () => "The next two messages, whoever sends them, meet an error."),
      fault("Enforce rate limits", () => ({ rate_limits: true }), () => "Five messages in five seconds a room, no more."),
      fault("Close this person’s DMs", () => ({ close_dms: [person().id] }), () => `${person().name} takes no direct messages.`),
      fault("All back to normal", () => ({ clear: true }), () => "Nothing is broken now.")),
    on,
    said);
}

function show(list, state) {
  const closed = state.closed_dms ?? [];
  const lines = [
    ...(state.fail ?? []).map(({ status, times }) => `Next messages fail with ${status}: ${times}`),
    state.rate_limits && "Rate limits",
    closed.length && `Closed DMs: ${closed.length}`,
  ];
  list.replaceChildren(...lines.filter(Boolean).map((line) => el("li", { text: line })));
}
