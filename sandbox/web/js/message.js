// One message of a room as an article.

import { timeElement } from "./clock.js";
import { component } from "./components.js";
import { avatar, el, icon, iconButton } from "./dom.js";
import { attachment, embed } from "./embeds.js";
import { markdown } from "./markdown.js";
import { timeOf } from "./snowflake.js";
import { EPHEMERAL, LOADING } from "./store.js";

const JOINED = 7;
const PINNED = 6;
const REPLY = 19;
const MENU_ANSWER = 23;
const COMMAND = 2;
const SELECT_KINDS = { 5: "user", 6: "role", 7: "mentionable", 8: "channel" };
const SAME_BREATH_MS = 5 * 60 * 1000;

/** Whether a message needs no name of its own under the one before it. */
export function follows(message, previous) {
  if (!previous || previous.author.id !== message.author.id || previous.type === JOINED) return false;
  if (message.message_reference || message.interaction_metadata || isPrivate(message) || isPrivate(previous)) return false;
  return timeOf(message.id) - timeOf(previous.id) < SAME_BREATH_MS;
}

export function isPrivate(message) {
  return Boolean(message.flags & EPHEMERAL);
}

/**
 * The article of a message. `desk` acts for the reader: menu(opener, message), person(opener, user),
 * dismiss(message), press(message, component, values), react(message, emoji, isMine).
 */
export function messageNode(message, { room, desk, isFollowing, failure, editor }) {
  const name = room.names.user(message.author.id);
  const node = el("article", {
    class: classes(message, room, isFollowing),
    tabindex: "-1",
    "aria-label": `${name}, ${timeOf(message.id).toLocaleTimeString(undefined, { timeStyle: "short" })}`,
    data: { id: message.id },
  });
  node.append(...above(message, room));
  if (!isFollowing) node.append(avatar(name, message.author), heading(message, name, desk));
  node.append(el("div", { class: "body" }, editor ?? body(message, room, desk), failure ? el("p", { class: "failure", role: "alert", text: failure }) : null));
  node.append(iconButton("more", `Actions for this message by ${name}`, (event) => desk.menu(event.currentTarget, message), { class: "icon-button more", "aria-haspopup": "menu", "aria-expanded": "false" }));
  return node;
}

function classes(message, room, isFollowing) {
  const mine = room.session.person.id;
  const isForMe = (message.mentions ?? []).some((user) => user.id === mine) || message.mention_everyone;
  return ["message", isFollowing && "following", isPrivate(message) && "private", isForMe && message.author.id !== mine && "for-me"].filter(Boolean).join(" ");
}

function above(message, room) {
  const asked = message.interaction_metadata;
  if (asked?.type === COMMAND && asked.name) {
    const name = message.type === MENU_ANSWER ? asked.name : `/${asked.name}`;
    return [el("p", { class: "above" }, icon("reply"), el("strong", { text: room.names.user(asked.user.id) }), " used ", el("span", { class: "mention", text: name }))];
  }
  if (!message.message_reference || message.type !== REPLY) return [];
  const first = message.referenced_message;
  const words = first ? [el("strong", { text: room.names.user(first.author.id) }), " ", clip(first.content)] : ["The first message was deleted."];
  return [el("p", { class: "above" }, icon("reply"), ...words)];
}

function clip(content) {
  const line = content.replace(/\s+/g, " ");
  return line.length > 90 ? `${line.slice(0, 90)}…` : line || "a card";
}

function heading(message, name, desk) {
  const author = el("button", { type: "button", class: "author", text: name, "aria-haspopup": "menu", "aria-expanded": "false" });
  author.addEventListener("click", () => desk.person(author, message.author));
  return el("header", { class: "message-head" },
    author,
    message.author.bot ? el("span", { class: "tag", text: "BOT" }) : null,
    timeElement(timeOf(message.id), "t"));
}

function body(message, room, desk) {
  if (message.flags & LOADING) return [el("p", { class: "thinking" }, el("span", { class: "dots", "aria-hidden": "true" }), "thinking…"), privacy(message, desk)];
  const context = {
    names: room.names,
    choices: (data) => room.choices(SELECT_KINDS[data.type], data.channel_types),
    press: (data, values) => desk.press(message, data, values),
  };
  return [
    el("div", { class: "text" }, words(message, room)),
    (message.attachments ?? []).map(attachment),
    (message.embeds ?? []).map((data) => embed(data, room.names)),
    el("div", { class: "components" }, (message.components ?? []).map((data) => component(data, context))),
    reactions(message, desk),
    privacy(message, desk),
  ].flat();
}

function words(message, room) {
  if (message.type === JOINED) return [el("p", { class: "quiet", text: "joined the server." })];
  if (message.type === PINNED) return [el("p", { class: "quiet", text: "pinned a message." })];
  const nodes = markdown(message.content ?? "", room.names);
  if (message.edited_timestamp && nodes.length) nodes.at(-1).append(el("span", { class: "edited", text: " (edited)" }));
  return nodes;
}

function reactions(message, desk) {
  if (!message.reactions?.length) return null;
  return el("div", { class: "reactions" }, message.reactions.map(({ emoji, count, me }) => el("button", {
    type: "button",
    class: "reaction",
    "aria-pressed": String(Boolean(me)),
    "aria-label": `${emoji.name}, ${count}`,
    text: `${emoji.name} ${count}`,
    data: { key: `reaction ${emoji.name}` },
    on: { click: () => desk.react(message, emoji, me) },
  })));
}

function privacy(message, desk) {
  if (!isPrivate(message)) return null;
  return el("p", { class: "private-note" }, icon("eye"), "Only you can see this",
    el("span", { "aria-hidden": "true", text: " · " }),
    el("button", { type: "button", class: "as-link", text: "Dismiss", on: { click: () => desk.dismiss(message) } }));
}

/** A box to change one's own message in; Enter saves, Escape leaves it as it was. */
export function messageEditor(message, { save, cancel }) {
  const box = el("textarea", { rows: "2", maxlength: "2000", "aria-label": "Edit your message" });
  box.value = message.content;
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") cancel();
    else if (event.key === "Enter" && !event.shiftKey) save(box.value.trim());
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return el("div", { class: "editor" }, box,
    el("div", { class: "row" },
      el("button", { type: "button", class: "button primary", text: "Save", on: { click: () => save(box.value.trim()) } }),
      el("button", { type: "button", class: "button secondary", text: "Cancel", on: { click: cancel } })));
}
