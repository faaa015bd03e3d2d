/** Samples and bytes. Floats are -1 .. 1, little endian on the wire, mono. */

export type Format = "f32le" | "s16le";

export function to_bytes(samples: Float32Array, format: Format): ArrayBuffer {
  const width = format === "f32le" ? 4 : 2;
  const view = new DataView(new ArrayBuffer(samples.length * width));
  for (const [index, sample] of samples.entries()) {
    if (format === "f32le") view.setFloat32(index * 4, sample, true);
    else view.setInt16(index * 2, Math.round(Math.max(-1, Math.min(1, sample)) * 32_767), true);
  }
  return view.buffer as ArrayBuffer;
}

/** A last sample that is cut off is left out. */
export function from_bytes(bytes: ArrayBuffer, format: Format): Float32Array<ArrayBuffer> {
  const view = new DataView(bytes);
  const width = format === "f32le" ? 4 : 2;
  const samples = new Float32Array(Math.floor(bytes.byteLength / width));
  for (let index = 0; index < samples.length; ++index) {
    samples[index] = format === "f32le" ? view.getFloat32(index * 4, true) : view.getInt16(index * 2, true) / 32_768;
  }
  return samples;
}

/** A mono WAV file of 16 bits. */
export function to_wav(blocks: readonly Float32Array[], rate: number): Blob {
  const length = blocks.reduce((sum, block) => sum + block.length, 0) * 2;
  const header = new DataView(new ArrayBuffer(44));
  const text = (at: number, what: string): void => {
    for (let index = 0; index < what.length; ++index) header.setUint8(at + index, what.charCodeAt(index));
  };
  text(0, "RIFF");
  header.setUint32(4, 36 + length, true);
  text(8, "WAVEfmt ");
  header.setUint32(16, 16, true);
  header.setUint16(20, 1, true); // PCM
  header.setUint16(22, 1, true); // channels
  header.setUint32(24, rate, true);
  header.setUint32(28, rate * 2, true);
  header.setUint16(32, 2, true);
  header.setUint16(34, 16, true);
  text(36, "data");
  header.setUint32(40, length, true);
  return new Blob([header.buffer as ArrayBuffer, ...blocks.map((block) => to_bytes(block, "s16le"))], {
    type: "audio/wav",
  });
}

export interface Level {
  peak: number;
  rms: number;
}

export function level_of(samples: Float32Array): Level {
  let peak = 0;
  let sum = 0;
  for (const sample of samples) {
    peak = Math.max(peak, Math.abs(sample));
    sum += sample * sample;
  }
  return { peak, rms: samples.length ? Math.sqrt(sum / samples.length) : 0 };
}

/** How far a meter goes for a level: 0 at -60 dBFS and below, 1 at full scale. */
export function meter_of(level: number): number {
  return level <= 0.001 ? 0 : Math.min(1, 1 + (20 * Math.log10(level)) / 60);
}
