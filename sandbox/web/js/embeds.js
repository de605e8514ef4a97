// Embeds and attachments of a message.

import { timeElement } from "./clock.js";
import { el, outsideLink } from "./dom.js";
import { inline } from "./inline.js";
import { markdown } from "./markdown.js";

export function embed(data, names) {
  const box = el("section", { class: "embed", "aria-label": data.title ?? "Card" });
  if (data.color) box.style.setProperty("--bar", `#${data.color.toString(16).padStart(6, "0")}`);
  if (data.author?.name) box.append(el("p", { class: "embed-author" }, link(data.author.url, [data.author.name])));
  if (data.title) box.append(el("h3", { class: "embed-title" }, link(data.url, inline(data.title, names))));
  if (data.description) box.append(el("div", { class: "text" }, markdown(data.description, names)));
  if (data.fields?.length) box.append(el("dl", { class: "embed-fields" }, data.fields.map((field) => fieldNode(field, names))));
  for (const picture of [data.image, data.thumbnail]) {
    // Pictures live on other servers; the page loads nothing from outside on its own.
    if (picture?.url) box.append(el("p", {}, outsideLink(picture.url, picture.description || "Picture")));
  }
  const foot = footer(data);
  if (foot) box.append(foot);
  return box;
}

function link(address, children) {
  return address ? outsideLink(address, ...children) : el("span", {}, children);
}

function fieldNode(field, names) {
  return el("div", { class: field.inline ? "embed-field inline" : "embed-field" },
    el("dt", {}, inline(field.name, names)),
    el("dd", { class: "text" }, markdown(field.value, names)));
}

function footer(data) {
  const parts = [];
  if (data.footer?.text) parts.push(data.footer.text);
  if (data.timestamp) parts.push(timeElement(new Date(data.timestamp), "f"));
  if (!parts.length) return null;
  return el("p", { class: "embed-footer" }, parts.length === 2 ? [parts[0], " · ", parts[1]] : parts);
}

export function attachment(data) {
  const size = data.size >= 1024 ? `${Math.round(data.size / 1024)} KB` : `${data.size ?? 0} bytes`;
  const label = data.description ? `${data.filename}: ${data.description}` : data.filename;
  return el("p", { class: "attachment" }, outsideLink(data.url, label), el("span", { class: "quiet", text: ` ${size}` }));
}
