// Makes elements. Content only ever enters as text nodes: nothing here parses HTML.

const SVG = "http://www.w3.org/2000/svg";

// Sixteen-pixel drawings, stroked in the colour of the text around them.
const ICONS = {
  menu: "M2 4h12M2 8h12M2 12h12",
  clock: "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM8 4.5V8l2.5 1.5",
  close: "M3.5 3.5l9 9M12.5 3.5l-9 9",
  more: "M3 8h.01M8 8h.01M13 8h.01",
  reply: "M6.5 3.5L2.5 7.5l4 4M2.5 7.5h6a5 5 0 0 1 5 5",
  send: "M2.5 8L13.5 2.5 11 13.5 7.5 9.5zM7.5 9.5l6-7",
  plus: "M8 3v10M3 8h10",
  eye: "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 6.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6z",
  down: "M4 6l4 4 4-4",
  out: "M6 3.5H3.5v9h9V10M9 3h4v4M13 3L7.5 8.5",
  lock: "M4 7.5h8v6H4zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5",
  hash: "M6 2.5L5 13.5M11 2.5l-1 11M2.5 5.8h11M2.5 10.2h11",
  speaker: "M2.5 6v4h2.5l3.5 3V3L5 6zM11 5.8a3 3 0 0 1 0 4.4",
  link: "M6.5 9.5l3-3M7 4.5l1-1a3 3 0 0 1 4.5 4.5l-1 1M9 11.5l-1 1A3 3 0 0 1 3.5 8l1-1",
};

let lastId = 0;

export function uniqueId(prefix) {
  lastId += 1;
  return `${prefix}-${lastId}`;
}

/**
 * An element. Keys of `props`: `class`, `text`, `on` (event: listener), `data` (dataset);
 * anything else is an attribute, where true means present and false or null absent.
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "class") node.className = value;
    else if (key === "text") node.textContent = value;
    else if (key === "on") for (const [type, hear] of Object.entries(value)) node.addEventListener(type, hear);
    else if (key === "data") Object.assign(node.dataset, value);
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", `icon icon-${name}`);
  // Every icon stands beside a label or inside a labelled button.
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

export function iconButton(name, label, press, props = {}) {
  return el("button", { type: "button", class: "icon-button", "aria-label": label, title: label, on: { click: press }, ...props }, icon(name));
}

// Dark enough for white letters at 4.5:1 in either theme.
const BOT_COLOUR = "#0f6b6b";
const AVATAR_COLOURS = ["#7a4b9a", "#9a4a1f", "#2f5d9b", "#8a3357", "#4d6b1f", "#5c5470"];

/** A round badge with a person's initials; decoration, the name always stands beside it. */
export function avatar(name, { id, bot = false }, extraClass = "") {
  const initials = name.split(/\s+/).map((word) => [...word][0] ?? "").slice(0, 2).join("").toUpperCase();
  const badge = el("span", { class: `avatar ${extraClass}`, "aria-hidden": "true", text: initials || "?" });
  // The low bits of a snowflake are a per-process counter: the time in it spreads better.
  const place = Number((BigInt(id) >> 12n) % BigInt(AVATAR_COLOURS.length) + BigInt(id) % BigInt(AVATAR_COLOURS.length));
  badge.style.backgroundColor = bot ? BOT_COLOUR : AVATAR_COLOURS[place % AVATAR_COLOURS.length];
  return badge;
}

/** The address if a browser may safely open it, else null: javascript: and data: never get through. */
export function safeUrl(address) {
  try {
    const url = new URL(address, location.href);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}

export function outsideLink(address, ...children) {
  const href = safeUrl(address);
  if (href === null) return el("span", {}, ...children);
  return el("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...children);
}
