import { api, as_problem, Problem, socket_address } from "./api";
import { Microphone, Player, no_sound } from "./audio";
import { Conversation } from "./conversation";
import { from_bytes, to_bytes } from "./pcm";
import { SessionSocket, type Link } from "./session_socket";
import type { HistoryItem, ServerMessage, SessionState } from "./types";

const input_rate = 16_000;
const output_rate = 24_000;
const microphone_idle_ms = 30_000;
const slots = { session: "utter.session", persona: "utter.persona", voice: "utter.voice", lang: "utter.lang" };

/** Who is heard: you, the assistant, or nobody for one of these reasons. */
export type Speaker = "nobody" | "you" | "thinking" | "assistant";

/** The one conversation of this tab. It stays while other pages are looked at. */
class Talk {
  link = $state<Link>("off");
  state = $state<SessionState>("idle");
  conversation = $state.raw(new Conversation());
  problem = $state<Problem | null>(null);
  /** Said once after a connection came back. */
  resumed = $state<"" | "resumed" | "new">("");
  hands_free = $state(false);
  /** The microphone is open, or somebody was asked for it. */
  microphone = $state<"off" | "opening" | "on">("off");
  sounding = $state(false);
  /** The button is held, or was tapped. */
  pressed = $state(false);
  persona_id = $state(localStorage.getItem(slots.persona) ?? "");
  voice_id = $state(localStorage.getItem(slots.voice) ?? "");
  lang = $state(localStorage.getItem(slots.lang) ?? "");

  speaker = $derived<Speaker>(
    this.state === "recording" && (this.pressed || this.hands_free) ? "you"
    : this.sounding || this.state === "playing" ? "assistant"
    : this.state !== "idle" ? "thinking"
    : "nobody",
  );

  session_id = sessionStorage.getItem(slots.session) ?? "";
  private mic: Microphone | null = null;
  private idle: ReturnType<typeof setTimeout> | undefined;
  // Sound of an answer that was interrupted may still be under way.
  private deaf = false;
  private was_lost = false;
  private input_rate = input_rate;
  private choice_told = true;
  // What was missed is told after session_ready; after a reload the history has it already.
  private known = false;
  private server_lang = "";
  private output: { rate: number; format: "f32le" | "s16le" } = { rate: output_rate, format: "f32le" };
  private readonly player = new Player(
    (busy) => (this.sounding = busy),
    () => (this.problem ??= new Problem(0, no_sound)),
  );
  private readonly socket = new SessionSocket(
    {
      session: () => this.session(),
      address: (session_id) => socket_address(`/ws/session/${encodeURIComponent(session_id)}`),
      linked: (link) => this.linked(link),
      message: (message) => this.hear(message),
      audio: (bytes) => {
        if (!this.deaf) this.player.play(from_bytes(bytes, this.output.format), this.output.rate);
      },
    },
    {
      input: { rate: input_rate, format: "f32le" },
      output: { rate: output_rate, format: "f32le" },
      turn_detection: "manual",
      ...(this.lang ? { lang: this.lang } : {}),
    },
  );

  constructor() {
    addEventListener("online", () => this.socket.hurry());
    // Another page is looked at for long enough that timers sleep: be there at once when it is over.
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.socket.hurry();
    });
  }

  start(): void {
    this.socket.start();
    this.socket.hurry();
  }

  /** What is heard now, for drawing. */
  analyser(): AnalyserNode | null {
    if (this.speaker === "assistant") return this.player.analyser;
    return this.mic?.analyser ?? null;
  }

  /** Opens the microphone and nothing more. */
  async enable(): Promise<void> {
    this.problem = null;
    this.player.wake(this.output.rate);
    if (await this.open_microphone()) this.rest();
  }

  /** Begins to record, in place of whatever the assistant does. */
  async press(): Promise<void> {
    if (this.hands_free || this.pressed) return;
    this.pressed = true;
    this.problem = null;
    this.player.wake(this.output.rate);
    if (!(await this.open_microphone())) {
      this.pressed = false;
      return;
    }
    // The key was let go while the browser asked for permission, or the socket is not back yet.
    if (!this.pressed) return;
    if (!this.socket.online && !(await this.until_online())) {
      this.pressed = false;
      this.problem = new Problem(0, "There is no connection to Utter yet. Try again when it is back.");
      return;
    }
    if (!this.pressed) return;
    if (this.state === "processing" || this.state === "synthesizing") this.socket.send({ type: "cancel" });
    this.hush();
    this.socket.send({ type: "start_recording" });
    this.state = "recording";
  }

  /** The recording is over: answer it. */
  release(): void {
    if (!this.pressed) return;
    this.pressed = false;
    // A finger counts for the browser only when it is lifted: now the answer may sound.
    this.player.wake(this.output.rate);
    if (this.state === "recording") this.socket.send({ type: "stop_recording" });
    this.rest();
  }

  /** Throws away what is recorded, or stops the answer. */
  cancel(): void {
    this.pressed = false;
    this.rest();
    if (this.state === "playing" || this.sounding) {
      this.interrupt();
    } else if (this.state !== "idle") {
      this.socket.send({ type: "cancel" });
      this.conversation = this.conversation.dropped();
    }
  }

  type(text: string): boolean {
    this.problem = null;
    this.player.wake(this.output.rate);
    if (!this.socket.online) {
      this.problem = new Problem(0, "There is no connection to Utter. Your message is still here; send it when it is back.");
      return false;
    }
    if (this.state === "processing" || this.state === "synthesizing") this.socket.send({ type: "cancel" });
    if (this.state === "playing" || this.sounding) this.interrupt();
    this.socket.send({ type: "text", text });
    this.conversation = this.conversation.say(text);
    return true;
  }

  async set_hands_free(on: boolean): Promise<void> {
    this.problem = null;
    this.cancel();
    if (on) {
      this.player.wake(this.output.rate);
      if (!(await this.open_microphone())) return;
    } else {
      this.close_microphone();
    }
    this.hands_free = on;
    this.socket.configure({ turn_detection: on ? "voice" : "manual" });
  }

  /** Nobody looks at the conversation: nothing is recorded any more. */
  leave(): void {
    if (this.state === "recording" && !this.hands_free) this.cancel();
    if (this.hands_free) void this.set_hands_free(false);
    this.close_microphone();
  }

  set_persona(persona_id: string): void {
    this.persona_id = persona_id;
    localStorage.setItem(slots.persona, persona_id);
    // A persona that has a voice brings it, so none is asked for here.
    if (!this.socket.send({ type: "set_persona", persona_id: persona_id || null })) this.choice_told = false;
  }

  set_voice(voice_id: string): void {
    this.voice_id = voice_id;
    localStorage.setItem(slots.voice, voice_id);
    if (!this.socket.send({ type: "set_voice", voice_id: voice_id || null })) this.choice_told = false;
  }

  set_lang(lang: string): void {
    this.lang = lang;
    localStorage.setItem(slots.lang, lang);
    // A session cannot be told to forget its language, only to take the one it began with.
    const said = lang || this.server_lang;
    if (said) this.socket.configure({ lang: said });
  }

  /** Another conversation; the one before can still be read under Sessions. */
  renew(): void {
    this.cancel();
    this.socket.stop();
    this.forget();
    this.conversation = new Conversation();
    this.resumed = "";
    this.was_lost = false;
    this.socket.start();
  }

  /** Tells the session who answers, and with which voice when that is not the persona's own. */
  private choose(): void {
    const has_voice = !this.voice_id && this.persona_id !== "";
    this.choice_told =
      this.socket.send({ type: "set_persona", persona_id: this.persona_id || null }) &&
      (has_voice || this.socket.send({ type: "set_voice", voice_id: this.voice_id || null }));
  }

  private forget(): void {
    this.session_id = "";
    sessionStorage.removeItem(slots.session);
  }

  /** The session of before, when there still is one, with what was said in it; else a new one. */
  private async session(): Promise<string> {
    try {
      if (this.session_id) {
        try {
          const path = `/sessions/${encodeURIComponent(this.session_id)}`;
          await api.get(path);
          // After a reload; otherwise the page knows more than the history, as it knows what is open.
          if (this.conversation.lines.length === 0) {
            this.conversation = Conversation.of(await api.all<HistoryItem>(`${path}/history`));
            this.known = this.conversation.lines.length > 0;
          }
          return this.session_id;
        } catch (error) {
          if (as_problem(error).status !== 404) throw error;
          this.forget();
          if (this.was_lost) this.resumed = "new";
        }
      }
      const { session_id } = await api.post<{ session_id: string }>("/sessions", {
        ...(this.persona_id ? { persona_id: this.persona_id } : {}),
        ...(this.voice_id ? { voice_id: this.voice_id } : {}),
        ...(this.lang ? { lang: this.lang } : {}),
      });
      this.session_id = session_id;
      sessionStorage.setItem(slots.session, session_id);
      return session_id;
    } catch (error) {
      const problem = as_problem(error);
      // A persona or voice that somebody deleted: go on without it.
      if (problem.field === "persona_id") this.set_persona("");
      if (problem.field === "voice_id") this.set_voice("");
      if (!problem.offline && problem.status !== 401) this.problem = problem;
      throw error;
    }
  }

  private linked(link: Link): void {
    if (link === "lost") {
      this.was_lost = true;
      this.hush();
      this.conversation = this.conversation.dropped();
      if (this.pressed) {
        this.pressed = false;
        this.problem = new Problem(0, "The connection was lost while you were talking. Say it again when it is back.");
      }
      this.state = "idle";
      this.resumed = "";
    }
    this.link = link;
  }

  private hear(message: ServerMessage): void {
    switch (message.type) {
      case "session_ready":
        this.state = message.state;
        this.set_output(message.output);
        if (!this.lang) this.server_lang = message.lang;
        this.deaf = false;
        if (this.was_lost && this.resumed !== "new") this.resumed = message.resumed ? "resumed" : "new";
        this.was_lost = false;
        if (!this.choice_told || (!message.resumed && (this.persona_id || this.voice_id))) this.choose();
        // The page was loaded anew while the button was held.
        if (message.state === "recording" && !this.hands_free) this.socket.send({ type: "cancel" });
        break;
      case "configured":
        this.set_output(message.output);
        this.known = false;
        break;
      case "persona_set": // also when somebody asked for it by voice
        this.persona_id = message.persona_id ?? "";
        localStorage.setItem(slots.persona, this.persona_id);
        break;
      case "voice_set":
        this.voice_id = message.voice_id ?? "";
        localStorage.setItem(slots.voice, this.voice_id);
        break;
      case "state":
        this.state = message.state;
        if (message.state === "recording") this.hush(); // the server heard somebody begin
        break;
      case "recording_started":
        this.state = "recording";
        break;
      case "playback_started":
        this.deaf = false;
        this.set_output({ ...this.output, ...message });
        break;
      case "playback_complete":
        if (message.interrupted) this.hush();
        break;
      case "error":
        this.problem = new Problem(400, message.message, "", message.field);
        // The server has no ear for beginnings: back to the button.
        if (message.field === "turn_detection" && this.hands_free) {
          this.hands_free = false;
          this.close_microphone();
          this.socket.configure({ turn_detection: "manual" });
        }
        if (message.field === "persona_id") this.persona_id = "";
        if (message.field === "voice_id") this.voice_id = "";
        break;
      default:
    }
    if (!this.known) this.conversation = this.conversation.hear(message);
  }

  private set_output({ rate, format }: { rate: number; format: string }): void {
    this.output = { rate, format: format === "s16le" ? "s16le" : "f32le" };
  }

  private interrupt(): void {
    // What sounds may be the end of an answer that is over for the server.
    if (this.state === "playing") this.socket.send({ type: "interrupt" });
    this.hush();
  }

  /** Silent now, and deaf for what is still under way of this answer. */
  private hush(): void {
    if (this.state === "playing" || this.sounding) this.deaf = true;
    this.player.stop();
  }

  private until_online(): Promise<boolean> {
    this.socket.hurry();
    return new Promise((done) => {
      const started = Date.now();
      const look = (): void => {
        if (this.socket.online || Date.now() - started > 3000) done(this.socket.online);
        else setTimeout(look, 50);
      };
      look();
    });
  }

  private async open_microphone(): Promise<boolean> {
    if (this.mic) return true;
    this.microphone = "opening";
    try {
      this.mic = await Microphone.open(input_rate, true, (samples) => this.send(samples));
      this.microphone = "on";
    } catch (error) {
      this.problem = as_problem(error);
      this.microphone = "off";
      return false;
    }
    // A browser that does not resample gives its own rate.
    if (this.mic.rate !== this.input_rate) {
      this.input_rate = this.mic.rate;
      this.socket.configure({ input: { rate: this.input_rate, format: "f32le" } });
    }
    return true;
  }

  /** A microphone that nobody speaks into is closed after a while. */
  private rest(): void {
    clearTimeout(this.idle);
    this.idle = setTimeout(() => {
      if (!this.hands_free && !this.pressed) this.close_microphone();
    }, microphone_idle_ms);
  }

  private close_microphone(): void {
    clearTimeout(this.idle);
    this.mic?.close();
    this.mic = null;
    this.microphone = "off";
  }

  private send(samples: Float32Array): void {
    if (this.hands_free || (this.pressed && this.state === "recording")) this.socket.send_audio(to_bytes(samples, "f32le"));
  }
}

export const talk = new Talk();
