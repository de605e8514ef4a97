// A slash command being filled in: a field for each option, the bot's suggestions, and what is still missing.

import { el } from "./dom.js";
import { nest } from "./commands.js";
import { Field } from "./field.js";

// Long enough to type a word, short enough to feel at once.
const PAUSE_MS = 220;

export class CommandForm {
  /** `send(options, files)` is called with what was filled in; `cancel()` when it was given up. */
  constructor(entry, { room, suggestions, send, cancel, first = "" }) {
    this.entry = entry;
    this.room = room;
    this.suggestions = suggestions;
    this.fields = entry.options.map((option) => new Field(option, room));
    this.node = el("form", { class: "command", novalidate: true, "aria-label": `Command ${entry.name}` },
      el("header", {}, el("strong", { text: `/${entry.name}` }), el("span", { class: "quiet", text: entry.description })),
      this.fields.length ? el("div", { class: "fields" }, this.fields.map((field) => field.node)) : null,
      el("div", { class: "row" },
        el("button", { type: "submit", class: "button primary", text: "Send command" }),
        el("button", { type: "button", class: "button secondary", text: "Cancel", on: { click: cancel } })));
    for (const field of this.fields) this.listen(field);
    this.node.addEventListener("submit", (event) => {
      event.preventDefault();
      const values = this.values();
      if (values) send(nest(entry, values), this.files());
    });
    this.node.addEventListener("keydown", (event) => {
      if (this.suggestions.takeKey(event) || event.key !== "Escape") return;
      event.preventDefault();
      cancel();
    });
    if (first && this.fields[0]?.input.matches("input:not([type=file])")) this.fields[0].input.value = first;
  }

  focus() {
    const first = this.fields.find((field) => field.isEmpty && field.option.required) ?? this.fields[0];
    (first?.input ?? this.node.querySelector("[type=submit]")).focus();
  }

  /** The values of all fields, or null after saying what is wrong with the first that is not right. */
  values() {
    const answers = this.fields.map((field) => ({ field, ...field.read() }));
    for (const { field, error } of answers) field.complain(error ?? null);
    const wrong = answers.find(({ error }) => error);
    if (wrong) {
      wrong.field.input.focus();
      return null;
    }
    return answers.filter(({ value }) => value !== undefined).map(({ field, value }) => ({ type: field.option.type, name: field.option.name, value: field.file ? String(this.files().indexOf(field.file)) : value }));
  }

  /** The files that were chosen; an option's value is its file's place among them. */
  files() {
    return this.fields.filter(({ file }) => file).map(({ file }) => file);
  }

  listen(field) {
    if (!field.option.autocomplete) return;
    const ask = () => {
      clearTimeout(this.pause);
      this.pause = setTimeout(() => this.suggest(field), PAUSE_MS);
    };
    field.input.addEventListener("input", ask);
    field.input.addEventListener("focus", ask);
    field.input.addEventListener("blur", () => {
      clearTimeout(this.pause);
      this.suggestions.hide();
    });
  }

  async suggest(field) {
    const typed = field.input.value;
    const drafts = this.fields.filter((other) => other === field || !other.isEmpty).map((other) => ({ ...other.draft(), ...(other === field ? { value: typed, focused: true } : {}) }));
    const choices = await this.room.suggest(this.entry.command, nest(this.entry, drafts));
    // An answer to what was typed before is no answer to what is typed now.
    if (field.input.value !== typed || document.activeElement !== field.input || field.taken) return;
    const items = choices.map((choice) => ({ label: choice.name, pick: () => field.take(choice) }));
    // Nothing is marked at first, so that Enter sends what was typed.
    this.suggestions.show(field.input, `Suggestions for ${field.option.name}`, items, { place: -1 });
  }
}
