import { Problem } from "./api";

const device_slot = "utter.microphone";

/** The microphone somebody chose in this browser; empty: the system's. */
export function chosen_microphone(): string {
  return localStorage.getItem(device_slot) ?? "";
}

export function choose_microphone(device_id: string): void {
  localStorage.setItem(device_slot, device_id);
}

/** Why there is no microphone, and what to do about it. */
export function microphone_problem(error: unknown): Problem {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError") {
    return new Problem(0, "The microphone is blocked. Allow it for this page in the browser's address bar, then try again.");
  }
  if (name === "NotFoundError" || name === "OverconstrainedError") {
    return new Problem(0, "No microphone was found. Plug one in, or choose another under Devices.");
  }
  if (name === "NotReadableError") {
    return new Problem(0, "The microphone is in use by another program. Close it there, then try again.");
  }
  return new Problem(0, error instanceof Error ? error.message : "The microphone cannot be used.");
}

/** A browser whose sound stands still for so long has none: no device, or no permission. */
const stuck_ms = 4000;
export const no_sound = "Your browser plays no sound. Allow sound for this page, and see that a loudspeaker is connected.";

/** Waits until sound moves; a browser without any would wait for ever. */
async function begin(context: AudioContext): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stuck = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error(no_sound)), stuck_ms);
  });
  try {
    await Promise.race([context.resume(), stuck]);
  } finally {
    clearTimeout(timer);
  }
}

/** A microphone that is open: blocks of 20 ms, mono, and an analyser for drawing. */
export class Microphone {
  private constructor(
    private readonly context: AudioContext,
    private readonly stream: MediaStream,
    readonly analyser: AnalyserNode,
  ) {}

  get rate(): number {
    return this.context.sampleRate;
  }

  /**
   * @param wanted_rate taken where the browser resamples; elsewhere `rate` is the device's
   * @param clean echo cancellation and the like: good for talking, wrong for a voice to be learnt
   */
  static async open(wanted_rate: number, clean: boolean, block: (samples: Float32Array) => void): Promise<Microphone> {
    if (!navigator.mediaDevices) {
      throw new Problem(0, "Browsers give the microphone only to https pages and to this machine's own (localhost). Open the dashboard that way.");
    }
    const device_id = chosen_microphone();
    let stream: MediaStream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({
        audio: {
          channelCount: 1,
          echoCancellation: clean,
          noiseSuppression: clean,
          autoGainControl: clean,
          ...(device_id ? { deviceId: { ideal: device_id } } : {}),
        },
      });
    } catch (error) {
      throw microphone_problem(error);
    }
    let context: AudioContext | undefined;
    try {
      let source: MediaStreamAudioSourceNode;
      context = new AudioContext({ sampleRate: wanted_rate, latencyHint: "interactive" });
      try {
        source = context.createMediaStreamSource(stream);
      } catch {
        // Firefox does not resample a microphone: its own rate, then.
        await context.close();
        context = new AudioContext({ latencyHint: "interactive" });
        source = context.createMediaStreamSource(stream);
      }
      await context.audioWorklet.addModule(new URL("capture.js", document.baseURI));
      const capture = new AudioWorkletNode(context, "capture", { numberOfOutputs: 0 });
      capture.port.onmessage = ({ data }: MessageEvent<Float32Array>) => block(data);
      const analyser = context.createAnalyser();
      analyser.fftSize = 1024;
      source.connect(analyser);
      source.connect(capture);
      await begin(context);
      return new Microphone(context, stream, analyser);
    } catch (error) {
      for (const track of stream.getTracks()) track.stop();
      await context?.close();
      throw microphone_problem(error);
    }
  }

  close(): void {
    for (const track of this.stream.getTracks()) track.stop();
    if (this.context.state !== "closed") void this.context.close();
  }
}

/** Blocks are played that long after they come, so that small delays are not heard. */
const jitter_s = 0.08;
/** What may wait to be played; a server that sends faster than sound is cut there. */
const waiting_max_s = 60;

/** Plays blocks of samples one behind the other, without a gap. */
export class Player {
  analyser: AnalyserNode | null = null;

  private context: AudioContext | null = null;
  private sources = new Set<AudioBufferSourceNode>();
  private end = 0;
  private watch: ReturnType<typeof setInterval> | undefined;

  /**
   * @param changed whether something sounds
   * @param stuck nothing does, although it should
   */
  constructor(
    private readonly changed: (busy: boolean) => void,
    private readonly stuck: () => void,
  ) {}

  get busy(): boolean {
    return this.sources.size > 0;
  }

  /** Has to be called from a click or a key once, as browsers play nothing before one. */
  wake(rate: number): void {
    if (this.context && this.context.sampleRate !== rate) {
      this.stop();
      void this.context.close();
      this.context = null;
    }
    if (!this.context) {
      this.context = new AudioContext({ sampleRate: rate, latencyHint: "interactive" });
      this.analyser = this.context.createAnalyser();
      this.analyser.fftSize = 1024;
      this.analyser.connect(this.context.destination);
    }
    if (this.context.state !== "running") void this.context.resume();
  }

  play(samples: Float32Array<ArrayBuffer>, rate: number): void {
    if (samples.length === 0) return;
    this.wake(rate);
    const context = this.context!;
    const now = context.currentTime;
    if (this.end < now) this.end = now + jitter_s;
    if (this.end - now > waiting_max_s) return;
    const buffer = context.createBuffer(1, samples.length, rate);
    buffer.copyToChannel(samples, 0);
    const source = context.createBufferSource();
    source.buffer = buffer;
    source.connect(this.analyser!);
    source.onended = () => this.ended(source);
    source.start(this.end);
    this.end += buffer.duration;
    this.sources.add(source);
    if (this.sources.size > 1) return;
    this.changed(true);
    this.look_for_progress(context);
  }

  /** What waits is dropped when its clock does not move, or it would wait for ever. */
  private look_for_progress(context: AudioContext): void {
    let seen = context.currentTime;
    clearInterval(this.watch);
    this.watch = setInterval(() => {
      if (!this.busy) return clearInterval(this.watch);
      if (context.currentTime > seen) {
        seen = context.currentTime;
        return;
      }
      this.stop();
      this.stuck();
    }, stuck_ms);
  }

  /** Silent at once. */
  stop(): void {
    const sources = [...this.sources];
    clearInterval(this.watch);
    this.sources.clear();
    this.end = 0;
    for (const source of sources) {
      source.onended = null;
      source.stop();
      source.disconnect();
    }
    if (sources.length) this.changed(false);
  }

  private ended(source: AudioBufferSourceNode): void {
    if (this.sources.delete(source) && !this.busy) this.changed(false);
  }
}
