// What a person may do in a room, by Discord's rules: roles first, then the room's overwrites.

export const ADMINISTRATOR = 1n << 3n;
export const VIEW_CHANNEL = 1n << 10n;
export const SEND_MESSAGES = 1n << 11n;
export const MANAGE_MESSAGES = 1n << 13n;
export const READ_MESSAGE_HISTORY = 1n << 16n;
export const ADD_REACTIONS = 1n << 6n;
export const USE_APPLICATION_COMMANDS = 1n << 31n;

const ALL = (1n << 64n) - 1n;

export function permissionsIn(guild, member, userId, channel) {
  if (guild.owner_id === userId) return ALL;
  const base = ofRoles(guild, member);
  if (base & ADMINISTRATOR) return ALL;
  return withOverwrites(base, channel.permission_overwrites ?? [], guild.id, member, userId);
}

function ofRoles(guild, member) {
  const held = [guild.id, ...(member?.roles ?? [])];
  return held.reduce((sum, id) => sum | BigInt(guild.roles.get(id)?.permissions ?? 0), 0n);
}

function withOverwrites(base, overwrites, guildId, member, userId) {
  const find = (id) => overwrites.find((overwrite) => overwrite.id === id);
  let allowed = apply(base, find(guildId));
  const roles = (member?.roles ?? []).map(find).filter(Boolean);
  const deny = roles.reduce((sum, overwrite) => sum | BigInt(overwrite.deny), 0n);
  const allow = roles.reduce((sum, overwrite) => sum | BigInt(overwrite.allow), 0n);
  allowed = (allowed & ~deny) | allow;
  return apply(allowed, find(userId));
}

function apply(permissions, overwrite) {
  if (!overwrite) return permissions;
  return (permissions & ~BigInt(overwrite.deny)) | BigInt(overwrite.allow);
}
