import { attachmentsReducer, fileProblem, type Attachment, type AttachmentAction } from './attachments.js';
import { MAX_FILE_BYTES } from './limits.js';

const file = { name: 'a.pdf', type: 'application/pdf', size: 10 };
const after = (...actions: AttachmentAction[]) => actions.reduce(attachmentsReducer, [] as Attachment[]);
const added: AttachmentAction = { type: 'added', key: 1, file };

describe('attachmentsReducer', () => {
  it('starts a file as uploading from nothing', () => {
    expect(after(added)).toEqual([{ key: 1, name: 'a.pdf', mime: 'application/pdf', size: 10, progress: 0, state: 'uploading', reason: null, fileId: null }]);
  });

  it('takes name, type and size from the server once the file is there', () => {
    const info = { id: 'f', name: 'clean.pdf', mime: 'application/pdf', size: 9, createdAt: '' };
    expect(after(added, { type: 'progressed', key: 1, progress: 0.5 }, { type: 'uploaded', key: 1, file: info })[0]).toMatchObject({ state: 'ready', progress: 1, fileId: 'f', name: 'clean.pdf', size: 9 });
  });

  it('keeps a failed file with its reason until it is tried again', () => {
    const failed = after(added, { type: 'progressed', key: 1, progress: 0.9 }, { type: 'failed', key: 1, reason: 'No.' });
    expect(failed[0]).toMatchObject({ state: 'failed', reason: 'No.' });
    expect(attachmentsReducer(failed, { type: 'retried', key: 1 })[0]).toMatchObject({ state: 'uploading', reason: null, progress: 0 });
  });

  it('changes only the file that is meant', () => {
    const two = after(added, { type: 'added', key: 2, file }, { type: 'failed', key: 2, reason: 'No.' });
    expect(two.map(({ state }) => state)).toEqual(['uploading', 'failed']);
    expect(attachmentsReducer(two, { type: 'removed', key: 1 }).map(({ key }) => key)).toEqual([2]);
  });

  it('ignores news of a file that was taken out', () => {
    expect(after(added, { type: 'removed', key: 1 }, { type: 'progressed', key: 1, progress: 1 })).toEqual([]);
  });
});

describe('fileProblem', () => {
  it.each([
    [file, null],
    [{ ...file, type: '' }, null],
    [{ name: 'notes.TXT', type: '', size: 1 }, null],
    [{ ...file, size: 0 }, 'composer.empty'],
    [{ ...file, size: MAX_FILE_BYTES }, null],
    [{ ...file, size: MAX_FILE_BYTES + 1 }, 'composer.tooLarge'],
    [{ name: 'a.exe', type: 'application/x-msdownload', size: 1 }, 'composer.wrongType'],
  ])('says of %p: %p', (candidate, problem) => {
    expect(fileProblem(candidate)).toBe(problem);
  });
});
