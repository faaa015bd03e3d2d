// The flow that the platform is for, in a real browser against a real `utter run`: a persona is made, a voice
// uploaded and trained, then talked to by microphone, heard, and interrupted. And signing in with keys.
import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { built, launch, missing as no_browser } from "./browser.mjs";
import { wav } from "./fake_server.mjs";
import { Model, Platform, speak, utter } from "./real_platform.mjs";

const missing = no_browser || (utter ? "" : "utter is not built; set UTTER_BIN");
/** A loaded machine is slow; nothing here waits for longer than it takes. */
const patience_ms = 120_000;
const question = "what time is it";
const story = Array.from({ length: 12 }, (_, i) => `This is sentence number ${i + 1} of a very long story about the sea. `).join("");

let folder;

before(() => {
  if (!missing) folder = mkdtempSync(join(tmpdir(), "utter-real-test-"));
});
after(() => folder && rmSync(folder, { recursive: true, force: true }));

/** Samples of a 16-bit mono WAV file. */
function samples_of(file) {
  const bytes = readFileSync(file);
  const rate = bytes.readUInt32LE(24);
  const from = bytes.indexOf("data") + 8;
  const samples = new Float32Array((bytes.length - from) >> 1);
  for (let i = 0; i < samples.length; ++i) samples[i] = bytes.readInt16LE(from + i * 2) / 32_768;
  return { samples, rate };
}

/** A microphone that hears the question once: after a silence in which a page has the time to open it, and before
 * one that is longer than parts of it take to be written down anywhere. */
function microphone() {
  const said = join(folder, "question.wav");
  speak(question, said);
  const { samples, rate } = samples_of(said);
  const all = new Float32Array(rate * 60);
  all.set(samples, rate * 5);
  const path = join(folder, "microphone.wav");
  writeFileSync(path, wav(all, rate));
  return path;
}

/** What the page gives to the loudspeaker, what it shows while somebody speaks, and how far a training's progress
 * bar came. It is kept, so that a slow machine has not missed what is over. */
function record_page() {
  window.played = [];
  const { start } = AudioBufferSourceNode.prototype;
  AudioBufferSourceNode.prototype.start = function (at) {
    window.played.push({ at, duration: this.buffer.duration, peak: Math.max(...this.buffer.getChannelData(0)) });
    start.call(this, at);
  };
  window.progress = [];
  window.partial = [];
  window.speakers = [];
  const look = () => {
    const bar = document.querySelector("[role=progressbar][aria-label=Training]");
    if (bar) window.progress.push(Number(bar.getAttribute("aria-valuenow")));
    const open = document.querySelector("[role=log] li.user.open");
    if (open) window.partial.push(open.textContent);
    const speaker = document.querySelector("[data-speaker]")?.dataset.speaker;
    if (speaker && speaker !== window.speakers.at(-1)) window.speakers.push(speaker);
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
}

const button = (page, name) => page.getByRole("button", { name });
const online = (page) => page.waitForSelector("[data-link=online]");
const speaker = (page, who) => page.waitForSelector(`[data-speaker=${who}]`);

describe("dashboard on a real platform", { skip: missing || false }, () => {
  test("persona, samples, training, talk, partial words, answer, interruption", { timeout: 10 * 60_000 }, async () => {
    const model = new Model(() => story);
    await model.listen();
    const platform = await new Platform(built, `[llm.home]\nurl = "${model.url}"\n`).start();
    const browser = await launch(microphone());
    const complaints = [];
    const frames = { sound: 0, events: [] };
    try {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, permissions: ["microphone"] });
      const page = await context.newPage();
      page.setDefaultTimeout(patience_ms);
      page.on("pageerror", (error) => complaints.push(String(error)));
      page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
      page.on("request", (request) => !request.url().startsWith(platform.url) && !request.url().startsWith("blob:") && complaints.push(`external request: ${request.url()}`));
      page.on("websocket", (socket) =>
        socket.on("framereceived", ({ payload }) => {
          if (!socket.url().includes("/ws/session/")) return;
          if (typeof payload === "string") frames.events.push(JSON.parse(payload));
          else frames.sound += payload.length;
        }),
      );
      await page.addInitScript(record_page);

      // A voice, from somebody's speech.
      await page.goto(`${platform.url}#/voices`);
      await button(page, "New voice").click();
      await page.getByLabel("Name of the voice").fill("Grandmother");
      await button(page, "Create voice").click();
      await page.getByText("Training needs 10 s of audio.").waitFor();
      const sample = join(folder, "sample.wav");
      speak("The lighthouse keeper read the letter twice, and then he laughed. ".repeat(5), sample);
      await page.setInputFiles("[data-test=files]", sample);
      await button(page, "Delete sample 1").waitFor();
      await button(page, "Train this voice").click();
      await page.getByText("Trained, quick quality.").waitFor();
      const progress = await page.evaluate(() => window.progress);
      assert.ok(progress.length > 0, "its progress was shown");
      assert.deepEqual(progress, [...progress].sort((a, b) => a - b));
      await button(page, "Play Grandmother").click();
      await page.locator('[aria-label="Stop Grandmother"][data-state=playing]').waitFor();

      // A persona that speaks with it.
      await page.goto(`${platform.url}#/personas`);
      await page.getByRole("link", { name: "New persona" }).click();
      await page.getByLabel("Name", { exact: true }).fill("Alice");
      await page.getByLabel("Instructions").fill("You are Alice.");
      await page.getByLabel("Model").fill("m");
      await page.getByLabel("Voice").selectOption({ label: "Grandmother" });
      await button(page, "Create persona").click();
      await page.getByRole("heading", { name: "Alice" }).waitFor();

      // Spoken to: partial words while the button is held, the whole when it is let go, the answer aloud.
      await button(page, "Talk").click();
      await online(page);
      await page.waitForFunction(() => ["Alice", "Grandmother"].every((name, i) => document.querySelectorAll("select")[i]?.selectedOptions[0]?.textContent === name));
      const box = await button(page, "Hold to talk").boundingBox();
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.down();
      await page.waitForFunction((text) => window.partial.some((shown) => shown.includes(text)), question);
      await page.mouse.up();
      await page.locator("[role=log] li.user:not(.open)", { hasText: question }).waitFor();
      await page.locator("[role=log] li.assistant", { hasText: "It is" }).waitFor();
      await page.waitForFunction(() => window.speakers.slice(-4).join() === "you,thinking,assistant,nobody");
      const played = await page.evaluate(() => window.played);
      const seconds = played.reduce((sum, { duration }) => sum + duration, 0);
      assert.ok(frames.sound > 0 && frames.events.some(({ type }) => type === "playback_started"), "sound came over the socket");
      assert.ok(Math.abs(seconds - frames.sound / 4 / 24_000) < 0.1, `${seconds} s were played of ${frames.sound} bytes`);
      assert.ok(seconds > 1, `${seconds} s were played`);
      assert.ok(Math.max(...played.map(({ peak }) => peak)) > 0.05, "it is no silence");
      assert.equal(frames.events.find(({ type }) => type === "playback_complete").interrupted, false);

      // What no skill knows the persona answers, and is interrupted in the middle of a long story.
      await page.fill("#message", "tell me a story");
      await page.keyboard.press("Enter");
      await speaker(page, "assistant");
      await button(page, "Interrupt").click();
      await speaker(page, "nobody");
      await page.locator("[role=log] li.assistant", { hasText: "interrupted" }).waitFor();
      const ends = frames.events.filter(({ type }) => type === "playback_complete");
      assert.equal(ends.at(-1).interrupted, true);
      assert.deepEqual(model.questions, ["tell me a story"]);
      assert.deepEqual(complaints, []);
    } catch (error) {
      const events = frames.events.slice(-30).map((event) => JSON.stringify(event)).join("\n");
      throw new Error(`${error.message}\ncomplaints: ${complaints.join("\n")}\nquestions: ${model.questions}\nevents:\n${events}\nlog:\n${platform.log.slice(-4000)}`, { cause: error });
    } finally {
      await browser.close();
      await platform.close();
      await model.close();
    }
  });

  test("a key is asked for, refused, accepted, limited by its role, and asked for again when it is revoked", { timeout: 5 * 60_000 }, async () => {
    const keys = join(folder, "keys");
    const owner = "owner-key-0123456789abcdef";
    const guest = "guest-key-0123456789abcdef";
    writeFileSync(keys, `${owner} owner\n${guest} tablet guest\n`);
    chmodSync(keys, 0o600);
    const platform = await new Platform(built, `[bus]\nkeys_file = "${keys}"\n[bus.roles.guest]\npublish = ["utter.platform.sessions"]\n`).start();
    const browser = await launch();
    const complaints = [];
    try {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
      const page = await context.newPage();
      page.setDefaultTimeout(patience_ms);
      page.on("pageerror", (error) => complaints.push(String(error)));
      const dialog = page.getByRole("dialog", { name: "Sign in" });
      const sign_in = async (key) => {
        await dialog.getByLabel("Key").fill(key);
        await page.keyboard.press("Enter");
      };
      await page.goto(`${platform.url}#/skills/calculator.utter`);
      await dialog.waitFor();
      await sign_in("wrong-key-0123456789abcdef");
      await page.getByText("The server does not know this key").waitFor();

      // A role that may look and not change.
      await sign_in(guest);
      await dialog.waitFor({ state: "hidden" });
      await page.getByLabel("Digits after the point").fill("2");
      await button(page, "Save settings").click();
      await page.getByText("the role of this key may not change utter.platform.skills.settings").waitFor();

      // It is revoked: whatever is asked next asks for a key.
      writeFileSync(keys, `${owner} owner\n`);
      platform.process.kill("SIGHUP");
      await dialog.waitFor();
      await page.getByText("The server does not know this key").waitFor();
      await sign_in(owner);
      await dialog.waitFor({ state: "hidden" });

      // Settings reach the skill, and one it does not take is named.
      const decimals = page.getByLabel("Digits after the point");
      await decimals.fill("12");
      await button(page, "Save settings").click();
      await page.getByText("'decimals' must be a whole number of 0 to 9").waitFor();
      await decimals.fill("1");
      await button(page, "Save settings").click();
      await page.getByText("Saved, and in force.").waitFor();
      await page.goto(`${platform.url}#/talk`);
      await online(page);
      await page.fill("#message", "what is 10 divided by 3");
      await page.keyboard.press("Enter");
      await page.locator("[role=log] li.assistant", { hasText: "3.3" }).waitFor();
      assert.ok(!(await page.locator("[role=log] li.assistant", { hasText: "3.33" }).count()));

      // Who is connected, and the sound of a machine that has none.
      await page.goto(`${platform.url}#/devices`);
      await page.getByRole("heading", { name: "Satellites and programs" }).waitFor();
      assert.deepEqual(complaints, []);
    } catch (error) {
      throw new Error(`${error.message}\ncomplaints: ${complaints.join("\n")}\nlog:\n${platform.log.slice(-4000)}`, { cause: error });
    } finally {
      await browser.close();
      await platform.close();
    }
  });
});
