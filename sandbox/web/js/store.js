// What one person can see: guilds, rooms, people, messages. Gateway events come in, plain values are read out.

import { MANAGE_MESSAGES, SEND_MESSAGES, VIEW_CHANNEL, permissionsIn } from "./permissions.js";
import { compare } from "./snowflake.js";
import { now } from "./clock.js";

export const EPHEMERAL = 1 << 6;
export const LOADING = 1 << 7;
const TEXT_KINDS = new Set([0, 2, 5, 10, 11, 12, 13]);

export class Store {
  constructor(userId) {
    this.userId = userId;
    this.guilds = new Map();
    this.channels = new Map();
    this.users = new Map();
    this.messages = new Map();
    this.complete = new Set();
    this.unread = new Map();
  }

  apply(type, data) {
    REDUCERS[type]?.(this, data);
  }

  user(id) {
    return this.users.get(id);
  }

  member(guildId, userId = this.userId) {
    return this.guilds.get(guildId)?.members.get(userId);
  }

  /** The name that is shown for a person in a guild. */
  nameOf(userId, guildId) {
    const user = this.users.get(userId);
    return this.member(guildId, userId)?.nick || user?.global_name || user?.username || "unknown person";
  }

  channelName(channel) {
    if (channel.type !== 1 && channel.type !== 3) return channel.name;
    return this.partners(channel).map((user) => this.nameOf(user.id)).join(", ") || "nobody";
  }

  partners(channel) {
    const ids = channel.recipients?.map((user) => user.id) ?? channel.recipient_ids ?? [];
    return ids.filter((id) => id !== this.userId).map((id) => this.users.get(id) ?? { id });
  }

  may(permission, channel) {
    if (!channel?.guild_id) return true;
    const guild = this.guilds.get(channel.guild_id);
    return Boolean(guild) && (permissionsIn(guild, this.member(guild.id), this.userId, channel) & permission) === permission;
  }

  /** Why this person cannot write in a room, as a sentence, or null if they can. */
  whySilent(channel) {
    if (!channel.guild_id) return null;
    const until = this.member(channel.guild_id)?.communication_disabled_until;
    if (until && new Date(until) > now()) return `You are in a time-out until ${new Date(until).toLocaleString()}.`;
    return this.may(SEND_MESSAGES, channel) ? null : "You can read this room, but not write in it.";
  }

  mayDelete(message, channel) {
    return message.author.id === this.userId || (Boolean(channel.guild_id) && this.may(MANAGE_MESSAGES, channel));
  }

  /** The rooms of a guild that this person may see, in the server's order. */
  rooms(guildId) {
    return [...this.channels.values()]
      .filter((channel) => channel.guild_id === guildId && TEXT_KINDS.has(channel.type) && this.may(VIEW_CHANNEL, channel))
      .sort((a, b) => (a.position ?? 0) - (b.position ?? 0) || compare(a.id, b.id));
  }

  directMessages() {
    return [...this.channels.values()]
      .filter((channel) => channel.type === 1 || channel.type === 3)
      .sort((a, b) => compare(b.last_message_id ?? b.id, a.last_message_id ?? a.id));
  }

  members(guildId) {
    return [...(this.guilds.get(guildId)?.members.values() ?? [])]
      .sort((a, b) => this.nameOf(a.user.id, guildId).localeCompare(this.nameOf(b.user.id, guildId)));
  }

  /** The messages held of a room, oldest first. */
  messagesIn(channelId) {
    return [...(this.messages.get(channelId)?.values() ?? [])].sort((a, b) => compare(a.id, b.id));
  }

  message(channelId, messageId) {
    return this.messages.get(channelId)?.get(messageId);
  }

  /** Whether a message that answers an interaction is here. */
  isAnswered(channelId, interactionId) {
    return this.messagesIn(channelId).some((message) => message.interaction_metadata?.id === interactionId);
  }

  /** Takes a page of history; private replies are not in history, so what is already held stays. */
  learnHistory(channelId, page, { fresh }) {
    const held = this.messages.get(channelId) ?? new Map();
    if (fresh) for (const [id, message] of held) if (!(message.flags & EPHEMERAL)) held.delete(id);
    this.messages.set(channelId, held);
    for (const message of page) this.learnMessage(message);
  }

  learnMessage(message) {
    for (const user of [message.author, ...(message.mentions ?? [])]) if (user?.id) this.users.set(user.id, { ...this.users.get(user.id), ...plainUser(user) });
    if (!this.messages.has(message.channel_id)) this.messages.set(message.channel_id, new Map());
    const held = this.messages.get(message.channel_id);
    held.set(message.id, { ...held.get(message.id), ...message });
  }

  forgetMessage(channelId, messageId) {
    this.messages.get(channelId)?.delete(messageId);
  }

  learnGuild(data) {
    const roles = new Map(data.roles.map((role) => [role.id, role]));
    const guild = { ...data, roles, members: this.guilds.get(data.id)?.members ?? new Map() };
    this.guilds.set(data.id, guild);
    for (const [id, channel] of this.channels) if (channel.guild_id === data.id) this.channels.delete(id);
    for (const channel of [...data.channels, ...(data.threads ?? [])]) this.learnChannel({ ...channel, guild_id: data.id });
    for (const member of data.members ?? []) this.learnMember(data.id, member);
  }

  learnMember(guildId, member) {
    const id = member.user?.id;
    if (!id) return;
    this.users.set(id, { ...this.users.get(id), ...member.user });
    const members = this.guilds.get(guildId)?.members;
    members?.set(id, { ...members.get(id), ...member });
  }

  learnChannel(channel) {
    for (const user of channel.recipients ?? []) this.users.set(user.id, { ...this.users.get(user.id), ...user });
    this.channels.set(channel.id, { ...this.channels.get(channel.id), ...channel });
  }

  /** Notes a message the person has not looked at. */
  noteUnread(message) {
    if (message.author.id === this.userId) return;
    const mark = this.unread.get(message.channel_id) ?? { count: 0, mentions: 0 };
    this.unread.set(message.channel_id, { count: mark.count + 1, mentions: mark.mentions + (this.isFor(message) ? 1 : 0) });
  }

  /** Whether a message is meant for this person: in private, or by a mention. */
  isFor(message) {
    if (!message.guild_id || message.flags & EPHEMERAL || message.mention_everyone) return true;
    const roles = this.member(message.guild_id)?.roles ?? [];
    return (message.mentions ?? []).some((user) => user.id === this.userId) || (message.mention_roles ?? []).some((id) => roles.includes(id));
  }

  /** Whether only some may see a room. */
  isForSome(channel) {
    const everyone = (channel?.permission_overwrites ?? []).find((overwrite) => overwrite.id === channel.guild_id);
    return Boolean(BigInt(everyone?.deny ?? 0) & VIEW_CHANNEL);
  }

  /** Whether somewhere is news that this person, and not simply everyone, should look at. */
  get hasNews() {
    return [...this.unread].some(([id, mark]) => mark.mentions > 0 || this.isForSome(this.channels.get(id)));
  }

  markRead(channelId) {
    return this.unread.delete(channelId);
  }
}

// `mentions` carry the partial member with them; a user is kept without it.
function plainUser({ member: _member, ...user }) {
  return user;
}

function sameEmoji(a, b) {
  return (a.id ?? a.name) === (b.id ?? b.name);
}

function reaction(store, data, step) {
  const message = store.message(data.channel_id, data.message_id);
  if (!message) return;
  const others = (message.reactions ?? []).filter((held) => !sameEmoji(held.emoji, data.emoji));
  const old = (message.reactions ?? []).find((held) => sameEmoji(held.emoji, data.emoji));
  const me = data.user_id === store.userId ? step > 0 : Boolean(old?.me);
  const count = (old?.count ?? 0) + step;
  const reactions = count > 0 ? [...others, { emoji: data.emoji, count, me }] : others;
  // A changed message is a new object: the log draws again what is not the same.
  store.messages.get(data.channel_id).set(message.id, { ...message, reactions });
}

const REDUCERS = {
  READY(store, data) {
    store.users.set(data.user.id, data.user);
    // A new session may have missed messages; each room is read again when it is next opened.
    store.complete.clear();
    for (const user of data.users ?? []) store.users.set(user.id, user);
    for (const channel of data.private_channels ?? []) store.learnChannel(channel);
    for (const guild of data.guilds ?? []) if (guild.channels) store.learnGuild(guild);
  },
  GUILD_CREATE: (store, data) => store.learnGuild(data),
  GUILD_UPDATE(store, data) {
    const held = store.guilds.get(data.id);
    if (held) Object.assign(held, { name: data.name, owner_id: data.owner_id });
  },
  GUILD_DELETE(store, data) {
    store.guilds.delete(data.id);
    for (const [id, channel] of store.channels) if (channel.guild_id === data.id) store.channels.delete(id);
  },
  GUILD_MEMBERS_CHUNK(store, data) {
    for (const member of data.members) store.learnMember(data.guild_id, member);
  },
  GUILD_MEMBER_ADD: (store, data) => store.learnMember(data.guild_id, data),
  GUILD_MEMBER_UPDATE: (store, data) => store.learnMember(data.guild_id, data),
  GUILD_MEMBER_REMOVE: (store, data) => store.guilds.get(data.guild_id)?.members.delete(data.user.id),
  GUILD_ROLE_CREATE: (store, data) => store.guilds.get(data.guild_id)?.roles.set(data.role.id, data.role),
  GUILD_ROLE_UPDATE: (store, data) => store.guilds.get(data.guild_id)?.roles.set(data.role.id, data.role),
  GUILD_ROLE_DELETE: (store, data) => store.guilds.get(data.guild_id)?.roles.delete(data.role_id),
  CHANNEL_CREATE: (store, data) => store.learnChannel(data),
  CHANNEL_UPDATE: (store, data) => store.learnChannel(data),
  CHANNEL_DELETE: (store, data) => store.channels.delete(data.id),
  THREAD_CREATE: (store, data) => store.learnChannel(data),
  THREAD_UPDATE: (store, data) => store.learnChannel(data),
  THREAD_DELETE: (store, data) => store.channels.delete(data.id),
  MESSAGE_CREATE(store, data) {
    if (data.guild_id && data.member) store.learnMember(data.guild_id, { ...data.member, user: data.author });
    // An answer takes the place of the page's own "thinking" message.
    if (data.interaction_metadata) store.forgetMessage(data.channel_id, data.interaction_metadata.id);
    store.learnMessage(data);
    const channel = store.channels.get(data.channel_id);
    if (channel && !(data.flags & EPHEMERAL)) channel.last_message_id = data.id;
  },
  MESSAGE_UPDATE(store, data) {
    const held = store.message(data.channel_id, data.id);
    // An old message outside the part that was read would stand in the wrong place.
    if (!held && !(data.flags & EPHEMERAL)) return;
    // The event is the same for everyone: which reactions are one's own is not in it.
    const isMine = ({ emoji }) => held?.reactions?.some((old) => old.me && sameEmoji(old.emoji, emoji)) ?? false;
    const reactions = (data.reactions ?? []).map((reaction) => ({ ...reaction, me: isMine(reaction) }));
    store.learnMessage({ ...data, reactions });
  },
  MESSAGE_DELETE: (store, data) => store.forgetMessage(data.channel_id, data.id),
  MESSAGE_DELETE_BULK(store, data) {
    for (const id of data.ids) store.forgetMessage(data.channel_id, id);
  },
  MESSAGE_REACTION_ADD: (store, data) => reaction(store, data, 1),
  MESSAGE_REACTION_REMOVE: (store, data) => reaction(store, data, -1),
};
