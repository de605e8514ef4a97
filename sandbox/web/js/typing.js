// "Sam is typing…": told to others while one writes, and shown of others for as long as Discord shows it.

const SHOWN_MS = 10_000;
// Discord's own client tells again no sooner than this.
const TOLD_EVERY_MS = 8000;

export class Typing {
  constructor(node) {
    this.node = node;
    this.until = new Map();
    this.told = 0;
  }

  open(room) {
    this.room = room;
    this.told = 0;
    this.until.clear();
    this.draw();
  }

  /** Tells the room that its reader writes. */
  tell() {
    if (Date.now() - this.told < TOLD_EVERY_MS) return;
    this.told = Date.now();
    // Nobody misses it when it fails.
    this.room.session.api.post(`/channels/${this.room.channelId}/typing`).catch(() => {});
  }

  sent() {
    this.told = 0;
  }

  heard(type, data) {
    if (data.channel_id !== this.room.channelId) return;
    if (type === "MESSAGE_CREATE") this.until.delete(data.author.id);
    else if (data.user_id !== this.room.session.person.id) this.until.set(data.user_id, Date.now() + SHOWN_MS);
    this.draw();
  }

  draw() {
    clearTimeout(this.timer);
    for (const [id, end] of this.until) if (end <= Date.now()) this.until.delete(id);
    const names = [...this.until.keys()].map((id) => this.room.names.user(id));
    this.node.textContent = names.length ? `${new Intl.ListFormat("en").format(names)} ${names.length === 1 ? "is" : "are"} typing…` : "";
    if (names.length) this.timer = setTimeout(() => this.draw(), 1000);
  }
}
