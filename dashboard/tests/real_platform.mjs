// The real platform for the tests: `utter run` in a home of its own, with the engines that are built in and
// a language model that says what it is told to.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const places = ["build/release/bin/utter", "build/release-tests/bin/utter"].map((path) => join(root, path));
/** The program that was built last; undefined: it is not built. */
export const utter =
  process.env.UTTER_BIN ?? places.filter((path) => existsSync(path)).sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];

/** An OpenAI-compatible model: streams `answer(question)` word by word, and keeps the questions. */
export class Model {
  constructor(answer) {
    this.questions = [];
    this.http = createServer((request, response) => void this.reply(request, response, answer));
  }

  listen() {
    return new Promise((done) => this.http.listen(0, "127.0.0.1", () => done((this.url = `http://127.0.0.1:${this.http.address().port}`))));
  }

  async reply(request, response, answer) {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const { messages } = JSON.parse(Buffer.concat(chunks).toString());
    const question = messages.filter(({ role }) => role === "user").at(-1).content;
    this.questions.push(question);
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    const say = (delta, finish_reason = null) =>
      response.write(`data: ${JSON.stringify({ id: "c", object: "chat.completion.chunk", created: 0, model: "m", choices: [{ index: 0, delta, finish_reason }] })}\n\n`);
    say({ role: "assistant", content: "" });
    for (const word of answer(question).split(/(?<= )/)) say({ content: word });
    say({}, "stop");
    response.end("data: [DONE]\n\n");
  }

  close() {
    this.http.closeAllConnections?.();
    return new Promise((done) => this.http.close(done));
  }
}

export class Platform {
  /** @param config TOML; @param dashboard the folder with the built one */
  constructor(dashboard, config = "") {
    this.home = mkdtempSync(join(tmpdir(), "utter-real-"));
    const data = join(this.home, "data");
    mkdirSync(data);
    // What the program finds beside itself, and the dashboard of this test.
    const installed = join(utter, "../../share/utter");
    for (const name of readdirSync(installed)) if (name !== "dashboard") symlinkSync(join(installed, name), join(data, name));
    symlinkSync(dashboard, join(data, "dashboard"));
    writeFileSync(join(this.home, "utter.toml"), config);
    const { PATH, LANG = "C.UTF-8" } = process.env;
    this.environment = { PATH, LANG, TZ: "UTC", HOME: this.home, UTTER_DATA_DIR: data };
    this.log = "";
  }

  start(port = 0) {
    this.process = spawn(
      utter,
      ["--config", join(this.home, "utter.toml"), "run", "--set", "bus.port=0", "--set", "platform.enabled=true", "--set", `platform.port=${port}`],
      { env: this.environment, stdio: ["ignore", "pipe", "pipe"] },
    );
    this.ended = new Promise((done) => this.process.on("exit", done));
    return new Promise((done, failed) => {
      const read = (bytes) => {
        this.log += bytes;
        const found = /platform\.ready.*url=(\S+)/.exec(this.log);
        if (!found) return;
        this.url = `${found[1]}/`;
        done(this);
      };
      this.process.stdout.on("data", read);
      this.process.stderr.on("data", read);
      this.process.on("exit", (status) => failed(new Error(`utter run ended with ${status}:\n${this.log}`)));
    });
  }

  async close() {
    this.process.kill("SIGTERM");
    await this.ended;
    rmSync(this.home, { recursive: true, force: true });
  }
}

/** Writes speech of Utter's own into a WAV file. */
export function speak(text, file, engine = "flite") {
  const home = mkdtempSync(join(tmpdir(), "utter-say-"));
  const { status, stderr } = spawnSync(utter, ["say", "--set", `tts.engine=${engine}`, "-o", file, text], { env: { PATH: process.env.PATH, HOME: home }, encoding: "utf8" });
  rmSync(home, { recursive: true, force: true });
  if (status !== 0) throw new Error(`utter say: ${stderr}`);
}
