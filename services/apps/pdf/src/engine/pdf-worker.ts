import { getCompileCacheDir } from 'node:module';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { DomainError } from '@mateship/contracts';
import { WORKER_HEAP, type Limits } from './limits.js';
import type { Job, Report, Result, WorkerSettings } from './protocol.js';
import { Watch } from './watch.js';

/** One worker thread with pdf.js in it. It is thrown away when a job goes too far or the thread dies. */
export class PdfWorker {
  readonly #thread: Worker;
  /** What the process held before the first job: it may still have been starting when the thread was made. */
  #baseline: number | undefined;
  #open: readonly string[] = [];
  #alive = true;
  #jobs = 0;

  constructor(
    file: string,
    private readonly settings: WorkerSettings,
  ) {
    this.#thread = new Worker(file, { workerData: settings, resourceLimits: WORKER_HEAP, env: compileCache(), stdin: false, stdout: true, stderr: true });
    this.#thread.stdout.resume();
    this.#thread.stderr.resume();
    this.#thread.on('error', () => (this.#alive = false));
    this.#thread.on('exit', () => (this.#alive = false));
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** Whether the document is still open from an earlier job. */
  has(key: string): boolean {
    return this.#open.includes(key);
  }

  async run(work: Omit<Job, 'id'>, signal: AbortSignal): Promise<Result> {
    signal.throwIfAborted();
    const job: Job = { ...work, id: (this.#jobs += 1) };
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    const watch = new Watch(this.limits, (this.#baseline ??= process.memoryUsage.rss()), reject);
    const onReport = (report: Report): void => {
      if (report.id !== job.id) return;
      if (report.type === 'progress') return watch.progress();
      this.#open = report.open;
      if (report.type === 'done') return resolve(report.result);
      reject(new DomainError(report.failure.code, report.failure));
    };
    const onError = (error: Error & { code?: string }): void =>
      reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new DomainError('PDF_LIMIT', { details: { reason: 'memory' } }) : new DomainError('INTERNAL_ERROR', { cause: error }));
    const onExit = (): void => reject(new DomainError('INTERNAL_ERROR'));
    const onAbort = (): void => reject(signal.reason as Error);
    this.#thread.on('message', onReport).once('error', onError).once('exit', onExit);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      this.#thread.postMessage(job, job.bytes ? [job.bytes.buffer] : []);
      return await promise;
    } catch (error) {
      if (!(error instanceof DomainError) || error.code === 'PDF_LIMIT' || error.code === 'INTERNAL_ERROR') await this.stop();
      throw error;
    } finally {
      watch.stop();
      signal.removeEventListener('abort', onAbort);
      this.#thread.off('message', onReport).off('error', onError).off('exit', onExit);
    }
  }

  async stop(): Promise<void> {
    this.#alive = false;
    await this.#thread.terminate();
  }

  private get limits(): Limits {
    return this.settings.limits;
  }
}

/** All that the thread is told of the environment: where its compiled code lies. Without it, it compiles pdf.js again each time. */
function compileCache(): Record<string, string> {
  const folder = getCompileCacheDir();
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: path.dirname(folder) };
}
