// One conversation as one person has it: names, choices, and everything that can be done in it.

import { COMMAND, COMPONENT } from "./session.js";

export const CHAT_INPUT = 1;
export const USER_MENU = 2;
export const MESSAGE_MENU = 3;

export class Room {
  constructor(session, channel) {
    this.session = session;
    this.channelId = channel.id;
    this.guildId = channel.guild_id;
  }

  get store() {
    return this.session.store;
  }

  // Read each time: an update makes a new object.
  get channel() {
    return this.store.channels.get(this.channelId);
  }

  get isDirect() {
    return !this.guildId;
  }

  get title() {
    return this.isDirect ? this.store.channelName(this.channel) : `#${this.channel.name}`;
  }

  get names() {
    const { store, guildId } = this;
    return {
      user: (id) => store.nameOf(id, guildId),
      role: (id) => store.guilds.get(guildId)?.roles.get(id)?.name ?? "role",
      channel: (id) => store.channels.get(id)?.name ?? "unknown room",
    };
  }

  people() {
    if (this.isDirect) return [this.session.person.id, ...this.store.partners(this.channel).map((user) => user.id)];
    return this.store.members(this.guildId).map((member) => member.user.id);
  }

  roles() {
    return [...(this.store.guilds.get(this.guildId)?.roles.values() ?? [])].filter((role) => role.id !== this.guildId);
  }

  rooms(kinds) {
    const rooms = this.guildId ? this.store.rooms(this.guildId) : [];
    return kinds?.length ? rooms.filter((channel) => kinds.includes(channel.type)) : rooms;
  }

  /** What a person, role or room may be chosen from: [{label, value}]; `kind` is "user", "role", "channel" or "mentionable". */
  choices(kind, channelKinds) {
    const people = () => this.people().map((id) => ({ label: this.names.user(id), value: id }));
    const roles = () => this.roles().map((role) => ({ label: `@${role.name}`, value: role.id }));
    const rooms = () => this.rooms(channelKinds).map((channel) => ({ label: `#${channel.name}`, value: channel.id }));
    return { user: people, role: roles, channel: rooms, mentionable: () => [...people(), ...roles()] }[kind]();
  }

  /** Presses a button or takes from a select; resolves to null, or to why it failed. */
  press(message, component, values) {
    const data = { component_type: component.type, custom_id: component.custom_id, ...(values ? { type: component.type, values } : {}) };
    const applicationId = message.application_id ?? message.author.id;
    const extra = { message_id: message.id, message_flags: message.flags ?? 0 };
    return this.session.interact(COMPONENT, this.channel, applicationId, data, extra);
  }

  /** Runs a command with the options as Discord nests them. */
  runCommand(command, options, files = []) {
    const attachments = files.map((file, place) => ({ id: String(place), filename: file.name }));
    return this.session.interact(COMMAND, this.channel, command.application_id, commandData(command, { options, attachments }), {}, files);
  }

  /** Runs a menu command on a message or a person. */
  runMenu(command, targetId) {
    return this.session.interact(COMMAND, this.channel, command.application_id, commandData(command, { target_id: targetId }));
  }

  suggest(command, options) {
    return this.session.suggest(this.channel, command.application_id, commandData(command, { options }));
  }

  commands() {
    return this.session.commandsIn(this.channel);
  }

  say(content, replyTo) {
    return this.session.say(this.channelId, content, replyTo);
  }

  edit(message, content) {
    return this.session.api.patch(`/channels/${this.channelId}/messages/${message.id}`, { content });
  }

  remove(message) {
    return this.session.api.delete(`/channels/${this.channelId}/messages/${message.id}`);
  }

  react(message, emoji, isMine) {
    const name = encodeURIComponent(emoji.id ? `${emoji.name}:${emoji.id}` : emoji.name);
    const path = `/channels/${this.channelId}/messages/${message.id}/reactions/${name}/@me`;
    return isMine ? this.session.api.delete(path) : this.session.api.put(path);
  }
}

function commandData(command, more) {
  const { id, name, type, version, guild_id: guildId } = command;
  return { id, name, type: type ?? CHAT_INPUT, version, ...(guildId ? { guild_id: guildId } : {}), attachments: [], ...more };
}

