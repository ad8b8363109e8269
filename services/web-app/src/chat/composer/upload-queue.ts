import type { FileInfo } from '@mateship/contracts';
import { describeError } from '../../errors/describe-error.js';
import { i18n } from '../../text/i18n.js';
import { fileProblem, MAX_FILE_MEGABYTES, type AttachmentAction } from './attachments.js';
import { MAX_ATTACHMENTS } from './limits.js';

type Upload = (file: File, options: { onProgress: (progress: number) => void; signal: AbortSignal }) => Promise<FileInfo>;

let lastKey = 0;

/** Uploads the files of a message: at once, all beside each other, and no longer than the file stays in the message. */
export class UploadQueue {
  private readonly uploads = new Map<number, { file: File; stop: AbortController }>();

  constructor(
    private readonly send: Upload,
    private readonly tell: (action: AttachmentAction) => void,
  ) {}

  /** Takes files into a message that already holds some. What cannot be sent stays there and says why. */
  add(files: readonly File[], held: number): void {
    files.forEach((file, index) => {
      lastKey += 1;
      const key = lastKey;
      this.tell({ type: 'added', key, file });
      const problem = held + index >= MAX_ATTACHMENTS ? 'composer.tooMany' : fileProblem(file);
      if (problem) this.tell({ type: 'failed', key, reason: i18n.t(problem, { limit: MAX_FILE_MEGABYTES, count: MAX_ATTACHMENTS }) });
      else void this.upload(key, file);
    });
  }

  remove(key: number): void {
    this.uploads.get(key)?.stop.abort();
    this.uploads.delete(key);
    this.tell({ type: 'removed', key });
  }

  /** Only what could be sent at all can be sent again. */
  canRetry(key: number): boolean {
    return this.uploads.has(key);
  }

  retry(key: number): void {
    const known = this.uploads.get(key);
    if (!known) return;
    this.tell({ type: 'retried', key });
    void this.upload(key, known.file);
  }

  stop(): void {
    for (const { stop } of this.uploads.values()) stop.abort();
  }

  private async upload(key: number, file: File): Promise<void> {
    const stop = new AbortController();
    this.uploads.set(key, { file, stop });
    try {
      const onProgress = (progress: number) => this.tell({ type: 'progressed', key, progress });
      this.tell({ type: 'uploaded', key, file: await this.send(file, { onProgress, signal: stop.signal }) });
    } catch (error) {
      if (!stop.signal.aborted) this.tell({ type: 'failed', key, reason: describeError(error).message });
    }
  }
}
