// Links that lead to a room or a message of this server: they open it here, not at Discord.

import { el } from "./dom.js";

const ADDRESS = /^https:\/\/(?:\w+\.)?discord(?:app)?\.com\/channels\/(?:\d+|@me)\/(\d+)(?:\/(\d+))?\/?$/;

/** Where an address leads, as {channelId, messageId}, or null when it leads elsewhere. */
export function placeOf(address) {
  const [, channelId, messageId] = ADDRESS.exec(address ?? "") ?? [];
  return channelId ? { channelId, messageId } : null;
}

/** A button that asks the page, by a "jump" event, to go to a place. */
export function jumpButton(place, props, ...children) {
  const node = el("button", { type: "button", ...props }, ...children);
  node.addEventListener("click", () => node.dispatchEvent(new CustomEvent("jump", { bubbles: true, detail: place })));
  return node;
}
