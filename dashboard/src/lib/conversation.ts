import type { HistoryItem, ServerMessage } from "./types";

/** One thing that was said. */
export interface Line {
  id: number;
  role: "user" | "assistant";
  text: string;
  /** Still being heard or written. */
  open: boolean;
  interrupted?: boolean;
}

/** Lines that are shown; the oldest go first. */
export const lines_max = 400;

/** The conversation as it is read, from what the server says. Pure: each step gives a new list. */
export class Conversation {
  constructor(
    readonly lines: readonly Line[] = [],
    private readonly next: number = 0,
  ) {}

  static of(history: readonly HistoryItem[]): Conversation {
    return history.reduce((all, { role, text }) => all.add(role, text, false), new Conversation());
  }

  hear(message: ServerMessage): Conversation {
    switch (message.type) {
      case "transcription":
        // Words that turned out to be none.
        if (message.is_final && !message.text.trim()) return this.without_open("user");
        return this.closed(false).write("user", message.text, !message.is_final);
      case "llm_response": {
        const open = this.open("assistant");
        const text = open ? `${open.text} ${message.text}`.trim() : message.text;
        if (!text) return this;
        return this.write("assistant", text, !message.is_final);
      }
      case "playback_complete":
        return this.closed(message.interrupted === true);
      case "state":
        // The turn is over, whether there was anything to hear or not.
        return message.state === "idle" ? this.closed(false) : this;
      default:
        return this;
    }
  }

  /** What was typed. */
  say(text: string): Conversation {
    return this.closed(false).add("user", text, false);
  }

  /** Nothing more comes for what is being heard or written. */
  dropped(): Conversation {
    return this.without_open("user").closed(false);
  }

  private open(role: Line["role"]): Line | undefined {
    return this.lines.findLast((line) => line.role === role && line.open);
  }

  private without_open(role: Line["role"]): Conversation {
    const open = this.open(role);
    return open ? new Conversation(this.lines.filter((line) => line !== open), this.next) : this;
  }

  private write(role: Line["role"], text: string, open: boolean): Conversation {
    const before = this.open(role);
    if (!before) return this.add(role, text, open);
    const changed = { ...before, text, open };
    return new Conversation(this.lines.map((line) => (line === before ? changed : line)), this.next);
  }

  private add(role: Line["role"], text: string, open: boolean): Conversation {
    const line = { id: this.next, role, text, open };
    return new Conversation([...this.lines, line].slice(-lines_max), this.next + 1);
  }

  /** The answer is over; one that was interrupted says so. */
  private closed(interrupted: boolean): Conversation {
    const last = this.lines.findLast((line) => line.role === "assistant");
    if (!last || (!last.open && !interrupted)) return this;
    const changed = { ...last, open: false, ...(interrupted ? { interrupted: true } : {}) };
    return new Conversation(this.lines.map((line) => (line === last ? changed : line)), this.next);
  }
}
