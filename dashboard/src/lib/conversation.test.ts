import { describe, expect, it } from "vitest";
import { Conversation, lines_max } from "./conversation";

const heard = (text: string, is_final = false) => ({ type: "transcription", text, is_final }) as const;
const answer = (text: string, is_final = false) => ({ type: "llm_response", text, is_final }) as const;
const texts = (talk: Conversation) => talk.lines.map((line) => `${line.role}${line.open ? "*" : ""}: ${line.text}`);

describe("Conversation", () => {
  it("replaces partial words until they are final", () => {
    let talk = new Conversation().hear(heard("what")).hear(heard("what time"));
    expect(texts(talk)).toEqual(["user*: what time"]);
    const id = talk.lines[0]?.id;
    talk = talk.hear(heard("what time is it", true));
    expect(texts(talk)).toEqual(["user: what time is it"]);
    expect(talk.lines[0]?.id).toBe(id);
  });

  it("drops partial words that turn out to be none", () => {
    expect(texts(new Conversation().hear(heard("hm")).hear(heard("", true)))).toEqual([]);
  });

  it("joins an answer's sentences, and begins a new line for the next answer", () => {
    let talk = new Conversation().hear(answer("It is three.")).hear(answer("Tea?", true));
    expect(texts(talk)).toEqual(["assistant: It is three. Tea?"]);
    talk = talk.hear(answer("Yes.", true));
    expect(talk.lines).toHaveLength(2);
  });

  it("ends an answer with its turn, or with the next question, when no sentence says it is the last", () => {
    const idle = { type: "state", state: "idle" } as const;
    expect(texts(new Conversation().hear(answer("One.")).hear(answer("Two.")).hear(idle).hear(answer("Three.")))).toEqual([
      "assistant: One. Two.", "assistant*: Three.",
    ]);
    expect(texts(new Conversation().hear(answer("One.")).say("and?").hear(answer("Two.")))).toEqual([
      "assistant: One.", "user: and?", "assistant*: Two.",
    ]);
    expect(texts(new Conversation().hear(answer("One.")).hear(heard("and")))).toEqual(["assistant: One.", "user*: and"]);
  });

  it("takes an empty last sentence as the end of the answer", () => {
    expect(texts(new Conversation().hear(answer("Hello.")).hear(answer("", true)))).toEqual(["assistant: Hello."]);
    expect(texts(new Conversation().hear(answer("", true)))).toEqual([]);
  });

  it("marks the answer that was interrupted", () => {
    const talk = new Conversation().hear(answer("A long story.")).hear({ type: "playback_complete", interrupted: true });
    expect(talk.lines[0]).toMatchObject({ open: false, interrupted: true });
  });

  it("forgets partial words when the connection is lost, and keeps the answer so far", () => {
    const talk = new Conversation().hear(answer("Once upon")).hear(heard("stop")).dropped();
    expect(texts(talk)).toEqual(["assistant: Once upon"]);
  });

  it("shows a history, and is bounded", () => {
    expect(texts(Conversation.of([{ role: "user", text: "hi", at: "" }, { role: "assistant", text: "hello", at: "" }]))).toEqual([
      "user: hi", "assistant: hello",
    ]);
    let talk = new Conversation();
    for (let index = 0; index <= lines_max; ++index) talk = talk.say(String(index));
    expect(talk.lines).toHaveLength(lines_max);
    expect(talk.lines[0]?.text).toBe("1");
  });
});
