import { describe, expect, it } from "vitest";
import { hint, meter, quality_of } from "./quality";

describe("quality", () => {
  it("is decided by the seconds of audio", () => {
    expect([0, 9.9, 10, 59.9, 60, 599, 600, 4000].map(quality_of)).toEqual([
      null, null, "quick", "quick", "standard", "standard", "professional", "professional",
    ]);
  });

  it("fills a third of the meter for each level, and never more than all of it", () => {
    expect(meter(0)).toBe(0);
    expect(meter(5)).toBeCloseTo(1 / 6);
    expect(meter(10)).toBeCloseTo(1 / 3);
    expect(meter(60)).toBeCloseTo(2 / 3);
    expect(meter(330)).toBeCloseTo(5 / 6);
    expect(meter(1e6)).toBe(1);
  });

  it("says how much is missing for the next level", () => {
    expect(hint(0)).toBe("10 s more and the voice can be trained.");
    expect(hint(8.2)).toBe("2 s more and the voice can be trained.");
    expect(hint(30)).toBe("Good for quick quality. 30 s more for standard.");
    expect(hint(90)).toBe("Good for standard quality. 8 min 30 s more for professional.");
    expect(hint(700)).toContain("no longer raises");
  });
});
