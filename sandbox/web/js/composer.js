// Where one writes: plain messages, replies, and slash commands.

import { CommandForm } from "./commandform.js";
import { entriesOf, search, typedOut } from "./commands.js";
import { avatar, el, icon, iconButton } from "./dom.js";
import { Suggestions } from "./suggestions.js";
import { Typing } from "./typing.js";

export class Composer {
  /** `sent()` is called after the person's own message was taken. */
  constructor(node, { roleOf, sent }) {
    this.node = node;
    this.roleOf = roleOf;
    this.sent = sent;
    this.entries = [];
    this.drafts = new Map();
    this.notice = el("p", { class: "notice", role: "status" });
    this.replyBar = el("div", { class: "reply-bar", hidden: true });
    this.who = el("span", { class: "who" });
    this.box = el("textarea", { id: "composer-text", rows: "1", maxlength: "2000", "aria-autocomplete": "list" });
    this.sendButton = el("button", { type: "submit", class: "icon-button send", "aria-label": "Send", title: "Send" }, icon("send"));
    this.form = el("form", { class: "line" }, this.who, this.box, this.sendButton);
    this.suggestions = new Suggestions(el("ul", { id: "suggestions", role: "listbox", class: "suggestions", hidden: true }));
    const whoTypes = el("p", { class: "typing" });
    this.typing = new Typing(whoTypes);
    node.append(this.suggestions.node, this.notice, this.replyBar, this.form, whoTypes);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("input", () => this.typed());
    this.box.addEventListener("blur", () => this.suggestions.hide());
  }

  open(room) {
    if (this.room) this.drafts.set(this.draftKey(), this.box.value);
    this.room = room;
    this.typing.open(room);
    this.leaveCommand();
    this.reply(null);
    this.say("");
    this.box.value = this.drafts.get(this.draftKey()) ?? "";
    this.entries = [];
    this.refresh();
    this.grow();
  }

  draftKey() {
    return `${this.room.session.person.id} ${this.room.channelId}`;
  }

  /** Says anew who writes where, and whether they may. */
  refresh() {
    const { person } = this.room.session;
    const reason = this.room.store.whySilent(this.room.channel);
    const label = `Message ${this.room.title} as ${person.name} (${this.roleOf(person)})`;
    this.who.replaceChildren(avatar(person.name, person));
    this.box.setAttribute("aria-label", reason ?? label);
    this.box.placeholder = reason ?? `Message ${this.room.title} as ${person.name}`;
    // Read-only rather than disabled: slash commands still work for who may not write.
    this.silent = reason;
    this.form.classList.toggle("silent", Boolean(reason));
  }

  focus() {
    (this.command ?? this.box).focus();
  }

  /** Shows a line above the box; errors are read out at once. */
  say(words, { isError = false } = {}) {
    this.notice.textContent = words;
    this.notice.classList.toggle("error", isError);
    this.notice.setAttribute("role", isError ? "alert" : "status");
  }

  reply(message) {
    this.replyTo = message;
    this.replyBar.hidden = !message;
    if (!message) return;
    const name = this.room.names.user(message.author.id);
    this.replyBar.replaceChildren(icon("reply"), el("span", {}, "Replying to ", el("strong", { text: name })), iconButton("close", "Do not reply", () => this.reply(null)));
    this.focus();
  }

  mention(userId) {
    this.box.value = `${this.box.value}<@${userId}> `;
    this.focus();
  }

  grow() {
    this.box.style.height = "auto";
    this.box.style.height = `${Math.min(this.box.scrollHeight, 180)}px`;
  }

  async typed() {
    this.grow();
    const text = this.box.value;
    if (!text.startsWith("/") || text.includes("\n")) {
      this.suggestions.hide();
      if (text.trim() && !this.silent) this.typing.tell();
      return;
    }
    if (text === "/" || !this.entries.length) await this.learnCommands();
    if (this.box.value !== text) return;
    const whole = typedOut(this.entries, text.slice(1));
    if (whole) this.startCommand(whole.entry, whole.rest);
    else this.offer(text.slice(1));
  }

  async learnCommands() {
    const { room } = this;
    const commands = await room.commands().catch(() => []);
    if (room === this.room) this.entries = entriesOf(commands);
  }

  offer(typed) {
    const items = search(this.entries, typed).map((entry) => ({
      label: `/${entry.name}`,
      detail: entry.description,
      aside: entry.command.applicationName,
      pick: () => this.startCommand(entry, ""),
    }));
    this.suggestions.show(this.box, "Commands", items, { empty: this.entries.length ? "No command of that name." : "There are no commands for you here." });
  }

  startCommand(entry, first) {
    this.suggestions.hide();
    this.say("");
    this.command = new CommandForm(entry, {
      room: this.room,
      suggestions: this.suggestions,
      first,
      send: (options, files) => this.run(entry, options, files),
      cancel: () => {
        this.leaveCommand();
        this.focus();
      },
    });
    this.form.hidden = true;
    this.node.append(this.command.node);
    this.command.focus();
  }

  leaveCommand() {
    this.suggestions.hide();
    this.command?.node.remove();
    this.command = null;
    this.form.hidden = false;
    this.box.value = "";
    this.grow();
  }

  async run(entry, options, files) {
    const { room, command } = this;
    command.node.setAttribute("aria-busy", "true");
    this.say(`Sending /${entry.name}…`);
    const failure = await room.runCommand(entry.command, options, files);
    command.node.removeAttribute("aria-busy");
    if (room !== this.room || command !== this.command) return;
    // What was typed stays when it failed, so that it can be sent again.
    this.say(failure ? `/${entry.name}: ${failure}` : "", { isError: Boolean(failure) });
    if (failure) return;
    const hadFocus = command.node.contains(document.activeElement);
    this.leaveCommand();
    if (hadFocus) this.focus();
    this.sent();
  }

  key(event) {
    if (this.suggestions.takeKey(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape" && this.replyTo) this.reply(null);
  }

  async submit() {
    const content = this.box.value.trim();
    if (!content) return;
    // A time-out may have ended, or begun, since the room was opened.
    this.refresh();
    if (this.silent) {
      this.say(this.silent, { isError: true });
      return;
    }
    const { room, replyTo } = this;
    this.box.value = "";
    this.grow();
    this.reply(null);
    this.typing.sent();
    try {
      await room.say(content, replyTo);
      this.say("");
      this.sent();
    } catch (error) {
      this.say(error.message, { isError: true });
      if (room === this.room && !this.box.value) this.box.value = content;
    }
  }
}
