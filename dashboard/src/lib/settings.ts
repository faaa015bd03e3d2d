/** The settings of a skill as a form: what its settingsmeta.json says, and what else it was given. */

export type Kind = "text" | "password" | "number" | "checkbox" | "select" | "json";

export interface SettingField {
  name: string;
  label: string;
  kind: Kind;
  options: { value: string; label: string }[];
  placeholder: string;
}

/** Fields with a heading; words between them come as `note`. */
export interface SettingGroup {
  title: string;
  note: string;
  fields: SettingField[];
}

export type Settings = Record<string, unknown>;

const kinds: Record<string, Kind> = { text: "text", email: "text", password: "password", number: "number", checkbox: "checkbox", select: "select" };

const is_record = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** "Celsius|c;Fahrenheit|f": what people read, and what the skill is given. */
function options_of(options: string): { value: string; label: string }[] {
  return options.split(";").filter(Boolean).map((option) => {
    const bar = option.lastIndexOf("|");
    return { label: bar < 0 ? option : option.slice(0, bar), value: option.slice(bar + 1) };
  });
}

function kind_of(value: unknown): Kind {
  if (typeof value === "string") return "text";
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "checkbox";
  return "json";
}

/** What a described setting is when nobody has set it; undefined: the skill decides. */
function preset(kind: Kind, value: unknown): unknown {
  if (value === undefined || value === "") return undefined;
  if (kind === "number") return Number.isFinite(Number(value)) ? Number(value) : undefined;
  if (kind === "checkbox") return value === true || value === "true";
  return text(value);
}

/** Settings that begin with "__" are the skill's own notes: kept, and not shown. */
export function form_of(sections: unknown[], settings: Settings): { groups: SettingGroup[]; values: Settings } {
  const groups: SettingGroup[] = [];
  const values: Settings = { ...settings };
  const described = new Set<string>();
  for (const section of sections.filter(is_record)) {
    const group: SettingGroup = { title: text(section.name), note: "", fields: [] };
    for (const field of (Array.isArray(section.fields) ? section.fields : []).filter(is_record)) {
      const name = text(field.name);
      const kind = kinds[text(field.type)];
      if (!name || !kind) {
        group.note = [group.note, text(field.label)].filter(Boolean).join(" ");
        continue;
      }
      if (described.has(name)) continue;
      described.add(name);
      group.fields.push({ name, label: text(field.label) || name, kind, options: options_of(text(field.options)), placeholder: text(field.placeholder) });
      if (!(name in values)) {
        const value = preset(kind, field.value);
        if (value !== undefined) values[name] = value;
      }
    }
    if (group.fields.length || group.note) groups.push(group);
  }
  const rest = Object.keys(settings).filter((name) => !described.has(name) && !name.startsWith("__"));
  if (rest.length) {
    groups.push({
      title: groups.length ? "Other settings" : "",
      note: "",
      fields: rest.sort().map((name) => ({ name, label: name, kind: kind_of(settings[name]), options: [], placeholder: "" })),
    });
  }
  return { groups, values };
}
