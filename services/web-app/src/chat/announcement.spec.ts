import { announcement } from './announcement.js';

const streaming = { id: 'a', state: 'streaming' } as const;

describe('announcement', () => {
  it('announces the start of an answer once', () => {
    expect(announcement(null, streaming)).toBe('chat.answerStarted');
    expect(announcement(streaming, streaming)).toBeNull();
  });

  it.each([
    ['complete', 'chat.answerDone'],
    ['cancelled', 'chat.answerCancelled'],
    ['failed', 'chat.answerFailed'],
    ['interrupted', 'chat.answerInterrupted'],
  ] as const)('announces the end as %s', (state, key) => {
    expect(announcement(streaming, { id: 'a', state })).toBe(key);
  });

  it('says nothing about answers that were there before', () => {
    expect(announcement(null, { id: 'a', state: 'complete' })).toBeNull();
    expect(announcement(streaming, { id: 'b', state: 'complete' })).toBeNull();
    expect(announcement(streaming, null)).toBeNull();
  });
});
