// Puts the page together: who is looking, which room is open, and what happens when something arrives.

import { sandbox } from "./api.js";
import { follow, onJump } from "./clock.js";
import { Composer } from "./composer.js";
import { openForm } from "./dialogs.js";
import { Drawers } from "./drawers.js";
import { Log } from "./log.js";
import { messageMenu, userMenu } from "./menus.js";
import { fillPanel } from "./panel.js";
import { VIEW_CHANNEL } from "./permissions.js";
import { People, roleOf } from "./people.js";
import { Room } from "./room.js";
import { Rooms, roomIcon } from "./rooms.js";
import { Session } from "./session.js";

const byId = (id) => document.getElementById(id);

class Page {
  constructor(people) {
    this.sessions = new Map(people.map((person) => [person.id, new Session(person)]));
    this.lastRoom = new Map();
    this.log = new Log(byId("log"), this);
    this.composer = new Composer(byId("composer"), { roleOf, sent: () => this.log.draw({ toEnd: true }) });
    this.rooms = new Rooms(byId("rooms"), { open: (id) => this.openRoom(id), write: (id) => this.openDirectMessage(id) });
    this.people = new People(byId("people"), people, (id) => this.viewAs(id));
    this.drawers = new Drawers();
    byId("log").addEventListener("jump", ({ detail }) => this.jump(detail));
    fillPanel(byId("panel"), byId("clock-short"), () => this.session.person);
    for (const session of this.sessions.values()) this.listen(session);
    onJump(() => this.room && this.jumped());
  }

  listen(session) {
    session.addEventListener("state", () => session === this.session && this.showConnection());
    session.addEventListener("event", ({ detail }) => this.heard(session, detail));
  }

  /** Starts the person in view first, then the others, so that each keeps their private replies and marks. */
  async start(personId, channelId) {
    await this.viewAs(personId, channelId);
    for (const session of this.sessions.values()) if (session !== this.session && !session.gateway) session.start();
  }

  async viewAs(personId, channelId) {
    const session = this.sessions.get(personId);
    this.session = session;
    this.people.show(personId);
    document.body.dataset.ready = "";
    if (!session.gateway) await session.start();
    else await session.ready;
    if (session !== this.session) return;
    this.showConnection();
    await this.openRoom(channelId ?? this.lastRoom.get(personId) ?? this.firstRoom());
  }

  firstRoom() {
    const { store } = this.session;
    const rooms = [...store.guilds.keys()].flatMap((id) => store.rooms(id));
    return (rooms.find((channel) => channel.name === "lounge") ?? rooms[0])?.id;
  }

  async openRoom(channelId) {
    const { session } = this;
    const wanted = session.store.channels.get(channelId);
    const isOpen = wanted && session.store.may(VIEW_CHANNEL, wanted);
    const channel = isOpen ? wanted : session.store.channels.get(this.firstRoom());
    document.body.classList.toggle("nowhere", !channel);
    if (!channel) {
      this.nowhere();
      return;
    }
    this.room = new Room(session, channel);
    this.lastRoom.set(session.person.id, channel.id);
    history.replaceState(null, "", `#${session.person.id}/${channel.id}`);
    this.drawers.close();
    this.read();
    this.drawRooms();
    this.showTitle();
    this.composer.open(this.room);
    this.log.open(this.room);
    await this.load();
  }

  // Somebody who was kicked or banned, and has no direct messages open.
  nowhere() {
    this.room = null;
    byId("room-title").textContent = "No rooms";
    byId("room-topic").textContent = `${this.session.person.name} is not in the server.`;
    this.drawRooms();
  }

  async load() {
    const { room } = this;
    try {
      await room.session.loadRoom(room.channelId);
    } catch (error) {
      this.composer.say(error.message, { isError: true });
    }
    if (room !== this.room) return;
    this.log.open(room);
    document.body.dataset.ready = `${room.session.person.id}/${room.channelId}`;
  }

  showTitle() {
    const { room } = this;
    const mark = roomIcon(room.store, room.channel);
    byId("room-title").replaceChildren(...(mark ? [mark] : []), room.isDirect ? room.title : room.channel.name);
    byId("room-topic").textContent = room.channel.topic ?? (room.isDirect ? "Direct message" : "");
    document.title = `${room.title} as ${room.session.person.name}`;
  }

  showConnection() {
    const words = { connecting: "Connecting…", lost: "The connection was lost. Coming back…", refused: "The server does not accept this person any more. Reload the page." };
    byId("connection").textContent = words[this.session.state] ?? "";
  }

  drawRooms() {
    this.rooms.draw(this.session, this.room?.channelId);
  }

  read() {
    this.session.store.markRead(this.room.channelId);
    this.people.mark(this.session.person, this.session.store.hasNews);
  }

  heard(session, { type, data }) {
    if (type === "MESSAGE_CREATE") this.count(session, data);
    if (session !== this.session) return;
    if (!this.room) {
      if (document.body.classList.contains("nowhere") && type === "GUILD_CREATE") this.openRoom(this.firstRoom());
      return;
    }
    if (type === "READY") this.load();
    if (type === "INTERACTION_MODAL_CREATE") openForm(data, this.room);
    if (type === "TYPING_START" || type === "MESSAGE_CREATE") this.composer.typing.heard(type, data);
    if (type.startsWith("MESSAGE_")) this.arrived(type, data);
    else if (/^(CHANNEL|GUILD|THREAD|READY)/.test(type)) this.changed(type);
  }

  count(session, message) {
    const isSeen = session === this.session && message.channel_id === this.room?.channelId;
    if (isSeen) return;
    session.store.noteUnread(message);
    this.people.mark(session.person, session.store.hasNews);
  }

  arrived(type, data) {
    if (data.channel_id === this.room.channelId) this.log.draw();
    if (type === "MESSAGE_CREATE") this.drawRooms();
  }

  changed(type) {
    this.drawRooms();
    if (!this.room.channel || !this.room.store.may(VIEW_CHANNEL, this.room.channel)) {
      this.openRoom(this.firstRoom());
      return;
    }
    this.showTitle();
    this.composer.refresh();
    // Names and roles in the messages may be others now.
    if (type !== "CHANNEL_UPDATE") this.log.draw({ all: true });
  }

  // Another day: what is "today" and who is in a time-out may have changed.
  jumped() {
    this.log.draw({ all: true });
    this.composer.refresh();
  }

  /** Goes to a room, or to a message in it. */
  async jump({ channelId, messageId }) {
    const channel = this.session.store.channels.get(channelId);
    if (!channel || !this.session.store.may(VIEW_CHANNEL, channel)) {
      this.composer.say(`${this.session.person.name} cannot see that room.`, { isError: true });
      return;
    }
    if (channelId !== this.room.channelId) await this.openRoom(channelId);
    if (messageId && !this.log.show(messageId)) this.composer.say("That message is not here any more, or further back.", { isError: true });
  }

  // What the reader does with a message or a person.

  menu(opener, message) {
    messageMenu(opener, message, this.room, this);
  }

  person(opener, user) {
    userMenu(opener, user, this.room, this);
  }

  async press(message, component, values) {
    this.log.fail(message.id, null);
    const failure = await this.room.press(message, component, values);
    if (failure) this.log.fail(message.id, failure);
  }

  dismiss(message) {
    this.room.store.forgetMessage(message.channel_id, message.id);
    this.log.draw();
    this.composer.focus();
  }

  reply(message) {
    this.composer.reply(message);
  }

  mention(userId) {
    this.composer.mention(userId);
  }

  edit(message) {
    this.log.edit(message.id);
  }

  save(message, text) {
    this.log.edit(null);
    if (text && text !== message.content) this.attempt(this.room.edit(message, text));
  }

  remove(message) {
    this.attempt(this.room.remove(message));
  }

  react(message, emoji, isMine) {
    this.attempt(this.room.react(message, emoji, isMine));
  }

  earlier() {
    const { room } = this;
    return this.log.keepPlace(() => room.session.loadEarlier(room.channelId));
  }

  async openDirectMessage(userId) {
    try {
      await this.openRoom(await this.session.openDirectMessage(userId));
      this.composer.focus();
    } catch (error) {
      this.notice("Direct message", error.message);
    }
  }

  /** Says how a thing that was asked for went, if it did not go well. */
  notice(name, failure) {
    this.composer.say(failure ? `${name}: ${failure}` : "", { isError: Boolean(failure) });
  }

  async attempt(work) {
    try {
      await work;
      this.composer.say("");
    } catch (error) {
      this.composer.say(error.message, { isError: true });
    }
  }
}

async function open() {
  const people = await sandbox("GET", "people");
  follow();
  const [, personId, channelId] = /^#(\d+)\/(\d+)$/.exec(location.hash) ?? [];
  const isKnown = people.some((person) => person.id === personId);
  const page = new Page(people);
  await page.start(isKnown ? personId : people[0].id, isKnown ? channelId : undefined);
}

open().catch((error) => {
  byId("connection").textContent = `The page could not open: ${error.message}`;
});
