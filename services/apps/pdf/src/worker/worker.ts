import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import type { Job, Report, Result, WorkerSettings } from '../engine/protocol.js';
import { extract } from './extract.js';
import { toFailure } from './failure.js';
import { openDocument } from './open-document.js';
import { OpenDocuments } from './open-documents.js';
import { loadPdfJs } from './pdfjs.js';
import { screenshot } from './screenshot.js';

const KEPT_OPEN = 2;

/** Answers one job after the other; the other side never sends two at once. */
function serve(port: MessagePort, settings: WorkerSettings): void {
  const documents = new OpenDocuments(KEPT_OPEN);

  async function run({ id, key, bytes, task }: Job): Promise<Result> {
    const progress = (): void => port.postMessage({ type: 'progress', id } satisfies Report);
    const open = bytes ? await documents.add(key, await openDocument(bytes, settings)) : documents.get(key);
    if (!open) throw new Error('The document is not open');
    progress();
    return task.do === 'extract' ? extract(open, task.pages, settings.limits, progress) : screenshot(open, task.page, task.width, settings);
  }

  port.on('message', (job: Job) => {
    run(job)
      .then((result): Report => ({ type: 'done', id: job.id, result, open: documents.keys }))
      .catch((error: unknown): Report => ({ type: 'failed', id: job.id, failure: toFailure(error), open: documents.keys }))
      .then((report) => port.postMessage(report))
      .catch((error: unknown) => {
        throw error;
      });
  });
}

// pdf.js reports a damaged object to the call that needs it, and at times once more to nobody.
process.on('unhandledRejection', () => undefined);

if (parentPort) {
  serve(parentPort, workerData as WorkerSettings);
  void loadPdfJs();
}
