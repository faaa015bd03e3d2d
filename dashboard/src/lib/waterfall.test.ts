import { describe, expect, it } from "vitest";
import type { Trace } from "./types";
import { axis, bars_of, stage_quantiles, tick_text, total_ms } from "./waterfall";

const typed: Trace = {
  utterance_id: "u", session_id: "default", began: 0, heard: ["x"], utterances: ["x"], lang: "en-US",
  pipeline: [], stages: [], ending: "completed", detail: "",
  transforming_ms: 0.5, matching_ms: 1.5, handling_ms: 0,
};
const spoken: Trace = {
  ...typed,
  turn: {
    moments: { wake: 0, speech_end: 1500, final_text: 1850, matched: 1852, first_token: 1860, first_audio: 1900, first_sample: 1925 },
    stages: { stt: 350, matching: 2, answer: 8, tts: 40, playback: 25, turn: 425 },
  },
};

describe("waterfall", () => {
  it("has a bar for every stage of a spoken turn, and one for the listening before", () => {
    expect(bars_of(spoken)).toEqual([
      { name: "listening", from_ms: 0, ms: 1500 },
      { name: "stt", from_ms: 1500, ms: 350 },
      { name: "matching", from_ms: 1850, ms: 2 },
      { name: "answer", from_ms: 1852, ms: 8 },
      { name: "tts", from_ms: 1860, ms: 40 },
      { name: "playback", from_ms: 1900, ms: 25 },
    ]);
    expect(total_ms(spoken)).toBe(425);
  });

  it("leaves out what a turn did not have", () => {
    const turn = { moments: { final_text: 0, matched: 2, first_token: 9 }, stages: {} };
    expect(bars_of({ ...typed, turn }).map((bar) => bar.name)).toEqual(["matching", "answer"]);
  });

  it("falls back to what the orchestrator measured", () => {
    expect(bars_of(typed)).toEqual([
      { name: "transforming", from_ms: 0, ms: 0.5 },
      { name: "matching", from_ms: 0.5, ms: 1.5 },
    ]);
    expect(total_ms(typed)).toBe(2);
  });

  it("never draws time backwards", () => {
    const turn = { moments: { final_text: 5, matched: 2, first_token: 9 }, stages: {} };
    expect(bars_of({ ...typed, turn }).every((bar) => bar.ms >= 0)).toBe(true);
  });

  it("says how long stages usually take, of those that were measured", () => {
    const of = (stt: number): Trace => ({ ...typed, turn: { moments: {}, stages: { stt } } });
    expect(stage_quantiles([of(30), of(10), of(20), of(40), typed])).toEqual([{ stage: "stt", p50: 20, p95: 40 }]);
    expect(stage_quantiles([typed])).toEqual([]);
  });

  it("puts ticks at round numbers", () => {
    expect(axis(bars_of(spoken))).toEqual({ end_ms: 1925, ticks_ms: [0, 500, 1000, 1500] });
    expect(axis([])).toEqual({ end_ms: 1, ticks_ms: [0, 0.2, 0.4, 0.6000000000000001, 0.8] });
    expect([0, 0.2, 5, 2.5, 1500, 2000].map(tick_text)).toEqual(["0", "200 µs", "5 ms", "2.5 ms", "1.5 s", "2 s"]);
  });
});
