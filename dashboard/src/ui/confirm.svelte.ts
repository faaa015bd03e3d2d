interface Question {
  title: string;
  text: string;
  action: string;
  answer: (yes: boolean) => void;
}

class Confirm {
  question = $state.raw<Question | null>(null);

  ask(title: string, text: string, action: string): Promise<boolean> {
    this.answer(false);
    return new Promise((answer) => (this.question = { title, text, action, answer }));
  }

  answer(yes: boolean): void {
    this.question?.answer(yes);
    this.question = null;
  }
}

/** Asks before something cannot be undone. */
export const confirm = new Confirm();
