// Discord's block markdown: code fences, headings, quotes, lists, paragraphs. Text in, nodes out.

import { el } from "./dom.js";
import { inline } from "./inline.js";

const FENCE = /```(?:([\w+#-]*)\n)?([\s\S]*?)```/g;
const HEADING = /^(#{1,3}) +(\S.*)$/;
const SMALL = /^-# +(\S.*)$/;
const QUOTE = /^> ?(.*)$/;
const ITEM = /^( *)([-*]|\d{1,9}\.) +(\S.*)$/;

/** The nodes of a message's text; `names` as in inline.js. */
export function markdown(text, names) {
  const nodes = [];
  let at = 0;
  for (const match of text.matchAll(FENCE)) {
    nodes.push(...blocks(trimEdge(text.slice(at, match.index)), names));
    nodes.push(el("pre", { tabindex: "0" }, el("code", { text: match[2].replace(/\n$/, "") })));
    at = match.index + match[0].length;
  }
  nodes.push(...blocks(trimEdge(text.slice(at)), names));
  return nodes;
}

// The line break beside a fence belongs to the fence.
function trimEdge(text) {
  return text.replace(/^\n|\n$/g, "");
}

function blocks(text, names) {
  if (!text) return [];
  const lines = text.split("\n");
  const nodes = [];
  while (lines.length) nodes.push(nextBlock(lines, names));
  return nodes;
}

// Takes the lines of one block off the front of `lines`.
function nextBlock(lines, names) {
  const [first] = lines;
  if (first.startsWith(">>> ")) {
    const rest = lines.splice(0).join("\n").slice(4);
    return el("blockquote", {}, blocks(rest, names));
  }
  if (QUOTE.test(first)) return el("blockquote", {}, blocks(take(lines, QUOTE).map((line) => QUOTE.exec(line)[1]).join("\n"), names));
  if (ITEM.test(first)) return list(take(lines, ITEM).map((line) => ITEM.exec(line)), names);
  const heading = HEADING.exec(first);
  if (heading) {
    lines.shift();
    // The page's own headings are h1 to h3.
    return el(`h${heading[1].length + 3}`, {}, inline(heading[2], names));
  }
  const small = SMALL.exec(first);
  if (small) {
    lines.shift();
    return el("p", { class: "small" }, inline(small[1], names));
  }
  return el("p", {}, inline(takeParagraph(lines).join("\n"), names));
}

function take(lines, pattern) {
  const end = lines.findIndex((line) => !pattern.test(line));
  return lines.splice(0, end === -1 ? lines.length : end);
}

function takeParagraph(lines) {
  const end = lines.findIndex((line, place) => place > 0 && [HEADING, SMALL, QUOTE, ITEM].some((pattern) => pattern.test(line)));
  return lines.splice(0, end === -1 ? lines.length : end);
}

function list(items, names) {
  const [[, , sign]] = items;
  const isOrdered = /\d/.test(sign);
  const node = isOrdered ? el("ol", { start: Number.parseInt(sign, 10) }) : el("ul");
  const margin = items[0][1].length;
  while (items.length) {
    const item = el("li", {}, inline(items.shift()[3], names));
    const end = items.findIndex(([, indent]) => indent.length <= margin);
    const below = items.splice(0, end === -1 ? items.length : end);
    if (below.length) item.append(list(below, names));
    node.append(item);
  }
  return node;
}
