import type { FileInfo } from '@mateship/contracts';
import { attachmentsReducer, type Attachment } from './attachments.js';
import { MAX_ATTACHMENTS } from './limits.js';
import { UploadQueue } from './upload-queue.js';

const pdf = (name: string) => new File(['x'], name, { type: 'application/pdf' });
const info = (name: string): FileInfo => ({ id: `id of ${name}`, name, mime: 'application/pdf', size: 1, createdAt: '' });
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** A queue whose uploads end when the test says so, with what a person sees of it. */
function setUp() {
  const uploads = new Map<string, { done: (file?: FileInfo) => void; fail: (error: Error) => void; signal: AbortSignal; progress: (part: number) => void }[]>();
  const seen: { attachments: Attachment[] } = { attachments: [] };
  const queue = new UploadQueue(
    (file, { signal, onProgress }) =>
      new Promise((resolve, reject) => {
        const known = uploads.get(file.name) ?? [];
        uploads.set(file.name, [...known, { done: (answer = info(file.name)) => resolve(answer), fail: reject, signal, progress: onProgress }]);
        signal.addEventListener('abort', () => reject(new DOMException('Stop.', 'AbortError')));
      }),
    (action) => {
      seen.attachments = attachmentsReducer(seen.attachments, action);
    },
  );
  const upload = (name: string, attempt = 0) => uploads.get(name)![attempt]!;
  const key = (name: string) => seen.attachments.find((attachment) => attachment.name === name)!.key;
  const states = () => seen.attachments.map(({ name, state }) => `${name} ${state}`);
  return { queue, uploads, upload, key, states, seen };
}

describe('UploadQueue', () => {
  it('sends all files at once and takes each as it arrives', async () => {
    const { queue, upload, states, seen } = setUp();
    queue.add([pdf('a.pdf'), pdf('b.pdf')], 0);
    expect(states()).toEqual(['a.pdf uploading', 'b.pdf uploading']);
    upload('b.pdf').progress(0.5);
    expect(seen.attachments[1]?.progress).toBe(0.5);
    upload('b.pdf').done();
    await settle();
    expect(states()).toEqual(['a.pdf uploading', 'b.pdf ready']);
    expect(seen.attachments[1]?.fileId).toBe('id of b.pdf');
  });

  it('sends nothing that cannot be attached, and says why', () => {
    const { queue, uploads, states, seen } = setUp();
    queue.add([new File(['x'], 'song.mp3', { type: 'audio/mpeg' }), new File([], 'empty.pdf', { type: 'application/pdf' })], 0);
    expect(uploads.size).toBe(0);
    expect(states()).toEqual(['song.mp3 failed', 'empty.pdf failed']);
    expect(seen.attachments.map(({ reason }) => reason)).toEqual(['Only PDF, PNG, JPEG and plain text files can be attached.', 'The file is empty.']);
  });

  it('counts the files that the message holds already', () => {
    const { queue, uploads, states, seen } = setUp();
    queue.add([pdf('last.pdf'), pdf('beyond.pdf')], MAX_ATTACHMENTS - 1);
    expect([...uploads.keys()]).toEqual(['last.pdf']);
    expect(states()).toEqual(['last.pdf uploading', 'beyond.pdf failed']);
    expect(seen.attachments[1]?.reason).toBe(`A message can carry ${MAX_ATTACHMENTS} files.`);
  });

  it('stops the upload of a file that is taken out, without calling that a failure', async () => {
    const { queue, upload, key, states } = setUp();
    queue.add([pdf('a.pdf'), pdf('b.pdf')], 0);
    queue.remove(key('a.pdf'));
    await settle();
    expect([upload('a.pdf').signal.aborted, upload('b.pdf').signal.aborted]).toEqual([true, false]);
    expect(states()).toEqual(['b.pdf uploading']);
  });

  it('sends a file again that did not arrive', async () => {
    const { queue, upload, key, states, seen } = setUp();
    queue.add([pdf('a.pdf')], 0);
    upload('a.pdf').fail(new TypeError('offline'));
    await settle();
    expect(seen.attachments[0]?.reason).toContain('cannot be reached');
    expect(queue.canRetry(key('a.pdf'))).toBe(true);
    queue.retry(key('a.pdf'));
    expect(states()).toEqual(['a.pdf uploading']);
    upload('a.pdf', 1).done();
    await settle();
    expect(states()).toEqual(['a.pdf ready']);
  });

  it('offers no second try for what could never be sent', () => {
    const { queue, uploads, key, states } = setUp();
    queue.add([new File(['x'], 'song.mp3', { type: 'audio/mpeg' })], 0);
    expect(queue.canRetry(key('song.mp3'))).toBe(false);
    queue.retry(key('song.mp3'));
    expect(uploads.size).toBe(0);
    expect(states()).toEqual(['song.mp3 failed']);
  });

  it('stops everything when the page is left, without calling that a failure', async () => {
    const { queue, upload, states } = setUp();
    queue.add([pdf('a.pdf'), pdf('b.pdf')], 0);
    queue.stop();
    await settle();
    expect([upload('a.pdf').signal.aborted, upload('b.pdf').signal.aborted]).toEqual([true, true]);
    expect(states()).toEqual(['a.pdf uploading', 'b.pdf uploading']);
  });
});
