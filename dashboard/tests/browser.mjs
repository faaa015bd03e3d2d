// A browser for the tests: Debian's Chromium with a microphone that plays a WAV file.
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { wav } from "./fake_server.mjs";

export const executable = process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find((path) => existsSync(path));
export const built = process.env.DASHBOARD ?? fileURLToPath(new URL("../../build/dashboard", import.meta.url));

/** Why the tests cannot run here; empty: they can. */
export const missing = !executable
  ? "Chromium is not installed"
  : !existsSync(join(built, "index.html"))
    ? `there is no dashboard in ${built}; run scripts/dashboard build`
    : "";

/** What is said into the microphone: loud and quiet by turns, at a pitch that is known. */
export const microphone_hz = 440;

function microphone_file() {
  const rate = 48_000;
  const samples = new Float32Array(rate * 4);
  // Two seconds of something like syllables, two of silence, for ever.
  for (let i = 0; i < rate * 2; ++i) {
    const t = i / rate;
    const loudness = 0.12 + 0.38 * Math.abs(Math.sin(t * 9.3)) * (0.6 + 0.4 * Math.sin(t * 3.7));
    samples[i] = loudness * Math.sin(2 * Math.PI * microphone_hz * t);
  }
  const path = join(mkdtempSync(join(tmpdir(), "utter-dashboard-")), "microphone.wav");
  writeFileSync(path, wav(samples, rate));
  return path;
}

/** @param microphone what --use-file-for-fake-audio-capture takes */
export function launch(microphone = microphone_file()) {
  return chromium.launch({
    executablePath: executable,
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
      `--use-file-for-fake-audio-capture=${microphone}`,
    ],
  });
}
