// The list above the composer: commands while a slash is typed, the bot's suggestions while an option is filled.

import { el, uniqueId } from "./dom.js";

export class Suggestions {
  constructor(node) {
    this.node = node;
    this.items = [];
    this.place = -1;
  }

  get isOpen() {
    return !this.node.hidden;
  }

  /** Shows `items` ({label, detail, aside, pick}) for `input`; `place` is the one marked, -1 for none. */
  show(input, label, items, { place = 0, empty = null } = {}) {
    this.hide();
    if (!items.length && !empty) return;
    this.input = input;
    this.items = items;
    this.node.setAttribute("aria-label", label);
    this.node.replaceChildren(...items.map((item) => this.row(item)));
    if (!items.length) this.node.append(el("li", { class: "none", role: "presentation", text: empty }));
    this.node.hidden = false;
    input.setAttribute("aria-controls", this.node.id);
    // A textarea may not carry aria-expanded; a combobox must.
    if (input.getAttribute("role") === "combobox") input.setAttribute("aria-expanded", "true");
    this.mark(place);
  }

  row(item) {
    const node = el("li", { role: "option", id: uniqueId("suggestion"), "aria-selected": "false" },
      el("span", { class: "label", text: item.label }),
      item.detail ? el("span", { class: "detail", text: item.detail }) : null,
      item.aside ? el("span", { class: "aside", text: item.aside }) : null);
    // Before blur: a click must not take the keyboard out of the field.
    node.addEventListener("pointerdown", (event) => event.preventDefault());
    node.addEventListener("click", () => this.pick(this.items.indexOf(item)));
    return node;
  }

  mark(place) {
    this.place = Math.max(-1, Math.min(place, this.items.length - 1));
    [...this.node.children].forEach((node, at) => node.setAttribute("aria-selected", String(at === this.place)));
    const marked = this.node.children[this.place];
    if (this.place >= 0 && marked) {
      marked.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", marked.id);
    } else this.input.removeAttribute("aria-activedescendant");
  }

  pick(place) {
    const item = this.items[place];
    this.hide();
    item?.pick();
  }

  hide() {
    if (!this.isOpen) return;
    this.node.hidden = true;
    this.node.replaceChildren();
    this.items = [];
    this.input.removeAttribute("aria-activedescendant");
    this.input.removeAttribute("aria-controls");
    if (this.input.getAttribute("role") === "combobox") this.input.setAttribute("aria-expanded", "false");
  }

  /** Takes the keys that belong to the list; true when one was taken. */
  takeKey(event) {
    if (!this.isOpen) return false;
    const last = this.items.length - 1;
    if (event.key === "ArrowDown" && last >= 0) this.mark(this.place >= last ? 0 : this.place + 1);
    else if (event.key === "ArrowUp" && last >= 0) this.mark(this.place <= 0 ? last : this.place - 1);
    else if (event.key === "Escape") this.hide();
    else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey && this.place >= 0) this.pick(this.place);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }
}
