import { describe, expect, it } from "vitest";
import { address_of, place_of } from "./router.svelte";

describe("router", () => {
  it("reads and writes places", () => {
    expect(place_of("")).toEqual({ page: "talk", id: "" });
    expect(place_of("#/voices/a%2Fb")).toEqual({ page: "voices", id: "a/b" });
    expect(place_of(address_of("personas", "x y"))).toEqual({ page: "personas", id: "x y" });
    expect(address_of("bus")).toBe("#/bus");
  });

  it("takes nonsense for the first page, or for no id", () => {
    expect(place_of("#/nowhere/1")).toEqual({ page: "talk", id: "" });
    expect(place_of("#/voices/%E0%A4%A")).toEqual({ page: "voices", id: "" });
  });
});
