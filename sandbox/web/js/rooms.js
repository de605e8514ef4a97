// The left side: the rooms this person may see, and their direct messages.

import { avatar, el, icon } from "./dom.js";
import { chooseFrom } from "./popup.js";

const ANNOUNCEMENTS = 5;

export class Rooms {
  /** `open(channelId)` and `write(userId)` act for the reader. */
  constructor(node, { open, write }) {
    this.node = node;
    this.open = open;
    this.write = write;
  }

  draw(session, currentId) {
    const { store } = session;
    const focused = this.node.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const guilds = [...store.guilds.values()].filter((guild) => guild.members);
    this.node.replaceChildren(
      ...guilds.map((guild) => section(guild.name, store.rooms(guild.id).map((channel) => this.entry(store, channel, currentId)))),
      section("Direct messages", store.directMessages().map((channel) => this.entry(store, channel, currentId)), this.newMessage(session, guilds[0])));
    if (focused) [...this.node.querySelectorAll("[data-key]")].find((node) => node.dataset.key === focused)?.focus();
  }

  entry(store, channel, currentId) {
    const mark = store.unread.get(channel.id);
    const name = store.channelName(channel);
    const isCurrent = channel.id === currentId;
    return el("li", {}, el("button", {
      type: "button",
      class: ["room", mark && "unread"].filter(Boolean).join(" "),
      "aria-current": isCurrent ? "page" : null,
      data: { key: channel.id },
      on: { click: () => this.open(channel.id) },
    }, face(store, channel, name), el("span", { class: "name", text: name }), badge(mark)));
  }

  newMessage(session, guild) {
    if (!guild) return null;
    const opener = el("button", { type: "button", class: "room quiet", "aria-haspopup": "listbox", "aria-expanded": "false", data: { key: "new" } }, icon("plus"), el("span", { class: "name", text: "Write to someone" }));
    opener.addEventListener("click", () => chooseFrom(opener, {
      label: "Write to",
      options: session.store.members(guild.id).filter(({ user }) => user.id !== session.person.id).map(({ user }) => ({ label: session.store.nameOf(user.id, guild.id), value: user.id })),
      least: 1,
      most: 1,
      selected: [],
      chosen: ([userId]) => this.write(userId),
    }));
    return opener;
  }
}

function section(title, entries, foot = null) {
  return el("section", {}, el("h2", { text: title }), el("ul", {}, entries), foot);
}

// A room that not everyone sees has a lock: staff must know where they are.
export function roomIcon(store, channel) {
  if (!channel.guild_id) return null;
  if (channel.type === 2 || channel.type === 13) return icon("speaker");
  return icon(store.isForSome(channel) ? "lock" : channel.type === ANNOUNCEMENTS ? "speaker" : "hash");
}

function face(store, channel, name) {
  if (channel.guild_id) return roomIcon(store, channel);
  return avatar(name, store.partners(channel)[0] ?? channel, "small");
}

function badge(mark) {
  if (!mark) return null;
  const label = mark.mentions ? `${mark.mentions} for you` : "unread";
  return el("span", { class: mark.mentions ? "badge count" : "badge", role: "img", "aria-label": label, text: mark.mentions ? String(mark.mentions) : "" });
}
