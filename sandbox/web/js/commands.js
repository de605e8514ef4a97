// Slash commands as this person may type them: flattened to one entry for each subcommand, and searched.

import { CHAT_INPUT } from "./room.js";

export const SUBCOMMAND = 1;
export const GROUP = 2;

/** One entry for each thing that can be run: {command, path: ["clinic", "meeting", "add"], name, description, options}. */
export function entriesOf(commands) {
  return commands
    .filter((command) => (command.type ?? CHAT_INPUT) === CHAT_INPUT)
    .flatMap((command) => branches(command, command, [command.name]))
    .sort((a, b) => a.name.localeCompare(b.name));
}

function branches(command, node, path) {
  const below = (node.options ?? []).filter(({ type }) => type === SUBCOMMAND || type === GROUP);
  if (below.length) return below.flatMap((option) => branches(command, option, [...path, option.name]));
  const options = [...(node.options ?? [])].sort((a, b) => Number(b.required ?? false) - Number(a.required ?? false));
  return [{ command, path, name: path.join(" "), description: node.description, options }];
}

/** The entries that fit what was typed after the slash: those that begin with it, then those that hold it. */
export function search(entries, typed) {
  const words = typed.toLowerCase().trim();
  const begins = entries.filter(({ name }) => name.startsWith(words));
  const holds = entries.filter(({ name, description }) => !name.startsWith(words) && (name.includes(words) || (words.length > 2 && description.toLowerCase().includes(words))));
  return [...begins, ...holds];
}

/** The entry whose whole name was typed, followed by a space, and what came after it; else null. */
export function typedOut(entries, typed) {
  const found = entries.find(({ name }) => typed.toLowerCase().startsWith(`${name} `));
  return found ? { entry: found, rest: typed.slice(found.name.length + 1) } : null;
}

/** Options nested as Discord sends them: group, subcommand, then the values. */
export function nest(entry, values) {
  const [, ...below] = entry.path;
  return below.reverse().reduce((options, name, depth) => [{ type: depth === 0 ? SUBCOMMAND : GROUP, name, options }], values);
}
