/** Where progress is shown; standard error, so that standard output keeps what was asked for. */
export interface ProgressStream {
  isTTY?: boolean;
  write(text: string): unknown;
}

/** Tells a person what happens: one line per step, rewritten in place on a terminal. */
export class Progress {
  constructor(private readonly stream: ProgressStream = process.stderr) {}

  /** Announces a step; call the result when it is done. */
  step(title: string): () => void {
    const since = performance.now();
    if (this.stream.isTTY) this.stream.write(`  … ${title}`);
    return () => {
      const line = `  ✓ ${title} (${((performance.now() - since) / 1000).toFixed(1)} s)\n`;
      this.stream.write(this.stream.isTTY ? `\r\u001b[2K${line}` : line);
    };
  }

  note(text: string): void {
    this.stream.write(`${text}\n`);
  }
}
