import type { Trace } from "./types";

/** The stages of a turn, one behind the other; "turn" itself is their sum. */
export const stage_names = ["stt", "matching", "answer", "tts", "playback"] as const;
export type StageName = (typeof stage_names)[number];

export const stage_labels: Record<string, string> = {
  stt: "Recognition",
  matching: "Matching",
  answer: "Answer begins",
  tts: "Synthesis",
  playback: "Playback",
  turn: "Whole turn",
  listening: "Listening",
  transforming: "Transformers",
  handling: "Handler",
};

export interface Bar {
  name: string;
  from_ms: number;
  ms: number;
}

const between: Record<StageName, [string, string]> = {
  stt: ["speech_end", "final_text"],
  matching: ["final_text", "matched"],
  answer: ["matched", "first_token"],
  tts: ["first_token", "first_audio"],
  playback: ["first_audio", "first_sample"],
};

/**
 * What took how long from when on. Of a turn with a ledger its stages, where listening is what lies
 * before the end of speech; of one without, what the orchestrator measured.
 */
export function bars_of(trace: Trace): Bar[] {
  const moments = trace.turn?.moments ?? {};
  const bars: Bar[] = [];
  if (moments.wake !== undefined && moments.speech_end !== undefined) {
    bars.push({ name: "listening", from_ms: moments.wake, ms: Math.max(0, moments.speech_end - moments.wake) });
  }
  for (const name of stage_names) {
    const [from, to] = between[name];
    const begin = moments[from];
    const end = moments[to];
    if (begin !== undefined && end !== undefined) bars.push({ name, from_ms: begin, ms: Math.max(0, end - begin) });
  }
  // Text and match alone say no more than the orchestrator's own figures.
  if (bars.length >= 2) return bars;
  let from_ms = 0;
  const own: Bar[] = [];
  for (const [name, ms] of [
    ["transforming", trace.transforming_ms],
    ["matching", trace.matching_ms],
    ["handling", trace.handling_ms],
  ] as const) {
    if (!(ms > 0)) continue;
    own.push({ name, from_ms, ms });
    from_ms += ms;
  }
  return own;
}

/** Where the time axis ends, and the ticks on it: at most six, at round numbers, none at the very end. */
export function axis(bars: readonly Bar[]): { end_ms: number; ticks_ms: number[] } {
  const last = bars.reduce((end, bar) => Math.max(end, bar.from_ms + bar.ms), 0) || 1;
  const rough = last / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough)!;
  const ticks_ms: number[] = [];
  for (let index = 0; index * step <= last * 0.93; ++index) ticks_ms.push(index * step);
  return { end_ms: last, ticks_ms };
}

export function tick_text(ms: number): string {
  if (ms === 0) return "0";
  if (ms < 1) return `${Math.round(ms * 1000)} µs`;
  return ms < 1000 ? `${Number(ms.toFixed(1))} ms` : `${Number((ms / 1000).toFixed(2))} s`;
}

/** From the end of speech to the first sound; of a turn without sound, what the orchestrator took. */
export function total_ms(trace: Trace): number {
  return trace.turn?.stages.turn ?? trace.transforming_ms + trace.matching_ms + trace.handling_ms;
}

/** Half of the turns and 95 % of them are as fast, for each stage that any of them had. */
export function stage_quantiles(traces: readonly Trace[]): { stage: string; p50: number; p95: number }[] {
  return [...stage_names, "turn"].flatMap((stage) => {
    const times = traces.flatMap(({ turn }) => turn?.stages[stage] ?? []).sort((one, other) => one - other);
    if (times.length === 0) return [];
    const at = (share: number): number => times[Math.ceil(share * times.length) - 1]!;
    return [{ stage, p50: at(0.5), p95: at(0.95) }];
  });
}
