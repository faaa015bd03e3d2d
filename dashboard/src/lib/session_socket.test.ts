import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SessionSocket, type Link, type SessionConfiguration } from "./session_socket";
import type { ServerMessage } from "./types";

class FakeSocket {
  static all: FakeSocket[] = [];
  binaryType = "";
  bufferedAmount = 0;
  sent: (string | ArrayBuffer)[] = [];
  closed = false;
  onopen = (): void => {};
  onclose = (): void => {};
  onmessage = (_: { data: string | ArrayBuffer }): void => {};

  constructor(readonly url: string, readonly protocols: string[]) {
    FakeSocket.all.push(this);
  }
  send(what: string | ArrayBuffer): void {
    this.sent.push(what);
  }
  close(): void {
    this.closed = true;
  }
  say(message: unknown): void {
    this.onmessage({ data: JSON.stringify(message) });
  }
  ready(): void {
    this.onopen();
    this.say({ type: "session_ready", session_id: "s1", state: "idle", resumed: false, output: { rate: 24_000, format: "f32le" } });
  }
}

const configuration: SessionConfiguration = {
  input: { rate: 16_000, format: "f32le" },
  output: { rate: 24_000, format: "f32le" },
  turn_detection: "manual",
};

function setup(session: () => Promise<string> = async () => "s1") {
  FakeSocket.all = [];
  const links: Link[] = [];
  const messages: ServerMessage[] = [];
  const audio: ArrayBuffer[] = [];
  const socket = new SessionSocket(
    {
      session,
      address: (id) => ({ url: `ws://x/ws/session/${id}`, protocols: ["utter"] }),
      linked: (link) => links.push(link),
      message: (message) => messages.push(message),
      audio: (bytes) => audio.push(bytes),
    },
    configuration,
    FakeSocket as unknown as typeof WebSocket,
  );
  return { socket, links, messages, audio, last: () => FakeSocket.all.at(-1)! };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

describe("SessionSocket", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("configures first, and is online when the session is ready", async () => {
    const { socket, links, last } = setup();
    socket.start();
    await settle();
    expect(last().url).toBe("ws://x/ws/session/s1");
    expect(socket.send({ type: "cancel" })).toBe(false);
    last().ready();
    expect(JSON.parse(last().sent[0] as string)).toEqual({ type: "configure", ...configuration });
    expect(links).toEqual(["connecting", "online"]);
    expect(socket.send({ type: "start_recording" })).toBe(true);
    expect(last().sent[1]).toBe('{"type":"start_recording"}');
  });

  it("passes on messages and sound, and ignores what it cannot read", async () => {
    const { socket, messages, audio, last } = setup();
    socket.start();
    await settle();
    last().ready();
    last().onmessage({ data: "not json" });
    last().onmessage({ data: "null" });
    last().onmessage({ data: new ArrayBuffer(8) });
    last().say({ type: "state", state: "recording" });
    expect(messages.map(({ type }) => type)).toEqual(["session_ready", "state"]);
    expect(audio).toHaveLength(1);
  });

  it("comes back after a loss, later and later, and soon again once it was there", async () => {
    const { socket, links, last } = setup();
    socket.start();
    await settle();
    last().ready();
    last().onclose();
    expect(links.at(-1)).toBe("lost");
    await vi.advanceTimersByTimeAsync(249);
    expect(FakeSocket.all).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(FakeSocket.all).toHaveLength(2);
    last().onclose();
    await vi.advanceTimersByTimeAsync(499);
    expect(FakeSocket.all).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    last().ready();
    expect(links.at(-1)).toBe("online");
    last().onclose();
    await vi.advanceTimersByTimeAsync(250);
    expect(FakeSocket.all).toHaveLength(4);
  });

  it("tries again when no session can be had, and when the server stays silent", async () => {
    let failures = 1;
    const { socket, links, last } = setup(async () => {
      if (failures-- > 0) throw new Error("offline");
      return "s2";
    });
    socket.start();
    await settle();
    expect(FakeSocket.all).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(250);
    expect(last().url).toContain("s2");
    last().onopen();
    await vi.advanceTimersByTimeAsync(8000);
    expect(last().closed).toBe(true);
    await vi.advanceTimersByTimeAsync(500);
    expect(FakeSocket.all).toHaveLength(2);
    expect(links).toEqual(["connecting"]);
  });

  it("hurries when the network is back", async () => {
    const { socket, last } = setup();
    socket.start();
    await settle();
    last().ready();
    last().onclose();
    socket.hurry();
    await settle();
    expect(FakeSocket.all).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1000);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it("tells a change at once, and all of it when it connects again", async () => {
    const { socket, last } = setup();
    socket.start();
    await settle();
    last().ready();
    socket.configure({ turn_detection: "voice" });
    expect(last().sent[1]).toBe('{"type":"configure","turn_detection":"voice"}');
    const old = last();
    old.onclose();
    await vi.advanceTimersByTimeAsync(250);
    last().ready();
    expect(last()).not.toBe(old);
    expect(JSON.parse(last().sent[0] as string)).toEqual({ type: "configure", ...configuration, turn_detection: "voice" });
  });

  it("ignores what an earlier connection still says", async () => {
    const { socket, messages, last } = setup();
    socket.start();
    await settle();
    const old = last();
    old.ready();
    old.onclose();
    old.say({ type: "state", state: "playing" });
    expect(messages.map(({ type }) => type)).toEqual(["session_ready"]);
  });

  it("drops microphone frames that a slow connection cannot take, and counts them", async () => {
    const { socket, last } = setup();
    socket.start();
    await settle();
    last().ready();
    last().bufferedAmount = 2 ** 21;
    socket.send_audio(new ArrayBuffer(4));
    expect(socket.frames_dropped).toBe(1);
    expect(last().sent).toHaveLength(1);
  });

  it("stays away once it is stopped", async () => {
    const { socket, links, last } = setup();
    socket.start();
    await settle();
    last().ready();
    socket.stop();
    last().onclose();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(links.at(-1)).toBe("off");
    expect(FakeSocket.all).toHaveLength(1);
  });
});
