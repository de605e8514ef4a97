// One person's gateway connection: identify, heartbeats, RESUME after a drop, and patience.

const API_QUERY = "?v=10&encoding=json";
const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 8000;
// Discord's final closes: coming back with the same token would only be refused again.
const FINAL = new Set([4004, 4010, 4011, 4012, 4013, 4014]);

export class Gateway {
  /** `hear(type, data)` gets each dispatch, `changed(state)` "connecting", "ready", "lost" or "refused". */
  constructor(url, token, hear, changed) {
    this.url = url.replace(/\/?$/, "/") + API_QUERY;
    this.token = token;
    this.hear = hear;
    this.changed = changed;
    this.sequence = null;
    this.sessionId = null;
    this.wait = FIRST_WAIT_MS;
  }

  open() {
    this.changed("connecting");
    const socket = new WebSocket(this.url);
    this.socket = socket;
    socket.addEventListener("message", (event) => this.receive(JSON.parse(event.data)));
    socket.addEventListener("close", (event) => this.lost(event.code));
  }

  send(op, d) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify({ op, d }));
  }

  receive(frame) {
    if (frame.s !== null && frame.s !== undefined) this.sequence = frame.s;
    if (frame.op === 0) this.dispatch(frame.t, frame.d);
    else if (frame.op === 1) this.send(1, this.sequence);
    else if (frame.op === 7) this.socket.close(4000);
    else if (frame.op === 9) this.forget(frame.d);
    else if (frame.op === 10) this.hello(frame.d.heartbeat_interval);
    else if (frame.op === 11) this.answered = true;
  }

  hello(interval) {
    this.answered = true;
    clearInterval(this.heart);
    this.heart = setInterval(() => this.beat(), interval);
    if (this.sessionId) {
      this.send(6, { token: this.token, session_id: this.sessionId, seq: this.sequence });
      return;
    }
    const properties = { os: navigator.platform || "unknown", browser: "sandbox page", device: "" };
    this.send(2, { token: this.token, properties, compress: false });
  }

  beat() {
    // A heartbeat without an answer means the line is dead though the socket has not noticed.
    if (!this.answered) {
      this.socket.close(4000);
      return;
    }
    this.answered = false;
    this.send(1, this.sequence);
  }

  dispatch(type, data) {
    if (type === "READY") this.sessionId = data.session_id;
    if (type === "READY" || type === "RESUMED") {
      this.wait = FIRST_WAIT_MS;
      this.changed("ready");
    }
    this.hear(type, data);
  }

  forget(resumable) {
    if (!resumable) {
      this.sessionId = null;
      this.sequence = null;
    }
    this.socket.close(4000);
  }

  lost(code) {
    clearInterval(this.heart);
    if (FINAL.has(code)) {
      this.changed("refused");
      return;
    }
    this.changed("lost");
    setTimeout(() => this.open(), this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
  }
}
