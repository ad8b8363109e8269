import { composerState, sendableFiles } from './composer-state.js';
import { MAX_MESSAGE_CHARACTERS } from './limits.js';

const written = { text: 'Hi', attachments: [], busy: false };

describe('composerState', () => {
  it.each([
    ['words alone', written, true],
    ['words with a file that is there', { ...written, attachments: [{ state: 'ready' as const }] }, true],
    ['words with a file that failed', { ...written, attachments: [{ state: 'failed' as const }] }, true],
    ['a file on its way', { ...written, attachments: [{ state: 'ready' as const }, { state: 'uploading' as const }] }, false],
    ['nothing but spaces', { ...written, text: ' \n' }, false],
    ['something else on its way', { ...written, busy: true }, false],
    ['as much as a message holds', { ...written, text: 'x'.repeat(MAX_MESSAGE_CHARACTERS) }, true],
    ['one character more', { ...written, text: 'x'.repeat(MAX_MESSAGE_CHARACTERS + 1) }, false],
  ])('with %s', (_, state, sendable) => {
    expect(composerState(state).sendable).toBe(sendable);
  });

  it('says what stands in the way', () => {
    expect(composerState({ text: 'x'.repeat(MAX_MESSAGE_CHARACTERS + 3), attachments: [{ state: 'uploading' }], busy: false })).toEqual({ sendable: false, excess: 3, uploading: true });
    expect(composerState(written)).toMatchObject({ excess: 0, uploading: false });
  });
});

describe('sendableFiles', () => {
  it('leaves out what did not arrive', () => {
    const file = { name: 'a.pdf', mime: 'application/pdf', size: 3 };
    expect(sendableFiles([{ ...file, fileId: 'f' }, { ...file, fileId: null }])).toEqual([{ id: 'f', name: 'a.pdf', mime: 'application/pdf', size: 3 }]);
  });
});
