import { describe, expect, it } from "vitest";
import { check_file, upload_bytes_max } from "./uploads";

describe("check_file", () => {
  it("knows the type by the name", () => {
    expect(check_file({ name: "a.b.WAV", size: 1 })).toEqual({ type: "audio/wav" });
    expect(check_file({ name: "x.opus", size: 1 })).toEqual({ type: "audio/ogg" });
  });

  it("says what is wrong with a file", () => {
    expect(check_file({ name: "notes.txt", size: 1 }).problem).toContain("notes.txt is not audio");
    expect(check_file({ name: "wav", size: 0 }).problem).toBe("wav is empty.");
    expect(check_file({ name: "a.mp3", size: upload_bytes_max + 1 }).problem).toContain("256 MB");
  });
});
