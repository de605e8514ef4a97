// What can be done with a message or a person: the page's own actions and the bot's "Apps".

import { confirm } from "./dialogs.js";
import { openMenu } from "./menu.js";
import { MESSAGE_MENU, USER_MENU } from "./room.js";
import { isPrivate } from "./message.js";

const QUICK_REACTIONS = ["👍", "❤️", "🙏"];

/** Opens the menu of a message; `desk` as in main.js. */
export async function messageMenu(opener, message, room, desk) {
  const commands = isPrivate(message) ? [] : await commandsOf(room, MESSAGE_MENU);
  if (!opener.isConnected) return;
  const isMine = message.author.id === room.session.person.id;
  const own = isPrivate(message)
    ? [{ label: "Dismiss", press: () => desk.dismiss(message) }]
    : [
      { label: "Reply", press: () => desk.reply(message) },
      ...QUICK_REACTIONS.map((name) => ({ label: `React with ${name}`, press: () => desk.react(message, { name, id: null }, false) })),
      ...(isMine ? [{ label: "Edit", press: () => desk.edit(message) }] : []),
      ...(room.store.mayDelete(message, room.channel) ? [{ label: "Delete", danger: true, press: () => askDelete(message, desk) }] : []),
    ];
  openMenu(opener, "Message actions", [{ items: own }, apps(commands, message.id, room, desk)]);
}

/** Opens the menu of a person. */
export async function userMenu(opener, user, room, desk) {
  const commands = await commandsOf(room, USER_MENU);
  if (!opener.isConnected) return;
  const isMe = user.id === room.session.person.id;
  const own = [
    ...(isMe ? [] : [{ label: "Send a direct message", press: () => desk.openDirectMessage(user.id) }]),
    { label: "Mention", press: () => desk.mention(user.id) },
  ];
  openMenu(opener, `Actions for ${room.names.user(user.id)}`, [{ items: own }, apps(commands, user.id, room, desk)]);
}

async function commandsOf(room, type) {
  const commands = await room.commands().catch(() => []);
  return commands.filter((command) => command.type === type);
}

function apps(commands, targetId, room, desk) {
  return {
    label: "Apps",
    items: commands.map((command) => ({
      label: command.name,
      press: async () => desk.notice(command.name, await room.runMenu(command, targetId)),
    })),
  };
}

function askDelete(message, desk) {
  confirm("Delete this message?", "It is removed for everyone and cannot be brought back.", "Delete", () => desk.remove(message));
}
