// One person at the sandbox: their token, gateway, and what they are waiting for. Emits "event" and "state".

import { Api } from "./api.js";
import { Gateway } from "./gateway.js";
import { EPHEMERAL, LOADING, Store } from "./store.js";
import { nonce } from "./snowflake.js";

const PAGE_SIZE = 50;
// Not the reactions: the page may have counted one already, and it would be counted twice.
const PAST_A_PAGE = /^MESSAGE_(CREATE|UPDATE|DELETE)/;
// The server gives the bot 3 s; past this the answer was lost with a connection.
const INTERACTION_WAIT_MS = 6000;
const AUTOCOMPLETE_WAIT_MS = 3500;
// An answer that comes with the success is here by then; later than this the bot is thinking.
const AT_ONCE_MS = 150;
// As long as the bot may take its time: then the interaction's token is over.
const THINKING_MS = 15 * 60 * 1000;

export const COMMAND = 2;
export const COMPONENT = 3;
export const AUTOCOMPLETE = 4;
export const FORM = 5;

export class Session extends EventTarget {
  constructor(person) {
    super();
    this.person = person;
    this.api = new Api(person.token);
    this.store = new Store(person.id);
    this.state = "connecting";
    this.waiting = new Map();
    this.asked = new Map();
    this.ready = new Promise((resolve) => { this.isReady = resolve; });
  }

  async start() {
    const { url } = await this.api.get("/gateway");
    this.gateway = new Gateway(url, this.person.token, (type, data) => this.hear(type, data), (state) => this.changed(state));
    this.gateway.open();
    await this.ready;
  }

  changed(state) {
    this.state = state;
    this.dispatchEvent(new CustomEvent("state", { detail: state }));
  }

  hear(type, data) {
    // The same person in another window asked for this form.
    if (type === "INTERACTION_MODAL_CREATE" && !this.waiting.has(data.nonce)) return;
    this.store.apply(type, data);
    if (type === "READY") this.begin(data);
    if (type === "GUILD_CREATE") this.arrived(data);
    if (type === "MESSAGE_CREATE" && !data.guild_id && !this.store.channels.has(data.channel_id)) this.loadDirectMessages();
    this.settle(type, data);
    this.dispatchEvent(new CustomEvent("event", { detail: { type, data } }));
  }

  // A person's READY carries their guilds whole; a bot's would announce them one by one.
  begin(ready) {
    this.loadDirectMessages();
    for (const guild of ready.guilds) if (guild.channels) this.arrived(guild);
  }

  arrived(guild) {
    // The guild may come with only part of its members; names and choices need all.
    this.gateway.send(8, { guild_id: guild.id, query: "", limit: 0 });
    this.isReady();
  }

  async loadDirectMessages() {
    const channels = await this.api.get("/users/@me/channels");
    for (const channel of channels) this.store.learnChannel(channel);
    this.dispatchEvent(new CustomEvent("event", { detail: { type: "CHANNEL_UPDATE", data: null } }));
  }

  /** Reads a room's newest messages once for each gateway session. */
  async loadRoom(channelId) {
    if (this.store.complete.has(channelId)) return;
    await this.learnPage(channelId, "", { fresh: true });
    this.store.complete.add(channelId);
  }

  async loadEarlier(channelId) {
    const oldest = this.store.messagesIn(channelId).find((message) => !(message.flags & EPHEMERAL));
    await this.learnPage(channelId, `&before=${oldest.id}`, { fresh: false });
  }

  // What is heard while a page is on its way is newer than the page, so it is told to the store again.
  async learnPage(channelId, part, options) {
    const newer = [];
    const note = ({ detail }) => {
      if (PAST_A_PAGE.test(detail.type) && detail.data.channel_id === channelId) newer.push(detail);
    };
    this.addEventListener("event", note);
    try {
      const page = await this.api.get(`/channels/${channelId}/messages?limit=${PAGE_SIZE}${part}`);
      this.store.learnHistory(channelId, page, options);
      this.store.channels.get(channelId).hasEarlier = page.length === PAGE_SIZE;
    } finally {
      this.removeEventListener("event", note);
    }
    for (const { type, data } of newer) this.store.apply(type, data);
  }

  say(channelId, content, replyTo) {
    const body = { content, nonce: nonce() };
    if (replyTo) body.message_reference = { message_id: replyTo.id, channel_id: channelId };
    return this.api.post(`/channels/${channelId}/messages`, body);
  }

  async openDirectMessage(userId) {
    const channel = await this.api.post("/users/@me/channels", { recipients: [userId] });
    this.store.learnChannel(channel);
    return channel.id;
  }

  /** The commands this person may use here, as Discord's full command objects. */
  async commandsIn(channel) {
    const place = channel.guild_id ? `/guilds/${channel.guild_id}` : `/channels/${channel.id}`;
    const index = await this.api.get(`${place}/application-command-index`);
    const names = new Map((index.applications ?? []).map((application) => [application.id, application.name]));
    return index.application_commands.map((command) => ({ ...command, applicationName: names.get(command.application_id) ?? "" }));
  }

  /** Sends an interaction; resolves to null when the bot took it, else to why it failed, as a sentence. */
  interact(type, channel, applicationId, data, extra = {}, files = []) {
    const id = nonce();
    const failed = this.await(id, INTERACTION_WAIT_MS, "This interaction failed: no answer came.");
    const body = { ...this.envelope(type, channel, applicationId, data, id), ...extra };
    if (type === COMMAND) this.asked.set(id, { channel, applicationId });
    this.api.post("/interactions", body, files).catch((error) => this.finish(id, error.message));
    return failed;
  }

  /** The bot's suggestions for the focused option: [{name, value}]. */
  suggest(channel, applicationId, data) {
    const id = nonce();
    const choices = this.await(id, AUTOCOMPLETE_WAIT_MS, []);
    this.api.post("/interactions", this.envelope(AUTOCOMPLETE, channel, applicationId, data, id))
      .catch(() => this.finish(id, []));
    return choices;
  }

  envelope(type, channel, applicationId, data, id) {
    const place = channel.guild_id ? { guild_id: channel.guild_id } : {};
    return { type, application_id: applicationId, ...place, channel_id: channel.id, session_id: this.gateway.sessionId, nonce: id, data };
  }

  await(id, milliseconds, otherwise) {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.finish(id, otherwise), milliseconds);
      this.waiting.set(id, { resolve, timer });
    });
  }

  finish(id, result) {
    const entry = this.waiting.get(id);
    if (!entry) return;
    clearTimeout(entry.timer);
    this.waiting.delete(id);
    entry.resolve(result);
  }

  settle(type, data) {
    if (type === "INTERACTION_MODAL_CREATE") this.asked.delete(data.nonce);
    if (type === "INTERACTION_SUCCESS") setTimeout(() => this.think(data), AT_ONCE_MS);
    if (type === "INTERACTION_SUCCESS" || type === "INTERACTION_MODAL_CREATE") this.finish(data.nonce, null);
    if (type === "INTERACTION_FAILURE") this.finish(data.nonce, "This interaction failed.");
    if (type === "APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE") this.finish(data.nonce, data.choices ?? []);
  }

  // The server says that a command was taken, not whether its answer is still to come. While it is,
  // the page shows a message of its own; the answer carries the same interaction and takes its place.
  think({ id, nonce: name }) {
    const asked = this.asked.get(name);
    this.asked.delete(name);
    if (!asked || this.store.isAnswered(asked.channel.id, id)) return;
    const author = this.store.user(asked.applicationId) ?? { id: asked.applicationId, username: "The bot", bot: true };
    this.show({ id, channel_id: asked.channel.id, type: 0, content: "", author, flags: EPHEMERAL | LOADING });
    setTimeout(() => this.store.message(asked.channel.id, id)?.flags & LOADING && this.forget(asked.channel.id, id), THINKING_MS);
  }

  show(message) {
    this.store.learnMessage(message);
    this.dispatchEvent(new CustomEvent("event", { detail: { type: "MESSAGE_UPDATE", data: message } }));
  }

  forget(channelId, id) {
    this.store.forgetMessage(channelId, id);
    this.dispatchEvent(new CustomEvent("event", { detail: { type: "MESSAGE_DELETE", data: { channel_id: channelId, id } } }));
  }
}
