import { describe, expect, it } from "vitest";
import { ago, clock, count, milliseconds, seconds } from "./format";

describe("format", () => {
  it("writes durations", () => {
    expect([0, 0.25, 9.96, 12.7, 60, 95, 3600, 7500, 200_000, -1, NaN].map(seconds)).toEqual([
      "0 s", "0.3 s", "10 s", "12 s", "1 min", "1 min 35 s", "1 h", "2 h 5 min", "2 days", "0 s", "0 s",
    ]);
    expect([0, 5.9, 65].map(clock)).toEqual(["0:00", "0:05", "1:05"]);
    expect([0.05, 3.14, 9.96, 42.4, 1234].map(milliseconds)).toEqual(["50 µs", "3.1 ms", "10 ms", "42 ms", "1.23 s"]);
  });

  it("writes how long ago something was", () => {
    const now = Date.parse("2026-01-16T12:00:00Z");
    expect(ago("2026-01-16T11:59:55Z", now)).toBe("just now");
    expect(ago("2026-01-16T11:55:00Z", now)).toBe("5 min ago");
    expect(ago(now / 1000 - 7200, now)).toBe("2 h ago");
    expect(ago("nonsense", now)).toBe("");
  });

  it("counts", () => {
    expect([count(0, "voice"), count(1, "voice"), count(2, "voice")]).toEqual(["0 voices", "1 voice", "2 voices"]);
  });
});
