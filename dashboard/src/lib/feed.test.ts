import { describe, expect, it } from "vitest";
import { Feed, summary, topics_of } from "./feed";

const message = (type: string, data: Record<string, unknown> = {}) => ({ type, data, context: {} });

describe("Feed", () => {
  it("keeps the newest, and shows them first", () => {
    const feed = new Feed(3);
    for (const type of ["a", "b", "c", "d"]) feed.add(message(type), 0);
    expect(feed.find("").map((entry) => entry.message.type)).toEqual(["d", "c", "b"]);
  });

  it("searches topic and data for every word", () => {
    const feed = new Feed(10);
    feed.add(message("ovos.utterance.speak", { utterance: "It is Three" }), 0);
    feed.add(message("ovos.utterance.handled"), 0);
    expect(feed.find("speak three")).toHaveLength(1);
    expect(feed.find("SPEAK four")).toHaveLength(0);
    expect(feed.find("  ")).toHaveLength(2);
  });

  it("stands still while it is held, counts what waits and is bounded all the same", () => {
    const feed = new Feed(2);
    feed.add(message("before"), 0);
    feed.hold(true);
    for (const type of ["a", "b", "c"]) feed.add(message(type), 0);
    expect(feed.find("").map((entry) => entry.message.type)).toEqual(["before"]);
    expect(feed.waiting_count).toBe(3);
    feed.hold(false);
    expect(feed.find("").map((entry) => entry.message.type)).toEqual(["c", "b"]);
    expect(feed.waiting_count).toBe(0);
  });

  it("does not give an entry's id twice", () => {
    const feed = new Feed(2);
    feed.add(message("a"), 0);
    feed.clear();
    feed.add(message("b"), 0);
    expect(feed.find("")[0]?.id).toBe(1);
  });
});

describe("topics_of", () => {
  it("splits at commas and spaces", () => {
    expect(topics_of(" ovos.utterance.*, utter.*  utter.* ")).toEqual(["ovos.utterance.*", "utter.*"]);
    expect(topics_of("")).toEqual([]);
  });
});

describe("summary", () => {
  it("prefers what was said", () => {
    expect(summary(message("x", { lang: "en-US", utterance: "hello" }))).toBe("hello");
    expect(summary(message("x", { utterances: ["what time is it"] }))).toBe("what time is it");
    expect(summary(message("x", { skill_id: "a" }))).toBe('{"skill_id":"a"}');
    expect(summary(message("x"))).toBe("");
    expect(summary(message("x", { long: "x".repeat(500) }))).toHaveLength(160);
  });
});
