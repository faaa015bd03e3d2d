import type { ClientMessage, ServerMessage } from "./types";
import type { Format } from "./pcm";

export interface SessionConfiguration {
  input: { rate: number; format: Format };
  output: { rate: number; format: Format };
  turn_detection: "manual" | "voice";
  lang?: string;
}

/** connecting: for the first time; lost: it was there, and is tried again. */
export type Link = "off" | "connecting" | "online" | "lost";

export interface SessionPeer {
  /** Finds or makes the session to connect to; throws when that cannot be done now. */
  session(): Promise<string>;
  address(session_id: string): { url: string; protocols: string[] };
  linked(link: Link): void;
  message(message: ServerMessage): void;
  audio(bytes: ArrayBuffer): void;
}

/** What waits to be sent; beyond it, microphone frames are dropped. */
const backlog_max = 1024 * 1024;
const ready_timeout_ms = 8000;
const delays_ms = [250, 500, 1000, 2000, 5000];

/**
 * The WebSocket of one session: connects, says how sound is coded, and comes back to the same
 * session when the connection is lost, for as long as it is wanted.
 */
export class SessionSocket {
  /** Microphone frames that did not fit what waits to be sent. */
  frames_dropped = 0;

  private socket: WebSocket | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private attempts = 0;
  private link: Link = "off";
  // Grows with every connection and every stop, so that what belongs to an earlier one is ignored.
  private epoch = 0;

  constructor(
    private readonly peer: SessionPeer,
    private configuration: SessionConfiguration,
    private readonly Socket: typeof WebSocket = WebSocket,
  ) {}

  get online(): boolean {
    return this.link === "online";
  }

  start(): void {
    if (this.link !== "off") return;
    this.go("connecting");
    void this.connect();
  }

  stop(): void {
    this.leave();
    this.go("off");
  }

  /** Tries again now instead of when the waiting is over. */
  hurry(): void {
    if (this.timer === undefined || this.socket) return;
    this.attempts = 0;
    void this.connect();
  }

  /** Told at once when there is a connection, and anew with each one. */
  configure(change: Partial<SessionConfiguration>): void {
    this.configuration = { ...this.configuration, ...change };
    if (this.online) this.socket?.send(JSON.stringify({ type: "configure", ...change }));
  }

  /** @return false when there is no connection */
  send(message: ClientMessage): boolean {
    if (!this.online) return false;
    this.socket?.send(JSON.stringify(message));
    return true;
  }

  send_audio(bytes: ArrayBuffer): void {
    if (!this.online || !this.socket) return;
    if (this.socket.bufferedAmount > backlog_max) this.frames_dropped += 1;
    else this.socket.send(bytes);
  }

  private go(link: Link): void {
    if (this.link === link) return;
    this.link = link;
    this.peer.linked(link);
  }

  private leave(): void {
    this.epoch += 1;
    clearTimeout(this.timer);
    this.timer = undefined;
    const socket = this.socket;
    this.socket = null;
    socket?.close(1000);
  }

  private async connect(): Promise<void> {
    this.leave();
    const epoch = this.epoch;
    const current = (): boolean => this.epoch === epoch;
    let session_id: string;
    try {
      session_id = await this.peer.session();
    } catch {
      if (current()) this.retry();
      return;
    }
    if (!current()) return;
    const { url, protocols } = this.peer.address(session_id);
    const socket = new this.Socket(url, protocols);
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    const lost = (): void => {
      if (!current()) return;
      this.leave();
      this.retry();
    };
    this.timer = setTimeout(lost, ready_timeout_ms);
    socket.onopen = () => {
      if (current()) socket.send(JSON.stringify({ type: "configure", ...this.configuration }));
    };
    socket.onclose = lost;
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (!current()) return;
      if (typeof data !== "string") {
        this.peer.audio(data);
        return;
      }
      const message = parsed(data);
      if (!message) return;
      if (message.type === "session_ready") {
        clearTimeout(this.timer);
        this.timer = undefined;
        this.attempts = 0;
        this.go("online");
      }
      this.peer.message(message);
    };
  }

  private retry(): void {
    this.go(this.link === "online" || this.link === "lost" ? "lost" : "connecting");
    const delay = delays_ms[Math.min(this.attempts, delays_ms.length - 1)]!;
    this.attempts += 1;
    this.timer = setTimeout(() => void this.connect(), delay);
  }
}

function parsed(text: string): ServerMessage | null {
  try {
    const message: unknown = JSON.parse(text);
    const named = message !== null && typeof message === "object" && "type" in message;
    return named && typeof message.type === "string" ? (message as ServerMessage) : null;
  } catch {
    return null;
  }
}
