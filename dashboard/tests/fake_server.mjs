// A small platform for developing the dashboard and for its tests: the interface of the real one, with
// engines that hear one sentence and speak in tones. Everything is in memory.
//   node tests/fake_server.mjs [--port 8080] [--root ../build/dashboard] [--key KEY] [--empty]
import { createServer } from "node:http";
import { existsSync, readFileSync, statSync } from "node:fs";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { WebSocketServer } from "ws";

const csp =
  "default-src 'self'; style-src 'self'; connect-src 'self' ws: wss:; media-src 'self' blob:; img-src 'self'; " +
  "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'";
const mime = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8",
};
const audio_types = ["audio/wav", "audio/x-wav", "audio/flac", "audio/ogg", "audio/mpeg"];
const heard_text = "what time is it";
const states_with_work = ["processing", "synthesizing", "playing"];

class Refused extends Error {
  constructor(status, title, detail = title, field = undefined) {
    super(detail);
    Object.assign(this, { status, title, detail, field });
  }
}

let counter = 0;
const new_id = (prefix) => `${prefix}-${(++counter).toString(16).padStart(4, "0")}`;
const iso = (back_s = 0) => new Date(Date.now() - back_s * 1000).toISOString();
const quality = (s) => (s >= 600 ? "professional" : s >= 60 ? "standard" : s >= 10 ? "quick" : null);

/** Seconds and rate of a WAV file; of other containers a guess, as nothing here decodes them. */
function measure(bytes, type) {
  if (!type.includes("wav")) return { seconds: bytes.length / 16_000, sample_rate: 24_000 };
  if (bytes.length < 44 || bytes.toString("latin1", 0, 4) !== "RIFF") {
    throw new Refused(422, "Not audio", "The body is no WAV file.", "body");
  }
  const rate = bytes.readUInt32LE(24);
  return { seconds: (bytes.length - 44) / bytes.readUInt32LE(28), sample_rate: rate };
}

/** Something that sounds a little like syllables. */
function tone(seconds, rate, hz) {
  const samples = new Float32Array(Math.round(seconds * rate));
  for (let i = 0; i < samples.length; ++i) {
    const t = i / rate;
    const syllable = Math.max(0, Math.sin(t * 2 * Math.PI * 3.1)) ** 0.6 * (0.55 + 0.45 * Math.sin(t * 2.3));
    const pitch = hz * (1 + 0.06 * Math.sin(t * 4.1));
    samples[i] = 0.28 * syllable * (Math.sin(2 * Math.PI * pitch * t) + 0.4 * Math.sin(4 * Math.PI * pitch * t));
  }
  return samples;
}

export function wav(samples, rate) {
  const out = Buffer.alloc(44 + samples.length * 2);
  out.write("RIFF", 0);
  out.writeUInt32LE(36 + samples.length * 2, 4);
  out.write("WAVEfmt ", 8);
  out.writeUInt32LE(16, 16);
  out.writeUInt16LE(1, 20);
  out.writeUInt16LE(1, 22);
  out.writeUInt32LE(rate, 24);
  out.writeUInt32LE(rate * 2, 28);
  out.writeUInt16LE(2, 32);
  out.writeUInt16LE(16, 34);
  out.write("data", 36);
  out.writeUInt32LE(samples.length * 2, 40);
  samples.forEach((sample, i) => out.writeInt16LE(Math.round(Math.max(-1, Math.min(1, sample)) * 32_767), 44 + i * 2));
  return out;
}

export class FakePlatform {
  constructor({ root = "", key = "", empty = false } = {}) {
    this.root = root;
    this.key = key;
    this.began = Date.now();
    this.voices = new Map();
    this.samples = new Map();
    this.personas = new Map();
    this.jobs = new Map();
    this.sessions = new Map();
    this.turns = [];
    this.skills = [];
    this.settings = new Map();
    this.devices = [];
    this.clients = [];
    /** What the sessions heard, for tests: {samples, peak, hz}. */
    this.heard = [];
    this.connections = new Set();
    this.watchers = new Set();
    this.requests = [];
    if (!empty) this.fill();
    this.http = createServer((request, response) => void this.answer(request, response));
    this.sockets = new WebSocketServer({
      noServer: true,
      handleProtocols: (offered) => (offered.has("utter") ? "utter" : false),
    });
    this.http.on("upgrade", (request, socket, head) => this.upgrade(request, socket, head));
  }

  listen(port = 0) {
    return new Promise((done) => {
      this.http.listen(port, "127.0.0.1", () => {
        this.port = this.http.address().port;
        this.url = `http://127.0.0.1:${this.port}/`;
        done(this);
      });
    });
  }

  close() {
    for (const session of this.sessions.values()) this.quiet(session);
    for (const job of this.jobs.values()) clearInterval(job.timer);
    for (const socket of [...this.connections, ...this.watchers]) socket.terminate();
    this.http.closeAllConnections?.();
    return new Promise((done) => this.http.close(done));
  }

  /** Cuts every session's connection, as a network does. */
  cut() {
    for (const socket of this.connections) socket.terminate();
  }

  fill() {
    const voice = (name, fields) => {
      const id = new_id("v");
      this.voices.set(id, {
        id, name, description: "", lang: "en-US", status: "untrained", quality: null, seconds: 0, samples: 0,
        created_at: iso(86_400 * 3), updated_at: iso(4000), revision: 1, job_id: null, ...fields,
      });
      for (let i = 0; i < (fields.samples ?? 0); ++i) {
        const seconds = fields.seconds / fields.samples;
        const sample = { id: new_id("a"), voice_id: id, name: i % 2 ? "" : `tape-${i + 1}.wav`, seconds, sample_rate: 24_000, uploaded_at: iso(7000 - i * 60) };
        this.samples.set(sample.id, { ...sample, type: "audio/wav", bytes: wav(tone(Math.min(4, seconds), 24_000, 180), 24_000) });
      }
      return id;
    };
    const mara = voice("Mara", { description: "Warm, a little slow", status: "ready", quality: "standard", seconds: 142, samples: 6, revision: 4 });
    voice("Grandfather", { description: "From the old tapes", lang: "de-DE", seconds: 24, samples: 2, status: "untrained" });
    voice("Newsroom", { seconds: 6.5, samples: 1 });
    const persona = (name, fields) => {
      const id = new_id("p");
      this.personas.set(id, {
        id, name, description: "", system_prompt: "", llm: "", model: "", voice_id: null, memory: 8, temperature: null,
        revision: 1, created_at: iso(90_000), updated_at: iso(9000), ...fields,
      });
    };
    persona("Alice", {
      description: "A friendly librarian who answers briefly", llm: "home", model: "llama3.2", voice_id: mara,
      system_prompt: "You are Alice, a friendly librarian. Answer in at most three sentences.", temperature: 0.7,
    });
    persona("Doctor Bob", { description: "Explains things step by step", llm: "openai", model: "gpt-4o-mini", memory: 4, system_prompt: "You are Doctor Bob. Explain one step at a time." });
    const skill = (skill_id, intents, capabilities, more = {}) => ({ skill_id, session_id: "default", intents, capabilities, loaded: true, own: true, enabled: true, ...more });
    this.skills = [
      skill("alarm.utter", 63, ["converse"]), skill("date-time.utter", 98, []), skill("calculator.utter", 0, ["common_query"]), skill("reminder.utter", 56, ["converse"]),
      skill("timer.utter", 84, ["converse"]), skill("about.utter", 35, ["fallback"]), skill("ovos-skill-weather.openvoiceos", 24, ["common_query"], { own: false }),
      skill("unknown.utter", 0, [], { loaded: false, enabled: false }),
    ];
    this.settings.set("calculator.utter", { revision: 1, settings: { decimals: 4 }, sections: [{ name: "Answers", fields: [{ name: "decimals", type: "number", label: "Digits after the point, 0 to 9", value: "4" }] }] });
    this.settings.set("ovos-skill-weather.openvoiceos", {
      revision: 1, settings: { units: "metric", days: 3, alerts: true, station: { id: "EDDK", height: 92 }, __mycroft_skill_firstrun: false },
      sections: [
        { name: "Units", fields: [{ name: "units", type: "select", label: "Units", options: "Metric|metric;Imperial|imperial", value: "metric" }, { name: "days", type: "number", label: "Days of a forecast", value: "3" }, { name: "alerts", type: "checkbox", label: "Tell me of storms", value: "false" }] },
        { name: "Service", fields: [{ type: "label", label: "Only for places outside Europe." }, { name: "key", type: "password", label: "Key of the service", value: "" }] },
      ],
    });
    this.devices = [
      ["microphone", "alsa_input.usb-Seeed_ReSpeaker_4_Mic_Array-00.multichannel-input", "ReSpeaker 4 Mic Array", true], ["microphone", "alsa_input.pci-0000_00_1f.3.analog-stereo", "Built-in Audio Analog Stereo", false],
      ["loudspeaker", "alsa_output.pci-0000_00_1f.3.analog-stereo", "Built-in Audio Analog Stereo", true],
    ].map(([kind, name, description, chosen]) => ({ kind, name, description, default: chosen, chosen }));
    this.clients = [
      { client: 3, name: "kitchen", limited: true, address: "192.168.1.31", seconds: 86_400 * 3, topics: ["ovos.utterance.speak", "ovos.audio.*"] },
      { client: 5, name: "uid:1000", limited: false, address: "unix", seconds: 5400, topics: null },
      { client: 11, name: "anonymous", limited: false, address: "127.0.0.1", seconds: 42, topics: null },
    ];
    this.add_turn("set a pasta timer for five minutes", { skill: "timer.utter:set_timer", spoken: true, back_s: 40, slots: { name: "pasta", duration: "five minutes" } });
    this.add_turn("how long is left", { skill: "timer.utter:time_left", spoken: true, back_s: 31 });
    this.add_turn("tell me about the sea", { skill: "persona:ask", spoken: true, back_s: 22, answer_ms: 640 });
    this.add_turn("what time is it in Tokyo", { skill: "date-time.utter:time", back_s: 12 });
    this.add_turn("colourless green ideas sleep furiously", { ending: "unmatched", spoken: true, back_s: 5 });
    const old = this.new_session({});
    old.history.push({ role: "user", text: "set a pasta timer for five minutes", at: iso(40) }, { role: "assistant", text: "Your pasta timer is set for five minutes.", at: iso(39) });
    old.created_at = iso(5400);
  }

  add_turn(text, { skill = "", spoken = false, ending = "completed", answer_ms = 9, back_s = 0, session_id = "default", slots = {} } = {}) {
    const jitter = () => 0.8 + ((text.length * 37 + this.turns.length * 13) % 40) / 100;
    const stt = 260 * jitter();
    const match = 1.4 * jitter();
    const tts = 46 * jitter();
    const play = 22 * jitter();
    const listening = 1200 * jitter();
    const [skill_id, intent_name] = skill.split(":");
    const trace = {
      utterance_id: new_id("u"), session_id, began: Date.now() / 1000 - back_s, heard: [text], utterances: [text], entry_lang: "",
      lang: "en-US", lang_source: "session", session: { session_id }, transformers: { utterance: [] },
      pipeline: ["stop", "converse", "template", "keyword", "common_query", "persona_fallback", "fallback"],
      stages: [
        { pipeline_id: "ovos-stop-pipeline-plugin", outcome: "declined", ms: 0.05 },
        { pipeline_id: "ovos-converse-pipeline-plugin", outcome: "declined", ms: 0.02, reason: "no skill asked to converse" },
        ...(ending === "unmatched"
          ? [
              { pipeline_id: "utter-template", outcome: "declined", ms: 0.31, score: 0.22, runner_up: "date-time.utter:date" },
              { pipeline_id: "utter-keyword", outcome: "declined", ms: 0.11 },
              { pipeline_id: "common-query", outcome: "timed_out", ms: 502.0, reason: "nobody answered within 500 ms" },
              { pipeline_id: "persona-fallback", outcome: "declined", ms: 0.03, reason: "no persona is configured" },
            ]
          : [{ pipeline_id: "utter-template", outcome: "claimed", ms: 0.42, score: 0.97, runner_up: "date-time.utter:date" }]),
      ],
      session_fields: ["lang"], ending, detail: ending === "unmatched" ? "no stage took it" : "",
      transforming_ms: 0.12, matching_ms: match, handling_ms: answer_ms,
    };
    if (skill) trace.match = { skill_id, intent_name, lang: "en-US", utterance: text, slots };
    if (spoken) {
      const end = listening;
      trace.turn = {
        moments: {
          wake: 0, speech_end: end, final_text: end + stt,
          ...(skill ? { matched: end + stt + match, first_token: end + stt + match + answer_ms, first_audio: end + stt + match + answer_ms + tts, first_sample: end + stt + match + answer_ms + tts + play } : {}),
        },
        stages: { stt, ...(skill ? { matching: match, answer: answer_ms, tts, playback: play, turn: stt + match + answer_ms + tts + play } : {}) },
      };
    }
    this.turns.unshift(trace);
    this.turns.length = Math.min(this.turns.length, 100);
    return trace;
  }

  // --- the bus -------------------------------------------------------------------------------------

  publish(type, data = {}, context = { source: "utter", session: { session_id: "default" } }) {
    for (const socket of this.watchers) {
      if (socket.matches(type)) socket.send(JSON.stringify({ type, data, context }));
    }
  }

  watch(socket, url) {
    const topics = (url.searchParams.get("topics") ?? "").split(",").filter(Boolean);
    const forms = topics.map((topic) => new RegExp(`^${topic.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&")).join(".*")}$`));
    socket.matches = (type) => forms.length === 0 || forms.some((form) => form.test(type));
    this.watchers.add(socket);
    socket.on("close", () => this.watchers.delete(socket));
  }

  // --- sessions ------------------------------------------------------------------------------------

  new_session({ persona_id = null, voice_id = null, lang = "en-US" }) {
    if (persona_id && !this.personas.has(persona_id)) throw new Refused(422, "No such persona", `There is no persona ${persona_id}.`, "persona_id");
    if (voice_id && !this.voices.has(voice_id)) throw new Refused(422, "No such voice", `There is no voice ${voice_id}.`, "voice_id");
    const session = { session_id: new_id("s"), state: "idle", persona_id, voice_id, lang, connected: false, created_at: iso(), history: [], timers: new Set(), heard: null, fresh: true, backlog: [], voice: false,
      input: { rate: 16_000, format: "f32le" }, output: { rate: 24_000, format: "f32le" } };
    this.sessions.set(session.session_id, session);
    return session;
  }

  shown({ session_id, state, persona_id, voice_id, connected, created_at }) {
    return { session_id, state, persona_id, voice_id, connected, created_at };
  }

  say(session, message) {
    if (session.socket) session.socket.send(JSON.stringify(message));
    else session.backlog.push(message);
  }

  go(session, state) {
    if (session.state === state) return;
    session.state = state;
    this.say(session, { type: "state", state });
  }

  later(session, ms, what) {
    const timer = setTimeout(() => {
      session.timers.delete(timer);
      what();
    }, ms);
    session.timers.add(timer);
  }

  quiet(session) {
    for (const timer of session.timers) clearTimeout(timer);
    session.timers.clear();
    clearInterval(session.playing);
    session.playing = undefined;
  }

  interrupt(session) {
    const played = session.playing !== undefined;
    this.quiet(session);
    if (played) this.say(session, { type: "playback_complete", interrupted: true });
  }

  record(session) {
    this.interrupt(session);
    session.heard = { session_id: session.session_id, samples: 0, peak: 0, hz: 0, crossings: 0, last: 0, partial: 0, silent: 0 };
    this.heard.push(session.heard);
    this.go(session, "recording");
    this.say(session, { type: "recording_started" });
    this.publish("ovos.listener.record.started");
  }

  stop(session) {
    const heard = session.heard;
    session.heard = null;
    this.publish("ovos.listener.record.ended");
    this.go(session, "processing");
    this.later(session, 120, () => {
      const text = heard && heard.samples > session.input.rate * 0.15 && heard.peak > 0.02 ? heard_text : "";
      this.say(session, { type: "transcription", text, is_final: true });
      if (text) this.reply(session, text, true);
      else this.go(session, "idle");
    });
  }

  reply(session, text, spoken) {
    session.history.push({ role: "user", text, at: iso() });
    this.go(session, "processing");
    this.publish("ovos.utterance.handle", { utterances: [text], lang: "en-US" });
    const sentences = /story/.test(text)
      ? ["Once there was a lighthouse that nobody had lit for years.", "One evening a child climbed its stairs with a lantern.", "From far out at sea a bell began to answer.", "And since then the two have kept each other company."]
      : ["It is 3:09 PM.", "The next alarm is at 4 o'clock."];
    this.later(session, 180, () => {
      this.publish("ovos.intent.matched", { skill_id: "date-time.utter", intent_name: "time", lang: "en-US", utterance: text });
      sentences.forEach((sentence, i) => {
        this.later(session, i * 250, () => {
          // No sentence knows whether it is the last; the end of the turn tells.
          this.say(session, { type: "llm_response", text: sentence, is_final: false });
          this.publish("ovos.utterance.speak", { utterance: sentence, lang: "en-US" });
          if (i + 1 === sentences.length) session.history.push({ role: "assistant", text: sentences.join(" "), at: iso() });
          if (i === 0) this.speak(session, sentences, text, spoken);
        });
      });
    });
  }

  speak(session, sentences, text, spoken) {
    this.go(session, "synthesizing");
    this.later(session, 90, () => {
      this.go(session, "playing");
      const { rate } = session.output;
      this.say(session, { type: "playback_started", rate, format: "f32le" });
      this.publish("ovos.audio.output.started");
      const sound = tone(sentences.length * 1.6, rate, session.voice_id ? 196 : 150);
      const block = rate / 50;
      const began = Date.now();
      let at = 0;
      session.playing = setInterval(() => {
        // At the pace of sound, like the platform's rate controller.
        const due = ((Date.now() - began) / 1000 + 0.1) * rate;
        while (at < sound.length && at < due) {
          const part = sound.slice(at, at + block);
          session.socket?.send(Buffer.from(part.buffer, part.byteOffset, part.byteLength));
          at += block;
        }
        if (at < sound.length) return;
        this.quiet(session);
        this.say(session, { type: "playback_complete", interrupted: false });
        this.go(session, "idle");
        this.publish("ovos.audio.output.ended");
        this.publish("ovos.utterance.handled");
      }, 20);
      this.add_turn(text, { skill: "date-time.utter:time", spoken, session_id: session.session_id });
    });
  }

  sound(session, bytes) {
    const { format, rate } = session.input;
    const width = format === "s16le" ? 2 : 4;
    const count = Math.floor(bytes.length / width);
    let peak = 0;
    const heard = session.heard;
    for (let i = 0; i < count; ++i) {
      const sample = width === 2 ? bytes.readInt16LE(i * 2) / 32_768 : bytes.readFloatLE(i * 4);
      peak = Math.max(peak, Math.abs(sample));
      if (heard) {
        if (heard.last < 0 && sample >= 0) heard.crossings += 1;
        heard.last = sample;
      }
    }
    if (session.voice) {
      // Begin and end of speech, by loudness.
      session.loud = peak > 0.05 ? (session.loud ?? 0) + 1 : 0;
      if (!heard && session.loud >= 3) this.record(session);
      if (heard) heard.silent = peak > 0.05 ? 0 : heard.silent + count / rate;
      if (heard && heard.silent > 0.6) this.stop(session);
    }
    if (!heard) return;
    heard.samples += count;
    heard.peak = Math.max(heard.peak, peak);
    heard.hz = heard.crossings / (heard.samples / rate);
    const words = heard_text.split(" ");
    const wanted = Math.min(words.length - 1, Math.floor(heard.samples / rate / 0.3));
    if (wanted > heard.partial && heard.peak > 0.02) {
      heard.partial = wanted;
      this.say(session, { type: "transcription", text: words.slice(0, wanted).join(" "), is_final: false });
    }
  }

  attend(socket, session) {
    this.connections.add(socket);
    session.socket?.terminate();
    session.socket = socket;
    session.connected = true;
    this.say(session, {
      type: "session_ready", session_id: session.session_id, state: session.state, resumed: !session.fresh, lang: session.lang,
      turn_detection: session.voice ? "voice" : "manual", input: session.input, output: session.output,
    });
    session.fresh = false;
    for (const message of session.backlog.splice(0)) this.say(session, message);
    socket.on("close", () => {
      this.connections.delete(socket);
      if (session.socket !== socket) return;
      session.socket = null;
      session.connected = false;
      session.heard = null;
      // Whatever is under way goes on, and is told when somebody is back.
      if (session.state === "recording") session.state = "idle";
    });
    socket.on("message", (bytes, binary) => {
      if (binary) {
        this.sound(session, bytes);
        return;
      }
      const message = JSON.parse(bytes.toString());
      switch (message.type) {
        case "configure":
          // What is absent stays as it is.
          session.input = message.input ?? session.input;
          session.output = message.output ?? session.output;
          session.lang = message.lang ?? session.lang;
          session.voice = (message.turn_detection ?? (session.voice ? "voice" : "manual")) === "voice";
          this.say(session, { type: "configured", lang: session.lang, turn_detection: session.voice ? "voice" : "manual", input: session.input, output: session.output });
          break;
        case "start_recording":
          if (!["idle", "playing"].includes(session.state)) this.say(session, { type: "error", message: `start_recording does not fit ${session.state}` });
          else this.record(session);
          break;
        case "stop_recording":
          if (session.state === "recording") this.stop(session);
          else this.say(session, { type: "error", message: "nothing is being recorded" });
          break;
        case "cancel":
          this.quiet(session);
          session.heard = null;
          this.go(session, "idle");
          break;
        case "interrupt":
          this.interrupt(session);
          if (states_with_work.includes(session.state)) this.go(session, "idle");
          break;
        case "text":
          if (session.state === "playing") this.interrupt(session);
          else if (session.state !== "idle") {
            this.say(session, { type: "error", message: `'text' has to wait: the session is ${session.state}`, field: "text" });
            break;
          }
          this.reply(session, message.text, false);
          break;
        case "set_persona":
        case "set_voice": {
          const field = `${message.type.slice(4)}_id`;
          session[field] = message[field];
          this.say(session, { type: message.type === "set_persona" ? "persona_set" : "voice_set", [field]: message[field] });
          break;
        }
        default:
          this.say(session, { type: "error", message: `"${message.type}" is no message of this protocol`, field: "type" });
      }
    });
  }

  upgrade(request, socket, head) {
    const url = new URL(request.url, "http://x");
    const protocols = (request.headers["sec-websocket-protocol"] ?? "").split(",").map((one) => one.trim());
    const refuse = (status) => socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
    if (this.key && !protocols.includes(`bearer.${this.key}`)) return refuse("401 Unauthorized");
    const accept = (then) => this.sockets.handleUpgrade(request, socket, head, then);
    if (url.pathname === "/ws/events") return accept((peer) => this.watch(peer, url));
    const session = this.sessions.get(/^\/ws\/session\/([^/]+)$/.exec(url.pathname)?.[1] ?? "");
    if (!session) return refuse("404 Not Found");
    accept((peer) => this.attend(peer, session));
  }

  // --- REST ----------------------------------------------------------------------------------------

  train(voice) {
    if (voice.seconds < 10) throw new Refused(409, "Too little audio", "A voice needs at least 10 seconds of audio.", "samples");
    const job = { id: new_id("j"), voice_id: voice.id, state: "running", percent: 0, cancel_requested: false, error: null, created_at: iso(), updated_at: iso() };
    this.jobs.set(job.id, job);
    Object.assign(voice, { status: "training", job_id: job.id, revision: voice.revision + 1 });
    const end = (state) => {
      clearInterval(timer);
      Object.assign(job, { state, updated_at: iso() });
      Object.assign(voice, { status: state === "succeeded" ? "ready" : "untrained", quality: state === "succeeded" ? quality(voice.seconds) : voice.quality, job_id: null, revision: voice.revision + 1 });
    };
    const timer = setInterval(() => {
      job.percent = Math.min(100, job.percent + 5);
      this.publish("utter.training.progress", { job_id: job.id, voice_id: voice.id, percent: job.percent });
      if (job.percent === 100) end("succeeded");
    }, 150);
    Object.defineProperties(job, { timer: { value: timer }, end: { value: end } });
    return job;
  }

  named(map, id, what) {
    const found = map.get(id);
    if (!found) throw new Refused(404, `No such ${what}`, `There is no ${what} ${id}.`);
    return found;
  }

  change(target, body, etag) {
    if (etag && etag !== `"${target.revision}"`) throw new Refused(412, "Changed meanwhile", "Somebody else changed this meanwhile.");
    this.checked(body);
    Object.assign(target, body, { id: target.id, revision: target.revision + 1, updated_at: iso() });
    return target;
  }

  checked(body) {
    if ("name" in body && !String(body.name).trim()) throw new Refused(422, "Invalid", "The name must not be empty.", "name");
    if (body.temperature !== undefined && body.temperature !== null && !(body.temperature >= 0 && body.temperature <= 2)) {
      throw new Refused(422, "Invalid", "The temperature must be between 0 and 2.", "temperature");
    }
    return body;
  }

  route(method, path, body, headers, url) {
    const list = (items) => {
      const limit = Number(url.searchParams.get("limit") ?? 100);
      const from = Number(url.searchParams.get("after") ?? 0);
      return { items: items.slice(from, from + limit), next: from + limit < items.length ? String(from + limit) : null };
    };
    const json = () => {
      try {
        return JSON.parse(body.toString() || "{}");
      } catch {
        throw new Refused(400, "Not JSON", "The body is no JSON.", "body");
      }
    };
    const [area, id, sub, sub_id, leaf] = path.split("/").filter(Boolean);
    const what = `${method} ${[area, id && ":id", sub, sub_id && ":id", leaf].filter(Boolean).join("/")}`;
    switch (what) {
      case "GET status": {
        const running = [...this.jobs.values()].filter(({ state }) => state === "running").length;
        return {
          status: "ok", version: "0.4.0", uptime_s: (Date.now() - this.began) / 1000, sessions: this.sessions.size,
          engines: [
            { port: "stt", name: "pocketsphinx", installed: true, place: 1, healthy: true, advice: "" },
            { port: "stt", name: "wyoming", installed: true, place: null, healthy: false, advice: "not configured: stt.wyoming.uri is empty" },
            { port: "tts", name: "wyoming", installed: true, place: 1, healthy: false, advice: "tcp://127.0.0.1:10200 does not answer; start Piper there, or take it out of tts.engine" },
            { port: "tts", name: "flite", installed: true, place: 2, healthy: true, advice: "" },
            { port: "tts", name: "espeak", installed: true, place: 3, healthy: true, advice: "" },
            { port: "wake", name: "pocketsphinx", installed: true, place: 1, healthy: true, advice: "" },
            { port: "voice", name: "webrtc", installed: true, place: 1, healthy: true, advice: "" },
            { port: "llm", name: "ollama", installed: true, place: 1, healthy: true, advice: "" },
            { port: "llm", name: "openai", installed: true, place: null, healthy: false, advice: "not configured; docs/personas.md shows how" },
          ],
          llms: ["home"],
          lang: "en-US",
          training: { queued: 0, running },
        };
      }
      case "GET voices": return list([...this.voices.values()]);
      case "POST voices": {
        const { name = "", description = "", lang = "en-US" } = this.checked({ name: "", ...json() });
        const voice = { id: new_id("v"), name, description, lang, status: "untrained", quality: null, seconds: 0, samples: 0, created_at: iso(), updated_at: iso(), revision: 1, job_id: null };
        this.voices.set(voice.id, voice);
        return [201, voice];
      }
      case "GET voices/:id": return [200, this.named(this.voices, id, "voice"), { ETag: `"${this.voices.get(id).revision}"` }];
      case "PATCH voices/:id": return this.change(this.named(this.voices, id, "voice"), json(), headers["if-match"]);
      case "DELETE voices/:id":
        this.named(this.voices, id, "voice");
        this.voices.delete(id);
        return [204];
      case "GET voices/:id/samples":
        return list([...this.samples.values()].filter((sample) => sample.voice_id === id).map(({ bytes: _, type: __, ...sample }) => sample));
      case "POST voices/:id/samples": {
        const voice = this.named(this.voices, id, "voice");
        const type = (headers["content-type"] ?? "").split(";")[0];
        if (!audio_types.includes(type)) throw new Refused(415, "Not audio", `"${type}" is not taken; send WAV, FLAC, Ogg or MP3.`, "Content-Type");
        const sample = { id: new_id("a"), voice_id: id, name: url.searchParams.get("name") ?? "", ...measure(body, type), uploaded_at: iso() };
        if (sample.seconds < 1) throw new Refused(422, "Too short", "A sample needs at least one second of audio.", "body");
        this.samples.set(sample.id, { ...sample, bytes: body, type });
        voice.samples += 1;
        voice.seconds += sample.seconds;
        return [201, sample];
      }
      case "DELETE voices/:id/samples/:id": {
        const sample = this.named(this.samples, sub_id, "sample");
        const voice = this.named(this.voices, id, "voice");
        this.samples.delete(sub_id);
        voice.samples -= 1;
        voice.seconds -= sample.seconds;
        return [204];
      }
      case "GET voices/:id/samples/:id/audio": {
        const { bytes, type } = this.named(this.samples, sub_id, "sample");
        return [200, bytes, { "Content-Type": type }];
      }
      case "POST voices/:id/train": return [202, this.train(this.named(this.voices, id, "voice"))];
      case "GET training": return list([...this.jobs.values()]);
      case "GET training/:id": return this.named(this.jobs, id, "job");
      case "DELETE training/:id":
        this.named(this.jobs, id, "job").end("cancelled");
        return this.jobs.get(id);
      case "GET personas": return list([...this.personas.values()]);
      case "POST personas": {
        const persona = { id: new_id("p"), description: "", system_prompt: "", llm: "", model: "", voice_id: null, memory: 8, temperature: null, revision: 1, ...this.checked({ name: "", ...json() }) };
        this.personas.set(persona.id, persona);
        return [201, persona];
      }
      case "GET personas/:id": return [200, this.named(this.personas, id, "persona"), { ETag: `"${this.personas.get(id).revision}"` }];
      case "PATCH personas/:id": return this.change(this.named(this.personas, id, "persona"), json(), headers["if-match"]);
      case "DELETE personas/:id":
        this.named(this.personas, id, "persona");
        this.personas.delete(id);
        return [204];
      case "GET sessions": return { items: [...this.sessions.values()].map((session) => this.shown(session)), next: null };
      case "POST sessions": return [201, { session_id: this.new_session(json()).session_id }];
      case "GET sessions/:id": return this.shown(this.named(this.sessions, id, "session"));
      case "GET sessions/:id/history": return list(this.sessions.get(id)?.history ?? []);
      case "DELETE sessions/:id": {
        const session = this.named(this.sessions, id, "session");
        this.sessions.delete(id);
        this.quiet(session);
        session.socket?.close(1000);
        return [204];
      }
      case "GET turns": return { items: this.turns.slice(0, Number(url.searchParams.get("limit") ?? 50)) };
      case "GET skills": return { items: this.skills, next: null };
      case "GET skills/:id": {
        const skill = this.skills.find(({ skill_id }) => skill_id === id);
        if (!skill) throw new Refused(404, "No such skill", `there is no skill ${id}`);
        const names = ["set", "cancel", "how_long", "pause", "list"].slice(0, Math.min(5, skill.intents));
        return { ...skill, intents: names.map((intent_name, i) => ({ intent_name, method: "template", enabled: i !== 3, langs: ["en-US", "de-DE", "es-ES", "fr-FR"] })) };
      }
      case "GET skills/:id/settings":
      case "PUT skills/:id/settings": {
        const kept = this.settings.get(id) ?? { revision: 1, settings: {}, sections: [] };
        if (method === "PUT") {
          if ((headers["if-match"] ?? `"${kept.revision}"`) !== `"${kept.revision}"`) throw new Refused(412, "Changed meanwhile", "somebody else changed the settings of this skill", "If-Match");
          const { settings } = json();
          if (!(settings.decimals === undefined || (settings.decimals >= 0 && settings.decimals <= 9))) throw new Refused(422, "Invalid", "'decimals' must be a whole number of 0 to 9", "decimals");
          Object.assign(kept, { settings, revision: kept.revision + 1 });
          this.settings.set(id, kept);
        }
        return [200, { skill_id: id, settings: kept.settings, sections: kept.sections }, { ETag: `"${kept.revision}"` }];
      }
      case "GET devices": return { items: this.devices, next: null, problem: this.devices.length ? null : "no sound server answers on /run/user/1000/pulse/native" };
      case "GET clients": return { items: this.clients, next: null };
      case "GET metrics": return [200, Buffer.from(this.metrics()), { "Content-Type": "text/plain; version=0.0.4" }];
      case "POST v1/:id/speech": {
        const { input = "", voice = "default" } = json();
        if (!input) throw new Refused(422, "Nothing to say", "There is nothing to say.", "input");
        return [200, wav(tone(Math.min(6, 0.5 + input.length / 18), 24_000, voice === "default" ? 150 : 205), 24_000), { "Content-Type": "audio/wav" }];
      }
      default: throw new Refused(404, "Not found", `There is no ${path}.`);
    }
  }

  metrics() {
    return [
      "# HELP utter_platform_sessions Live sessions.", "# TYPE utter_platform_sessions gauge", `utter_platform_sessions ${this.sessions.size}`,
      "# HELP utter_platform_clients Live sessions with a client.", `utter_platform_clients ${this.connections.size}`,
      "# HELP utter_platform_uptime_seconds Since the platform began.", `utter_platform_uptime_seconds ${Math.floor((Date.now() - this.began) / 1000)}`,
      "process_resident_memory_bytes 28311552", "",
    ].join("\n");
  }

  async answer(request, response) {
    const url = new URL(request.url, "http://x");
    this.requests.push(`${request.method} ${url.pathname}`);
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    try {
      if (this.file(url, request, response)) return;
      if (this.key && request.headers.authorization !== `Bearer ${this.key}`) {
        throw new Refused(401, "Who are you?", request.headers.authorization ? "This key is not known." : "This server needs a key.");
      }
      const answer = this.route(request.method, url.pathname, Buffer.concat(chunks), request.headers, url);
      const [status, body, headers = {}] = Array.isArray(answer) ? answer : [200, answer];
      const raw = Buffer.isBuffer(body);
      response.writeHead(status, { ...(body && !raw ? { "Content-Type": "application/json" } : {}), ...headers });
      response.end(raw ? body : body && JSON.stringify(body));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { status, title, detail, field } = error;
      response.writeHead(status, { "Content-Type": "application/problem+json" });
      response.end(JSON.stringify({ type: "about:blank", title, status, detail, ...(field ? { field } : {}) }));
    }
  }

  /** A file of the built dashboard, compressed where the build left it so. */
  file(url, request, response) {
    if (request.method !== "GET" || !this.root) return false;
    const path = normalize(join(this.root, url.pathname === "/" ? "index.html" : url.pathname));
    if (!path.startsWith(normalize(this.root)) || !existsSync(path) || !statSync(path).isFile()) return false;
    const compressed = existsSync(`${path}.gz`) && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
    response.writeHead(200, {
      "Content-Type": mime[extname(path)] ?? "application/octet-stream",
      "Content-Security-Policy": csp,
      "X-Content-Type-Options": "nosniff",
      ...(compressed ? { "Content-Encoding": "gzip" } : {}),
    });
    response.end(readFileSync(compressed ? `${path}.gz` : path));
    return true;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { port: { type: "string", default: "8080" }, root: { type: "string", default: "" }, key: { type: "string", default: "" }, empty: { type: "boolean", default: false } },
  });
  const platform = await new FakePlatform(values).listen(Number(values.port));
  console.log(`a fake platform on ${platform.url}`);
}
