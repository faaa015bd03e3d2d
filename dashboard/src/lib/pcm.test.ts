import { describe, expect, it } from "vitest";
import { from_bytes, level_of, meter_of, to_bytes, to_wav } from "./pcm";

describe("pcm", () => {
  const samples = new Float32Array([0, 0.5, -0.5, 1, -1]);

  it("survives the wire as floats, exactly", () => {
    expect(from_bytes(to_bytes(samples, "f32le"), "f32le")).toEqual(samples);
  });

  it("survives the wire as 16 bit integers, within one step, and is cut at full scale", () => {
    const back = from_bytes(to_bytes(new Float32Array([0.25, 3, -3]), "s16le"), "s16le");
    expect(back[0]).toBeCloseTo(0.25, 4);
    expect(back[1]).toBeCloseTo(1, 4);
    expect(back[2]).toBeCloseTo(-1, 4);
  });

  it("leaves out a sample that is cut off", () => {
    expect(from_bytes(to_bytes(samples, "f32le").slice(0, 10), "f32le")).toHaveLength(2);
    expect(from_bytes(new ArrayBuffer(3), "s16le")).toHaveLength(1);
  });

  it("writes a WAV header that fits its samples", async () => {
    const blob = to_wav([samples, samples], 16_000);
    expect(blob.type).toBe("audio/wav");
    const view = new DataView(await blob.arrayBuffer());
    expect(view.byteLength).toBe(44 + 20);
    expect(view.getUint32(4, true)).toBe(view.byteLength - 8);
    expect(view.getUint32(24, true)).toBe(16_000);
    expect(view.getUint32(40, true)).toBe(20);
    expect(view.getInt16(44 + 6, true)).toBe(32_767);
  });

  it("measures", () => {
    expect(level_of(samples)).toEqual({ peak: 1, rms: Math.sqrt(0.5) });
    expect(level_of(new Float32Array())).toEqual({ peak: 0, rms: 0 });
    expect([meter_of(0), meter_of(0.001), meter_of(1), meter_of(2)]).toEqual([0, 0, 1, 1]);
    expect(meter_of(0.0316)).toBeCloseTo(0.5, 2);
  });
});
