import fs from 'node:fs';

/** How large a log may grow and how many old ones are kept. */
export interface LogLimits {
  bytes: number;
  old: number;
}

const LIMITS: LogLimits = { bytes: 10_000_000, old: 3 };

/** A log of JSON lines with a size limit: `x.log` moves on to `x.log.1`, `x.log.2` and so on. Text that is no JSON is wrapped. */
export class LogFile {
  #handle: number | null = null;
  #size = 0;

  constructor(
    readonly file: string,
    private readonly serviceName: string,
    private readonly limits: LogLimits = LIMITS,
  ) {}

  write(line: string, level: 'info' | 'warn' | 'error' = 'info'): void {
    if (line.trim() === '') return;
    const entry = `${isJson(line) ? line : this.#wrap(line, level)}\n`;
    this.#open();
    this.#size += Buffer.byteLength(entry);
    if (this.#handle !== null) fs.writeSync(this.#handle, entry);
    if (this.#size >= this.limits.bytes) this.#rotate();
  }

  close(): void {
    if (this.#handle !== null) fs.closeSync(this.#handle);
    this.#handle = null;
  }

  #wrap(message: string, level: string): string {
    return JSON.stringify({ timestamp: new Date().toISOString(), service_name: this.serviceName, trace_id: null, level, message, context: {} });
  }

  #open(): void {
    if (this.#handle !== null) return;
    this.#handle = fs.openSync(this.file, 'a', 0o600);
    this.#size = fs.fstatSync(this.#handle).size;
  }

  #rotate(): void {
    this.close();
    for (let age = this.limits.old; age > 0; age -= 1) {
      const younger = age === 1 ? this.file : `${this.file}.${age - 1}`;
      if (fs.existsSync(younger)) fs.renameSync(younger, `${this.file}.${age}`);
    }
  }
}

function isJson(line: string): boolean {
  if (!line.startsWith('{')) return false;
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
