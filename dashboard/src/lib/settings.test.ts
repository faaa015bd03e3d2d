import { describe, expect, test } from "vitest";
import { form_of } from "./settings";

describe("the form of a skill's settings", () => {
  test("is what its description says, with the values that are set or else preset", () => {
    const sections = [
      {
        name: "Weather",
        fields: [
          { type: "label", label: "Where you are." },
          { name: "units", type: "select", label: "Units", options: "Celsius|c;Fahrenheit|f", value: "c" },
          { name: "days", type: "number", label: "Days", value: "3" },
          { name: "alerts", type: "checkbox", label: "Alerts", value: "true" },
          { name: "key", type: "password", label: "Key", value: "" },
        ],
      },
    ];
    const { groups, values } = form_of(sections, { units: "f" });
    expect(groups).toHaveLength(1);
    expect(groups[0]?.note).toBe("Where you are.");
    expect(groups[0]?.fields.map(({ name, kind }) => `${name} ${kind}`)).toEqual(["units select", "days number", "alerts checkbox", "key password"]);
    expect(groups[0]?.fields[0]?.options).toEqual([{ label: "Celsius", value: "c" }, { label: "Fahrenheit", value: "f" }]);
    expect(values).toEqual({ units: "f", days: 3, alerts: true });
  });

  test("without a description is what is set, each by its type", () => {
    const { groups, values } = form_of([], { word: "hi", steps: 2, loud: false, places: ["a"], __mycroft_skill_firstrun: false });
    expect(groups[0]?.fields.map(({ name, kind }) => `${name} ${kind}`)).toEqual(["loud checkbox", "places json", "steps number", "word text"]);
    expect(values.__mycroft_skill_firstrun).toBe(false);
  });

  test("is empty when there is nothing, and takes no harm from a broken description", () => {
    expect(form_of([], {}).groups).toEqual([]);
    expect(form_of([null, 3, { fields: "x" }, { name: "A", fields: [null, { type: "text" }] }], {}).groups).toEqual([]);
  });
});
