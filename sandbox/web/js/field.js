// One option of a slash command as a form field, and what was put in it.

import { el, uniqueId } from "./dom.js";

export const KIND = { STRING: 3, INTEGER: 4, BOOLEAN: 5, USER: 6, CHANNEL: 7, ROLE: 8, MENTIONABLE: 9, NUMBER: 10, ATTACHMENT: 11 };
const CHOOSERS = { [KIND.USER]: "user", [KIND.CHANNEL]: "channel", [KIND.ROLE]: "role", [KIND.MENTIONABLE]: "mentionable" };
const KIND_NAMES = { [KIND.INTEGER]: "whole number", [KIND.NUMBER]: "number", [KIND.USER]: "person", [KIND.CHANNEL]: "room", [KIND.ROLE]: "role" };

export class Field {
  constructor(option, room) {
    this.option = option;
    this.input = this.makeInput(room);
    this.input.id = uniqueId("option");
    this.hint = el("p", { class: "hint", id: `${this.input.id}-hint`, text: this.describe() });
    this.error = el("p", { class: "error", id: `${this.input.id}-error`, hidden: true });
    this.input.setAttribute("aria-describedby", `${this.hint.id} ${this.error.id}`);
    if (option.required) this.input.setAttribute("aria-required", "true");
    this.node = el("div", { class: "field" },
      el("label", { for: this.input.id }, option.name, option.required ? null : el("span", { class: "quiet", text: " optional" })),
      this.input, this.hint, this.error);
    // What the bot offered and the person took: its value may differ from the words shown.
    this.taken = null;
    this.input.addEventListener("input", () => {
      this.taken = null;
      this.complain(null);
    });
  }

  describe() {
    const { description, type, choices, min_value: least, max_value: most } = this.option;
    const kind = KIND_NAMES[type] && !choices?.length ? ` (${KIND_NAMES[type]}${range(least, most)})` : "";
    // discord.py fills an empty description with an ellipsis.
    return `${description === "…" ? "" : description}${kind}`.trim();
  }

  makeInput(room) {
    const { option } = this;
    if (option.choices?.length) return menu(option.choices.map(({ name }, place) => ({ label: name, value: String(place) })), option.required);
    if (option.type === KIND.BOOLEAN) return menu([{ label: "Yes", value: "true" }, { label: "No", value: "false" }], option.required);
    if (option.type in CHOOSERS) return menu(room.choices(CHOOSERS[option.type], option.channel_types), option.required);
    if (option.type === KIND.ATTACHMENT) return el("input", { type: "file" });
    const isNumber = option.type === KIND.INTEGER || option.type === KIND.NUMBER;
    const list = option.autocomplete ? { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false" } : {};
    return el("input", { type: "text", autocomplete: "off", spellcheck: "false", maxlength: option.max_length ?? 6000, inputmode: isNumber ? "decimal" : null, ...list });
  }

  /** Takes one of the bot's suggestions. */
  take(choice) {
    this.input.value = choice.name;
    this.taken = choice;
    this.complain(null);
  }

  complain(reason) {
    this.error.hidden = !reason;
    this.error.textContent = reason ?? "";
    this.input.toggleAttribute("aria-invalid", Boolean(reason));
    if (reason) this.input.setAttribute("aria-invalid", "true");
  }

  get isEmpty() {
    return this.input.value.trim() === "";
  }

  /** What is in the field now, unchecked, for a bot that makes suggestions. */
  draft() {
    const { name, type } = this.option;
    return { type, name, value: this.taken?.value ?? (this.valueOf().value ?? this.input.value) };
  }

  /** The file that was chosen, for an option that takes one. */
  get file() {
    return this.input.files?.[0] ?? null;
  }

  /** {value} as Discord takes it, or {error} as a sentence; neither when left empty. */
  read() {
    if (this.isEmpty) return this.option.required ? { error: `${this.option.name} is needed.` } : {};
    if (this.taken) return { value: this.taken.value };
    return this.valueOf();
  }

  valueOf() {
    const { option } = this;
    const typed = this.input.value.trim();
    if (option.choices?.length) return { value: option.choices[Number(typed)]?.value };
    if (option.type === KIND.BOOLEAN) return { value: typed === "true" };
    if (option.type === KIND.INTEGER || option.type === KIND.NUMBER) return number(typed, option);
    if (option.type === KIND.STRING && typed.length < (option.min_length ?? 0)) return { error: `${option.name} needs at least ${option.min_length} characters.` };
    return { value: typed };
  }
}

function range(least, most) {
  if (least !== undefined && most !== undefined) return `, ${least} to ${most}`;
  if (least !== undefined) return `, ${least} or more`;
  return most === undefined ? "" : `, ${most} or less`;
}

function number(typed, option) {
  const value = Number(typed);
  const isWhole = option.type !== KIND.INTEGER || Number.isInteger(value);
  if (!Number.isFinite(value) || !isWhole) return { error: `${option.name} must be a ${KIND_NAMES[option.type]}.` };
  if (value < (option.min_value ?? -Infinity)) return { error: `${option.name} must be ${option.min_value} or more.` };
  if (value > (option.max_value ?? Infinity)) return { error: `${option.name} must be ${option.max_value} or less.` };
  return { value };
}

function menu(choices, isRequired) {
  return el("select", {}, el("option", { value: "", text: isRequired ? "Choose…" : "Not set" }), choices.map(({ label, value }) => el("option", { value, text: label })));
}
