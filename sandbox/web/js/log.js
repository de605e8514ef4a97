// The messages of the room in view. Draws only what changed, and keeps the reader's place and focus.

import { now } from "./clock.js";
import { el } from "./dom.js";
import { follows, messageEditor, messageNode } from "./message.js";
import { timeOf } from "./snowflake.js";

// Within this many pixels of the end the reader is "at the end", and new messages are followed.
const NEAR_END = 80;

export class Log {
  /** `desk` as in message.js, with save(message, text) and earlier() beside. */
  constructor(node, desk) {
    this.node = node;
    this.desk = desk;
    this.drawn = new Map();
    this.failures = new Map();
    this.editing = null;
    this.isAtEnd = true;
    node.addEventListener("keydown", (event) => this.walk(event));
    node.addEventListener("contextmenu", (event) => this.rightClick(event));
    node.addEventListener("scroll", () => { this.isAtEnd = node.scrollHeight - node.scrollTop - node.clientHeight < NEAR_END; });
    // The composer grows when a command is filled in: the newest message stays in sight.
    new ResizeObserver(() => this.isAtEnd && this.toEnd()).observe(node);
  }

  /** Shows a room; messages that were there before are not read out. */
  open(room) {
    this.room = room;
    this.editing = null;
    this.drawn.clear();
    this.node.replaceChildren();
    this.node.setAttribute("aria-live", "off");
    this.node.setAttribute("aria-label", `Messages in ${room.title}`);
    this.draw({ toEnd: true });
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => this.node.setAttribute("aria-live", "polite"), 400);
  }

  toEnd() {
    this.node.scrollTop = this.node.scrollHeight;
  }

  /** Brings the page in line with what is held; `all` draws every message again, as when a name changed. */
  draw({ all = false, toEnd = false } = {}) {
    const isFollowed = toEnd || this.isAtEnd;
    const focused = this.focusMark();
    if (all && this.editing === null) this.drawn.clear();
    settle(this.node, this.wanted());
    if (isFollowed) this.toEnd();
    this.restoreFocus(focused);
    this.rove();
  }

  /** Draws after `change` put messages above; what the reader was reading stays where it was. */
  async keepPlace(change) {
    const fromEnd = this.node.scrollHeight - this.node.scrollTop;
    await change();
    this.draw();
    this.node.scrollTop = this.node.scrollHeight - fromEnd;
  }

  edit(messageId) {
    this.editing = messageId;
    this.draw();
    const box = this.node.querySelector(".editor textarea");
    box?.focus();
    if (!box && messageId === null) this.node.querySelector('article[tabindex="0"]')?.focus();
  }

  /** Brings a message into sight and gives it the keyboard; false when it is not here. */
  show(messageId) {
    const article = this.node.querySelector(`article[data-id="${messageId}"]`);
    if (!article) return false;
    this.rove(article);
    article.focus({ preventScroll: true });
    article.scrollIntoView({ block: "center" });
    return true;
  }

  fail(messageId, reason) {
    if (reason) this.failures.set(messageId, reason);
    else this.failures.delete(messageId);
    this.draw();
  }

  wanted() {
    const kept = new Map();
    const nodes = [this.keep(kept, `beginning ${Boolean(this.room.channel.hasEarlier)}`, () => this.beginning())];
    let previous = null;
    for (const message of this.room.store.messagesIn(this.room.channelId)) {
      const day = timeOf(message.id).toDateString();
      if (!previous || timeOf(previous.id).toDateString() !== day) {
        nodes.push(this.keep(kept, `day ${day}`, () => dayNode(timeOf(message.id))));
        previous = null;
      }
      nodes.push(this.article(kept, message, previous));
      previous = message;
    }
    this.drawn = kept;
    return nodes;
  }

  keep(kept, key, make) {
    const entry = this.drawn.get(key) ?? { node: make() };
    kept.set(key, entry);
    return entry.node;
  }

  article(kept, message, previous) {
    const state = {
      message,
      isFollowing: follows(message, previous),
      failure: this.failures.get(message.id),
      isEdited: this.editing === message.id,
    };
    const old = this.drawn.get(message.id);
    // What is being typed into a message that changes meanwhile is not thrown away.
    const isOpen = state.isEdited && old?.state.isEdited;
    const isSame = isOpen || (old && Object.keys(state).every((key) => old.state[key] === state[key]));
    const entry = isSame ? old : { state, node: this.make(state) };
    kept.set(message.id, entry);
    return entry.node;
  }

  make({ message, isFollowing, failure, isEdited }) {
    const editor = isEdited && messageEditor(message, {
      save: (text) => this.desk.save(message, text),
      cancel: () => this.edit(null),
    });
    return messageNode(message, { room: this.room, desk: this.desk, isFollowing, failure, editor: editor || null });
  }

  beginning() {
    if (this.room.channel.hasEarlier) {
      return el("button", { type: "button", class: "button secondary earlier", text: "Show earlier messages", on: { click: () => this.desk.earlier() } });
    }
    const words = this.room.isDirect
      ? `This is the beginning of your direct messages with ${this.room.title}.`
      : `This is the beginning of ${this.room.title}.`;
    return el("p", { class: "beginning", text: words });
  }

  // Which control of which message has the keyboard, so that it survives the message being drawn again.
  focusMark() {
    const focused = document.activeElement;
    const article = focused?.closest?.("article.message");
    if (!article || !this.node.contains(article)) return null;
    return { id: article.dataset.id, key: focused.dataset.key, node: focused };
  }

  restoreFocus(mark) {
    if (!mark || mark.node.isConnected) return;
    const article = this.node.querySelector(`article[data-id="${mark.id}"]`);
    const control = [...(article?.querySelectorAll("[data-key]") ?? [])].find((node) => node.dataset.key === mark.key && !node.disabled);
    (control ?? article ?? this.node).focus({ preventScroll: true });
  }

  // One message is a tab stop; the arrow keys move between messages.
  rove(current = null) {
    const articles = [...this.node.querySelectorAll("article.message")];
    const held = current ?? articles.find((article) => article.contains(document.activeElement)) ?? articles.at(-1);
    for (const article of articles) article.tabIndex = article === held ? 0 : -1;
  }

  // As in Discord; on a link or on marked words the browser's own menu is of more use.
  rightClick(event) {
    const article = event.target.closest("article.message");
    if (!article || event.target.closest("a, textarea") || !getSelection().isCollapsed) return;
    event.preventDefault();
    article.querySelector(".more").click();
  }

  walk(event) {
    const article = event.target;
    if (!article.matches("article.message")) return;
    const articles = [...this.node.querySelectorAll("article.message")];
    const place = articles.indexOf(article);
    const steps = { ArrowUp: place - 1, ArrowDown: place + 1, Home: 0, End: articles.length - 1 };
    const next = articles[steps[event.key]];
    if (next) {
      this.rove(next);
      next.focus();
    } else if (event.key === "Enter" || event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) {
      article.querySelector(".more").click();
    } else return;
    event.preventDefault();
  }
}

// A node that stays is not moved: moving would lose its focus and have it read out again.
function settle(parent, wanted) {
  const staying = new Set(wanted);
  for (const child of [...parent.childNodes]) if (!staying.has(child)) child.remove();
  let at = parent.firstChild;
  for (const node of wanted) {
    if (node === at) at = at.nextSibling;
    else parent.insertBefore(node, at);
  }
}

function dayNode(date) {
  const isToday = date.toDateString() === now().toDateString();
  const words = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" }).format(date);
  return el("p", { class: "day" }, el("span", { text: isToday ? `Today, ${words}` : words }));
}
