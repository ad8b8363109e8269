import type { ChatEvent } from '@mateship/contracts';
import { message } from '../../../test/messages.js';
import { applyEvent, blank, isLast } from './apply-event.js';

const answer = message('a', { role: 'assistant', content: '', state: 'streaming' });
const after = (...events: ChatEvent[]) => events.reduce(applyEvent, answer);
const call: ChatEvent = { event: 'tool_call', data: { id: 's1', app: 'pdf', skill: 'extract', input: { fileId: 'f' } } };
const citation = { n: 1, fileId: 'f', fileName: 'a.pdf', page: 17, heading: null, quote: 'words' };

describe('applyEvent', () => {
  it('appends the text of deltas in order', () => {
    expect(after({ event: 'delta', data: { text: 'Hel' } }, { event: 'delta', data: { text: 'lo' } }).content).toBe('Hello');
  });

  it('shows a step as running until its result comes', () => {
    expect(after(call).steps).toEqual([{ id: 's1', app: 'pdf', skill: 'extract', input: { fileId: 'f' }, ok: null, summary: null }]);
    expect(after(call, { event: 'tool_result', data: { id: 's1', ok: true, summary: 'done' } }).steps[0]).toMatchObject({ ok: true, summary: 'done' });
  });

  it('ignores the result of an unknown step', () => {
    expect(after({ event: 'tool_result', data: { id: 'x', ok: true, summary: '' } }).steps).toEqual([]);
  });

  it('replaces a citation that comes again', () => {
    const twice = after({ event: 'citation', data: citation }, { event: 'citation', data: { ...citation, page: 18 } });
    expect(twice.citations).toEqual([{ ...citation, page: 18 }]);
  });

  it('keeps usage', () => {
    const usage = { inputTokens: 1, outputTokens: 2, model: 'm', provider: 'p', credits: '0' };
    expect(after({ event: 'usage', data: usage }).usage).toEqual(usage);
  });

  it.each(['complete', 'cancelled'] as const)('ends as %s', (state) => {
    expect(after({ event: 'done', data: { messageId: 'a', state } }).state).toBe(state);
  });

  it('fails with the code and sentence of the server', () => {
    const error = { code: 'MODEL_FAILED', message: 'The model provider could not answer.' };
    expect(after({ event: 'error', data: error })).toMatchObject({ state: 'failed', error });
  });

  it('leaves no step running after the end', () => {
    expect(after(call, { event: 'done', data: { messageId: 'a', state: 'cancelled' } }).steps[0]?.ok).toBe(false);
    expect(after(call, { event: 'error', data: { code: 'X', message: 'x' } }).steps[0]?.ok).toBe(false);
  });

  it('does not change the message it is given', () => {
    after(call, { event: 'delta', data: { text: 'x' } });
    expect(answer).toMatchObject({ content: '', steps: [] });
  });
});

describe('isLast', () => {
  it('is true for done and error alone', () => {
    expect(isLast({ event: 'done', data: { messageId: 'a', state: 'complete' } })).toBe(true);
    expect(isLast({ event: 'error', data: { code: 'X', message: 'x' } })).toBe(true);
    expect(isLast(call)).toBe(false);
  });
});

describe('blank', () => {
  it('takes off what the events will bring again', () => {
    const stored = message('a', { content: 'part', citations: [citation], parentId: 'q', seconds: 3 });
    expect(blank(stored)).toEqual({ ...stored, content: '', citations: [], state: 'streaming' });
  });
});
