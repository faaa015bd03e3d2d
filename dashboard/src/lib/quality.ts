import { seconds } from "./format";
import type { Quality } from "./types";

/** How much audio each quality of a voice needs, in seconds. */
export const levels: readonly { quality: Quality; from_s: number }[] = [
  { quality: "quick", from_s: 10 },
  { quality: "standard", from_s: 60 },
  { quality: "professional", from_s: 600 },
];

export function quality_of(total_s: number): Quality | null {
  return levels.findLast(({ from_s }) => total_s >= from_s)?.quality ?? null;
}

/** Where a meter of three equal parts stands, 0 .. 1: each part is the way to one quality. */
export function meter(total_s: number): number {
  let from = 0;
  for (const [index, { from_s }] of levels.entries()) {
    if (total_s < from_s) return (index + Math.max(0, total_s - from) / (from_s - from)) / levels.length;
    from = from_s;
  }
  return 1;
}

/** What to do next, for people. */
export function hint(total_s: number): string {
  const next = levels.find(({ from_s }) => total_s < from_s);
  if (!next) return "As good as it gets. More audio no longer raises the quality.";
  const missing = seconds(Math.ceil(next.from_s - total_s));
  if (next.quality === "quick") return `${missing} more and the voice can be trained.`;
  return `Good for ${quality_of(total_s)} quality. ${missing} more for ${next.quality}.`;
}
