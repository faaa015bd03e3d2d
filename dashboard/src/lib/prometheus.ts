/** Reads Prometheus' text format, as far as a page of figures needs it. */

export interface Figure {
  name: string;
  labels: Record<string, string>;
  value: number;
}

export interface Metrics {
  figures: Figure[];
  help: Record<string, string>;
}

const line_form = /^([A-Za-z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)(?:\s+-?\d+)?$/;
const label_form = /([A-Za-z_]\w*)="((?:[^"\\]|\\.)*)"/g;
const escapes: Record<string, string> = { n: "\n", "\\": "\\", '"': '"' };

function number(text: string): number {
  if (text === "+Inf") return Infinity;
  if (text === "-Inf") return -Infinity;
  return Number(text);
}

export function parse(text: string): Metrics {
  const figures: Figure[] = [];
  const help: Record<string, string> = {};
  for (const line of text.split("\n")) {
    if (line.startsWith("# HELP ")) {
      const [, name, what] = /^# HELP (\S+) (.*)$/.exec(line) ?? [];
      if (name && what) help[name] = what;
      continue;
    }
    const [, name, labels, value] = line_form.exec(line.trim()) ?? [];
    if (!name || !value) continue;
    const found: Record<string, string> = {};
    for (const [, key, raw] of (labels ?? "").matchAll(label_form)) {
      found[key!] = raw!.replace(/\\(.)/g, (_, after: string) => escapes[after] ?? after);
    }
    figures.push({ name, labels: found, value: number(value) });
  }
  return { figures, help };
}
