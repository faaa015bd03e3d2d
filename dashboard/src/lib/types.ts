/** What the platform's REST interface and WebSockets carry. */

export interface List<T> {
  items: T[];
  next?: string | null;
}

export interface Engine {
  port: string;
  name: string;
  installed: boolean;
  /** Its turn among those that are chosen for the port, from 1; null: it is not chosen. */
  place: number | null;
  healthy: boolean;
  advice: string;
}

export interface Status {
  status: string;
  version: string;
  uptime_s: number;
  sessions: number;
  engines: Engine[];
  /** Names of the language models of the configuration. */
  llms: string[];
  training: { queued: number; running: number };
}

export type Quality = "quick" | "standard" | "professional";

export interface Voice {
  id: string;
  name: string;
  description: string | null;
  lang: string | null;
  status: "untrained" | "training" | "ready" | "failed";
  quality: Quality | null;
  seconds: number;
  samples: number;
  created_at: string;
  updated_at: string;
  revision: number;
  job_id: string | null;
}

export interface Sample {
  id: string;
  voice_id: string;
  /** As it was uploaded; empty for what was recorded here. */
  name: string;
  seconds: number;
  sample_rate: number;
  uploaded_at: string;
}

export interface Job {
  id: string;
  voice_id: string;
  state: "queued" | "running" | "succeeded" | "failed" | "cancelled";
  percent: number;
  cancel_requested: boolean;
  error: string | null;
  created_at: string;
  updated_at: string;
}

export interface Persona {
  id: string;
  name: string;
  description: string | null;
  system_prompt: string | null;
  llm: string | null;
  model: string | null;
  voice_id: string | null;
  memory: number | null;
  temperature: number | null;
  revision?: number;
}

export type SessionState = "idle" | "recording" | "processing" | "synthesizing" | "playing";

export interface SessionInfo {
  session_id: string;
  state: SessionState;
  persona_id: string | null;
  voice_id: string | null;
  connected: boolean;
  created_at: string;
}

export interface HistoryItem {
  role: "user" | "assistant";
  text: string;
  at: string;
}

export interface Skill {
  skill_id: string;
  session_id: string;
  /** Registered, each language counted. */
  intents: number;
  capabilities: string[];
  loaded: boolean;
  /** It is part of the program. */
  own: boolean;
  enabled: boolean;
}

export interface SkillDetail extends Omit<Skill, "intents"> {
  intents: { intent_name: string; method: "keyword" | "template"; enabled: boolean; langs: string[] }[];
}

export interface SkillSettings {
  skill_id: string;
  settings: Record<string, unknown>;
  /** Of its settingsmeta.json. */
  sections: unknown[];
}

export interface Device {
  kind: "microphone" | "loudspeaker";
  name: string;
  description: string;
  default: boolean;
  chosen: boolean;
}

export interface Devices extends List<Device> {
  /** Why there are none. */
  problem: string | null;
}

/** Somebody on the bus. */
export interface Client {
  client: number;
  name: string;
  limited: boolean;
  address: string;
  seconds: number;
  topics: string[] | null;
}

/** A pipeline stage that was asked about an utterance. */
export interface TraceStage {
  pipeline_id: string;
  outcome: string;
  ms: number;
  reason?: string;
  score?: number;
  runner_up?: string;
}

/** An utterance and what became of it, as `utter.traces.list` gives it. */
export interface Trace {
  utterance_id: string;
  session_id: string;
  /** Seconds since the epoch. */
  began: number;
  heard: string[];
  utterances: string[];
  lang: string;
  lang_source?: string;
  pipeline: string[];
  stages: TraceStage[];
  ending: string;
  detail: string;
  transforming_ms: number;
  matching_ms: number;
  handling_ms: number;
  match?: { skill_id: string; intent_name: string; lang: string; utterance: string; slots: Record<string, unknown> };
  /** Milliseconds; moments count from the first one. Not every turn has all of them. */
  turn?: { moments: Record<string, number>; stages: Record<string, number> };
}

export interface BusMessage {
  type: string;
  data: Record<string, unknown>;
  context: Record<string, unknown>;
}

/** What the server says on /ws/session/{id}. */
export type ServerMessage =
  | { type: "session_ready"; session_id: string; state: SessionState; resumed: boolean; lang: string; output: { rate: number; format: string } }
  | { type: "configured"; lang: string; turn_detection: "manual" | "voice"; output: { rate: number; format: string } }
  | { type: "state"; state: SessionState }
  | { type: "recording_started" }
  | { type: "transcription"; text: string; is_final: boolean }
  | { type: "llm_response"; text: string; is_final: boolean }
  | { type: "playback_started"; rate?: number; format?: string }
  | { type: "playback_complete"; interrupted?: boolean }
  | { type: "persona_set"; persona_id: string | null }
  | { type: "voice_set"; voice_id: string | null }
  | { type: "error"; message: string; field?: string };

export type ClientMessage =
  | { type: "start_recording" | "stop_recording" | "cancel" | "interrupt" }
  | { type: "text"; text: string }
  | { type: "set_persona"; persona_id: string | null }
  | { type: "set_voice"; voice_id: string | null };
