const MOST_LINES = 200;
const MOST_CHARACTERS = 2000;

/** The last lines that something printed; older ones are forgotten, long ones cut. */
export class LogTail {
  private readonly kept: string[] = [];

  add(line: string): void {
    if (this.kept.length === MOST_LINES) this.kept.shift();
    this.kept.push(line.slice(0, MOST_CHARACTERS));
  }

  lines(): string[] {
    return [...this.kept];
  }
}
