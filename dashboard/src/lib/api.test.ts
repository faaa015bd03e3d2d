import { beforeAll, describe, expect, it } from "vitest";

describe("problem_of", () => {
  let problem_of: typeof import("./api").problem_of;
  beforeAll(async () => ({ problem_of } = await import("./api")));
  const refused = (body: string) => problem_of(new Response(body, { status: 422, statusText: "Unprocessable" }));

  it("reads problem+json, with the field that is wrong", async () => {
    const problem = await refused('{"type":"about:blank","title":"Invalid","status":422,"detail":"The name is empty.","field":"name"}');
    expect([problem.status, problem.message, problem.field]).toEqual([422, "The name is empty.", "name"]);
  });

  it("reads an error as OpenAI writes it", async () => {
    expect((await refused('{"error":{"message":"no such voice","type":"invalid_request_error","param":"voice","code":null}}')).message).toBe("no such voice");
  });

  it("makes a sentence of anything else", async () => {
    for (const body of ["<html>", "null", "[]", '{"title":7}']) {
      expect((await refused(body)).message).toBe("The server answered 422 Unprocessable");
    }
  });
});
