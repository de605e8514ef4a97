// A message's buttons and selects, and the layout components that hold them.

import { el, icon, outsideLink, safeUrl } from "./dom.js";
import { jumpButton, placeOf } from "./jump.js";
import { markdown } from "./markdown.js";
import { chooseFrom } from "./popup.js";

const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link" };
const SELECTS = new Set([3, 5, 6, 7, 8]);

/**
 * The node of one component. `context` has `names`, `choices(component)` for selects of people,
 * roles and rooms, and `press(component, values)`, which resolves when the bot has answered.
 */
export function component(data, context) {
  if (SELECTS.has(data.type)) return select(data, context);
  return BUILDERS[data.type]?.(data, context) ?? null;
}

function all(list, context) {
  return (list ?? []).map((data) => component(data, context));
}

const BUILDERS = {
  1: (data, context) => el("div", { class: "row" }, all(data.components, context)),
  2: button,
  9: (data, context) => el("div", { class: "section" }, el("div", {}, all(data.components, context)), component(data.accessory, context)),
  10: (data, context) => el("div", { class: "text" }, markdown(data.content, context.names)),
  13: (data) => outsideLink(data.file?.url ?? "", data.name ?? "File"),
  14: (data) => el("hr", { class: data.divider === false ? "plain" : null }),
  17: container,
};

function container(data, context) {
  const box = el("section", { class: "embed" }, all(data.components, context));
  if (data.accent_color) box.style.setProperty("--bar", `#${data.accent_color.toString(16).padStart(6, "0")}`);
  return box;
}

function face(data) {
  // Discord's custom emoji are pictures from elsewhere; only plain ones are shown.
  const emoji = data.emoji && !data.emoji.id ? `${data.emoji.name} ` : "";
  return `${emoji}${data.label ?? ""}`.trim() || "Button";
}

function button(data, context) {
  if (data.style === 5) {
    const place = placeOf(data.url);
    if (place) return jumpButton(place, { class: "button link" }, face(data));
    const href = safeUrl(data.url);
    return el("a", { class: "button link", href, target: "_blank", rel: "noopener noreferrer" }, face(data), icon("out"));
  }
  const node = el("button", { type: "button", class: `button ${STYLES[data.style] ?? "secondary"}`, text: face(data), disabled: data.disabled, data: { key: data.custom_id } });
  node.addEventListener("click", () => busyWhile(node, () => context.press(data)));
  return node;
}

function select(data, context) {
  const options = data.options ?? context.choices(data);
  const set = options.filter((option) => option.default);
  const shown = set.map((option) => option.label).join(", ") || data.placeholder || "Choose";
  const node = el("button", { type: "button", class: "button select", "aria-haspopup": "listbox", "aria-expanded": "false", disabled: data.disabled, data: { key: data.custom_id } },
    el("span", { text: shown }), icon("down"));
  node.addEventListener("click", () => chooseFrom(node, {
    label: data.placeholder || "Choose",
    options,
    least: data.min_values ?? 1,
    most: data.max_values ?? 1,
    selected: set.map((option) => option.value),
    chosen: (values) => busyWhile(node, () => context.press(data, values)),
  }));
  return node;
}

async function busyWhile(node, press) {
  // Busy, not disabled: a disabled button would lose the keyboard's place.
  if (node.getAttribute("aria-busy") === "true") return;
  node.setAttribute("aria-busy", "true");
  await press();
  node.removeAttribute("aria-busy");
}
