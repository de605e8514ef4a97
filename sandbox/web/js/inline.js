// Discord's inline markdown: emphasis, code, spoilers, links, mentions, timestamps. Text in, nodes out.

import { timeElement } from "./clock.js";
import { el, outsideLink } from "./dom.js";
import { jumpButton, placeOf } from "./jump.js";

// Nesting deeper than this is an attack on the reader, not writing.
const DEEPEST = 8;

/** `names` answers user(id), role(id) and channel(id) with what to show for a mention. */
export function inline(text, names, depth = 0) {
  const nodes = [];
  let plain = "";
  let at = 0;
  while (at < text.length) {
    const found = depth < DEEPEST ? matchAt(text, at) : null;
    if (!found) {
      plain += text[at];
      at += 1;
      continue;
    }
    if (plain) nodes.push(document.createTextNode(plain));
    plain = "";
    nodes.push(found.rule.build(found.match, (inner) => inline(inner, names, depth + 1), names));
    at += found.match[0].length;
  }
  if (plain) nodes.push(document.createTextNode(plain));
  return nodes;
}

const STARTS = /[\\`|*_~[<h@]/;

function matchAt(text, at) {
  if (!STARTS.test(text[at])) return null;
  for (const rule of RULES) {
    rule.pattern.lastIndex = at;
    const match = rule.pattern.exec(text);
    if (match && !(rule.wordStart && /\w/.test(text[at - 1] ?? ""))) return { rule, match };
  }
  return null;
}

const RULES = [
  { pattern: /\\([^0-9A-Za-z\s])/y, build: ([, sign]) => document.createTextNode(sign) },
  { pattern: /(`+)([\s\S]*?[^`])\1(?!`)/y, build: ([, , code]) => el("code", { text: code }) },
  { pattern: /\|\|([\s\S]+?)\|\|/y, build: ([, inner], parse) => spoiler(parse(inner)) },
  { pattern: /\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/y, build: ([, inner], parse) => el("strong", {}, parse(inner)) },
  { pattern: /__((?:\\[\s\S]|[^\\])+?)__(?!_)/y, build: ([, inner], parse) => el("u", {}, parse(inner)) },
  { pattern: /~~((?:\\[\s\S]|[^\\])+?)~~/y, build: ([, inner], parse) => el("s", {}, parse(inner)) },
  { pattern: /\*(?=\S)((?:\*\*[^*]+\*\*|[^*])+?)\*(?!\*)/y, build: ([, inner], parse) => el("em", {}, parse(inner)) },
  // snake_case is no emphasis: an underscore counts at the edge of a word only.
  { pattern: /_((?:__[^_]+__|[^_])+?)_(?!\w)/y, wordStart: true, build: ([, inner], parse) => el("em", {}, parse(inner)) },
  {
    pattern: /\[((?:\\.|[^[\]\\])+)\]\(<?(https?:\/\/[^\s<>)]+)>?(?:\s+"[^"]*")?\)/y,
    build: ([, label, address], parse) => link(address, parse(label)),
  },
  { pattern: /<(https?:\/\/[^\s<>]+)>/y, build: ([, address], _parse, names) => link(address, null, names) },
  { pattern: /https?:\/\/[^\s<|]+[^\s<|.,:;"')\]!?*_~]/y, build: ([address], _parse, names) => link(address, null, names) },
  { pattern: /<@!?(\d+)>/y, build: ([, id], _parse, names) => mention(`@${names.user(id)}`) },
  { pattern: /<@&(\d+)>/y, build: ([, id], _parse, names) => mention(`@${names.role(id)}`) },
  { pattern: /<#(\d+)>/y, build: ([, id], _parse, names) => jumpButton({ channelId: id }, { class: "mention" }, `#${names.channel(id)}`) },
  { pattern: /<\/([^:>]+):\d+>/y, build: ([, name]) => mention(`/${name}`) },
  { pattern: /<a?:(\w+):\d+>/y, build: ([, name]) => document.createTextNode(`:${name}:`) },
  {
    pattern: /<t:(-?\d{1,13})(?::([tTdDfFRsS]))?>/y,
    build: ([, seconds, style]) => timeElement(new Date(Number(seconds) * 1000), style ?? "f"),
  },
  { pattern: /@(everyone|here)\b/y, build: ([name]) => mention(name) },
];

function link(address, label, names) {
  const place = placeOf(address);
  if (!place) return outsideLink(address, label ?? address);
  const words = label ?? `#${names.channel(place.channelId)}${place.messageId ? " › message" : ""}`;
  return jumpButton(place, { class: "mention" }, words);
}

function mention(label) {
  return el("span", { class: "mention", text: label });
}

function spoiler(nodes) {
  const cover = el("button", { type: "button", class: "spoiler", "aria-expanded": "false", "aria-label": "Hidden text. Press to show it" });
  const inside = el("span", { class: "spoiler-text" }, nodes);
  inside.inert = true;
  cover.append(inside);
  cover.addEventListener("click", () => {
    const shown = el("span", { class: "spoiler-shown", tabindex: "-1" }, [...inside.childNodes]);
    const hadFocus = document.activeElement === cover;
    cover.replaceWith(shown);
    if (hadFocus) shown.focus();
  });
  return cover;
}
