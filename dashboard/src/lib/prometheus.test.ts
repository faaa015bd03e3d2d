import { describe, expect, it } from "vitest";
import { parse } from "./prometheus";

const text = `# HELP utter_bus_messages_total Messages that passed.
# TYPE utter_bus_messages_total counter
utter_bus_messages_total 1234
utter_turn_stage_seconds{stage="stt",quantile="0.5"} 0.35
utter_turn_stage_seconds{stage="stt",quantile="0.95"} 0.5
utter_turn_stage_seconds{stage="tts",quantile="0.5"} NaN
utter_turn_stage_seconds_count{stage="stt"} 7
odd{text="a \\"quoted\\" brace } and, comma\\n",le="+Inf"} +Inf 1700000000000
this is no metric
`;

describe("prometheus", () => {
  it("reads names, labels, values and help", () => {
    const { figures, help } = parse(text);
    expect(figures[0]).toEqual({ name: "utter_bus_messages_total", labels: {}, value: 1234 });
    expect(figures.at(-1)).toEqual({
      name: "odd",
      labels: { text: 'a "quoted" brace } and, comma\n', le: "+Inf" },
      value: Infinity,
    });
    expect(figures).toHaveLength(6);
    expect(help.utter_bus_messages_total).toBe("Messages that passed.");
  });
});
