import { as_problem, type Problem } from "./api";

/** Something the server has, as it was when it was last asked. */
export class Resource<T> {
  value = $state.raw<T>();
  problem = $state.raw<Problem>();
  private asked = 0;

  constructor(private readonly load: () => Promise<T>) {}

  /** The newest request wins, whichever is answered first. */
  refresh = async (): Promise<void> => {
    const request = ++this.asked;
    try {
      const value = await this.load();
      if (request !== this.asked) return;
      this.value = value;
      this.problem = undefined;
    } catch (error) {
      if (request === this.asked) this.problem = as_problem(error);
    }
  };
}

/** Does it now and then every so often while the page is seen. @return ends it */
export function poll(every_ms: number, what: () => unknown): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let over = false;
  let busy = false;
  const step = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    clearTimeout(timer);
    if (!document.hidden) await what();
    busy = false;
    if (!over) timer = setTimeout(() => void step(), every_ms);
  };
  const seen = (): void => void (document.hidden || step());
  document.addEventListener("visibilitychange", seen);
  void step();
  return () => {
    over = true;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", seen);
  };
}
