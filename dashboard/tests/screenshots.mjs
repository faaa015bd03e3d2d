// Pictures of every page, light and dark, on a desk and on a phone:
//   node tests/screenshots.mjs DIRECTORY [PAGE...]
// With UTTER_URL of that server, else of the fake one with its made-up data.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { built, launch, missing } from "./browser.mjs";
import { FakePlatform } from "./fake_server.mjs";

const [directory = "screenshots", ...wanted] = process.argv.slice(2);
if (missing) throw new Error(missing);
mkdirSync(directory, { recursive: true });

const browser = await launch();

const first = (page) => page.locator("[data-row]").first().click();
const pages = {
  "talk-empty": { at: "talk" },
  talk: {
    at: "talk",
    async show(page) {
      await page.waitForSelector("[data-link=online]");
      await page.fill("#message", "Tell me a story about a lighthouse");
      await page.keyboard.press("Enter");
      await page.waitForSelector("[data-speaker=assistant]");
      await page.waitForTimeout(1800);
      await page.getByRole("button", { name: "Interrupt" }).click();
      const button = page.getByRole("button", { name: "Hold to talk" });
      const box = await button.boundingBox();
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.down();
      await page.waitForTimeout(2200);
      await page.mouse.up();
      await page.waitForSelector("[data-speaker=assistant]");
      await page.waitForTimeout(1200);
    },
  },
  listening: {
    at: "talk",
    async show(page) {
      await page.waitForSelector("[data-link=online]");
      const box = await page.getByRole("button", { name: "Hold to talk" }).boundingBox();
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.down();
      await page.waitForTimeout(1900);
    },
  },
  voices: { at: "voices", show: first },
  "voices-list": { at: "voices" },
  training: {
    at: "voices",
    async show(page) {
      await page.locator("[data-row]").nth(1).click();
      await page.getByRole("button", { name: /Train/ }).click();
      await page.waitForTimeout(1600);
    },
  },
  personas: { at: "personas", show: first },
  sessions: { at: "sessions", show: first },
  devices: { at: "devices" },
  skills: { at: "skills", show: (page) => page.locator("[data-row]", { hasText: "weather" }).click() },
  "skills-list": { at: "skills" },
  turns: { at: "turns", show: (page) => page.locator("[data-row]").nth(2).click() },
  bus: {
    at: "bus",
    async show(page, platform) {
      await page.getByText("Live", { exact: true }).waitFor();
      if (!platform) return;
      for (const text of ["how long is left", "what time is it in Tokyo"]) {
        platform.publish("ovos.listener.wakeword", { wake_word: "hey computer" });
        platform.publish("ovos.listener.record.started");
        platform.publish("ovos.listener.record.ended");
        platform.publish("ovos.utterance.handle", { utterances: [text], lang: "en-US" });
        platform.publish("ovos.intent.matched", { skill_id: "timer.utter", intent_name: "time_left", utterance: text });
        platform.publish("timer.utter:time_left", { lang: "en-US", utterance: text, slots: {} });
        platform.publish("ovos.utterance.speak", { utterance: "Four minutes and 51 seconds are left.", lang: "en-US" });
        platform.publish("ovos.utterance.handled");
      }
      await page.waitForTimeout(200);
      await first(page);
    },
  },
  status: { at: "status" },
};

for (const scheme of ["light", "dark"]) {
  for (const [size, viewport] of Object.entries({ desk: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } })) {
    for (const [name, { at, show }] of Object.entries(pages)) {
      if (wanted.length && !wanted.includes(name)) continue;
      const platform = process.env.UTTER_URL ? null : await new FakePlatform({ root: built }).listen();
      const url = process.env.UTTER_URL ?? platform.url;
      const context = await browser.newContext({ viewport, colorScheme: scheme, deviceScaleFactor: size === "phone" ? 2 : 1, permissions: ["microphone"], hasTouch: size === "phone" });
      const page = await context.newPage();
      await page.goto(`${url}#/${at}`);
      await page.waitForLoadState("networkidle");
      await page.evaluate(() => document.fonts.ready);
      await show?.(page, platform);
      await page.waitForTimeout(250);
      await page.screenshot({ path: join(directory, `${name}-${size}-${scheme}.png`) });
      await context.close();
      await platform?.close();
    }
  }
}
await browser.close();
