/** Lets so many pieces of work run at once; the others wait for their turn in order. */
export class Turns {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly most: number) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= this.most) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running += 1;
    try {
      return await work();
    } finally {
      // Who waits takes this turn over, so the count stays.
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}
