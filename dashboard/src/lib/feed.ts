import type { BusMessage } from "./types";

/** A message as the list of the bus shows it. */
export interface Entry {
  id: number;
  at: number;
  message: BusMessage;
  /** Everything that a search looks through, in lower case. */
  text: string;
}

/** The newest messages. While it is held they are counted and wait, in the same bound. */
export class Feed {
  private entries: Entry[] = [];
  private waiting: Entry[] = [];
  private next = 0;
  private held_ = false;
  /** Messages that fell out of the list while it was held. */
  private lost = 0;

  constructor(private readonly capacity: number) {}

  get held(): boolean {
    return this.held_;
  }

  get waiting_count(): number {
    return this.waiting.length + this.lost;
  }

  add(message: BusMessage, at: number): void {
    const text = `${message.type} ${JSON.stringify(message.data ?? {})}`.toLowerCase();
    const entry = { id: this.next++, at, message, text };
    const list = this.held_ ? this.waiting : this.entries;
    list.push(entry);
    if (list.length > this.capacity) {
      list.shift();
      if (this.held_) this.lost += 1;
    }
  }

  hold(held: boolean): void {
    this.held_ = held;
    if (held) return;
    this.entries = [...this.entries, ...this.waiting].slice(-this.capacity);
    this.waiting = [];
    this.lost = 0;
  }

  clear(): void {
    this.entries = [];
    this.waiting = [];
    this.lost = 0;
  }

  /** The newest first; every word of the search has to be there. */
  find(search: string): Entry[] {
    const words = search.toLowerCase().split(/\s+/).filter(Boolean);
    return this.entries.filter(({ text }) => words.every((word) => text.includes(word))).reverse();
  }
}

/** The topics of a filter as people type them: globs between commas or spaces. */
export function topics_of(filter: string): string[] {
  return [...new Set(filter.split(/[\s,]+/).filter(Boolean))];
}

/** What a message is about, in one line. */
export function summary({ data }: BusMessage): string {
  const fields = data ?? {};
  for (const key of ["utterance", "text", "reason", "exception"]) {
    const value = fields[key];
    if (typeof value === "string" && value) return value;
  }
  const said = fields.utterances;
  if (Array.isArray(said) && typeof said[0] === "string") return said[0];
  const text = JSON.stringify(fields);
  if (text === "{}") return "";
  return text.length > 160 ? `${text.slice(0, 159)}…` : text;
}
