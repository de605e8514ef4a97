// One question of a form: text, a choice, boxes to tick. Knows how to read itself and what is wrong with it.

import { el, uniqueId } from "./dom.js";

const TEXT = 4;
const CHOOSERS = { 5: "user", 6: "role", 7: "mentionable", 8: "channel" };
const RADIO = 21;
const BOXES = 22;
const BOX = 23;
const PARAGRAPH = 2;

export class FormField {
  /** `label` and `description` come from the label around the component, where there is one. */
  constructor(component, room, { label, description }) {
    this.component = component;
    this.id = uniqueId("question");
    this.error = el("p", { class: "error", id: `${this.id}-error`, hidden: true });
    this.hint = description ? el("p", { class: "hint", id: `${this.id}-hint`, text: description }) : null;
    this.name = label ?? component.label ?? "Your answer";
    this.isRequired = component.type === BOX ? false : component.required ?? true;
    this.make(room);
  }

  make(room) {
    const { component } = this;
    if (component.type === RADIO || component.type === BOXES) this.makeGroup(component.type === RADIO ? "radio" : "checkbox");
    else if (component.type === BOX) this.makeBox();
    else this.makeLabelled(component.type === TEXT ? this.textInput() : this.selectInput(room));
  }

  get described() {
    return { "aria-describedby": [this.hint?.id, this.error.id].filter(Boolean).join(" ") };
  }

  heading() {
    return [this.name, this.isRequired ? null : el("span", { class: "quiet", text: " optional" })];
  }

  makeLabelled(input) {
    this.input = input;
    this.node = el("div", { class: "field" }, el("label", { for: this.id }, this.heading()), this.hint, input, this.error);
    input.addEventListener("input", () => this.complain(null));
  }

  textInput() {
    const { style, placeholder, min_length: least, max_length: most, value } = this.component;
    const common = { id: this.id, placeholder, maxlength: most ?? 4000, minlength: least, "aria-required": String(this.isRequired), autocomplete: "off", ...this.described };
    const input = style === PARAGRAPH ? el("textarea", { rows: "4", ...common }) : el("input", { type: "text", ...common });
    input.value = value ?? "";
    return input;
  }

  selectInput(room) {
    const { component } = this;
    const options = component.options ?? room.choices(CHOOSERS[component.type], component.channel_types);
    const isMany = (component.max_values ?? 1) > 1;
    const nodes = options.map((option) => el("option", { value: option.value, selected: option.default, text: option.description ? `${option.label}: ${option.description}` : option.label }));
    const blank = isMany ? [] : [el("option", { value: "", text: component.placeholder || "Choose…" })];
    return el("select", { id: this.id, multiple: isMany, size: isMany ? Math.min(6, options.length) : null, "aria-required": String(this.isRequired), ...this.described }, blank, nodes);
  }

  makeGroup(type) {
    const boxes = (this.component.options ?? []).map((option) => el("label", { class: "tick" },
      el("input", { type, name: this.id, value: option.value, checked: option.default }),
      el("span", {}, option.label, option.description ? el("small", { text: option.description }) : null)));
    this.node = el("fieldset", { class: "field", ...this.described }, el("legend", {}, this.heading()), this.hint, boxes, this.error);
    this.input = this.node.querySelector("input");
    this.node.addEventListener("change", () => this.complain(null));
  }

  makeBox() {
    this.input = el("input", { type: "checkbox", id: this.id, checked: this.component.default, ...this.described });
    this.node = el("div", { class: "field" }, el("label", { class: "tick" }, this.input, el("span", { text: this.name })), this.hint, this.error);
  }

  complain(reason) {
    this.error.hidden = !reason;
    this.error.textContent = reason ?? "";
    if (reason) this.input?.setAttribute("aria-invalid", "true");
    else this.input?.removeAttribute("aria-invalid");
  }

  values() {
    if (this.input instanceof HTMLSelectElement) return [...this.input.selectedOptions].map((option) => option.value).filter(Boolean);
    return [...this.node.querySelectorAll("input:checked")].map((box) => box.value);
  }

  /** What is wrong, as a sentence, or null. */
  check() {
    const { component } = this;
    if (component.type === BOX) return null;
    if (component.type === TEXT) return this.checkText(this.input.value.trim());
    const count = this.values().length;
    const least = this.isRequired ? Math.max(1, component.min_values ?? 1) : 0;
    if (count < least) return least === 1 ? "Please fill this in." : `Choose at least ${least}.`;
    const most = component.max_values ?? (component.type === BOXES ? count : 1);
    return count > most ? `Choose at most ${most}.` : null;
  }

  checkText(text) {
    if (!text) return this.isRequired ? "Please fill this in." : null;
    const least = this.component.min_length ?? 0;
    return text.length < least ? `Please write at least ${least} characters (now ${text.length}).` : null;
  }

  /** The answer as Discord takes it. */
  answer() {
    const { type, custom_id } = this.component;
    if (type === TEXT) return { type, custom_id, value: this.input.value };
    if (type === BOX) return { type, custom_id, value: this.input.checked };
    if (type === RADIO) return { type, custom_id, value: this.values()[0] ?? null };
    return { type, custom_id, values: this.values() };
  }
}
