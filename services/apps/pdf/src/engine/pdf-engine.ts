import { DomainError } from '@mateship/contracts';
import { LIMITS, type Limits } from './limits.js';
import { PdfWorker } from './pdf-worker.js';
import type { Extraction, PageRange, Result, Screenshot, Task } from './protocol.js';
import { readAll, type SourceFile } from './source-file.js';

/** A document to work on. `open` asks for access every time, also when the content is at hand from an earlier call. */
export interface PdfSource {
  key: string;
  open(): Promise<SourceFile>;
}

export interface PdfEngineOptions {
  /** The bundled worker. */
  workerFile: string;
  /** Folder with the fonts, character maps and decoders of pdf.js. */
  assets: string;
  limits?: Partial<Limits>;
}

/** Reads and draws PDFs in one worker thread, one job at a time; the thread ends after some idle seconds. */
export class PdfEngine {
  readonly #limits: Limits;
  #worker: PdfWorker | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  #idle: NodeJS.Timeout | undefined;

  constructor(private readonly options: PdfEngineOptions) {
    this.#limits = { ...LIMITS, ...options.limits };
  }

  async extract(source: PdfSource, pages: PageRange[] | null, signal: AbortSignal): Promise<Extraction & { fileName: string }> {
    return (await this.enqueue(source, { do: 'extract', pages }, signal)) as Extraction & { fileName: string };
  }

  async screenshot(source: PdfSource, page: number, width: number, signal: AbortSignal): Promise<Screenshot & { fileName: string }> {
    return (await this.enqueue(source, { do: 'screenshot', page, width }, signal)) as Screenshot & { fileName: string };
  }

  /** Whether a worker thread is running now. */
  get warm(): boolean {
    return this.#worker?.alive ?? false;
  }

  /** Starts the worker before the first question needs it. */
  warmUp(): void {
    this.worker();
    this.rest();
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = null;
    await worker?.stop();
  }

  private enqueue(source: PdfSource, task: Task, signal: AbortSignal): Promise<Result & { fileName: string }> {
    const job = this.#queue.then(() => this.run(source, task, signal));
    this.#queue = job.catch(() => undefined);
    return job;
  }

  private async run(source: PdfSource, task: Task, signal: AbortSignal): Promise<Result & { fileName: string }> {
    signal.throwIfAborted();
    clearTimeout(this.#idle);
    const file = await source.open();
    // An HTTP body that is given up reports that as an error, to nobody here.
    file.body.on('error', () => undefined);
    try {
      const worker = this.worker();
      const bytes = worker.has(source.key) ? undefined : await readAll(file, signal);
      if (bytes?.length === 0) throw new DomainError('PDF_INVALID');
      return { ...(await worker.run({ key: source.key, bytes, task }, signal)), fileName: file.name };
    } finally {
      file.body.destroy();
      this.rest();
    }
  }

  private worker(): PdfWorker {
    if (!this.#worker?.alive) this.#worker = new PdfWorker(this.options.workerFile, { limits: this.#limits, assets: this.options.assets });
    return this.#worker;
  }

  private rest(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => void this.close(), this.#limits.idle).unref();
  }
}
