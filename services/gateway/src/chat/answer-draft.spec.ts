import { AnswerDraft } from './answer-draft.js';

const citation = { n: 1, fileId: 'mine', fileName: 'a.pdf', page: 17, heading: null, quote: 'q' };

describe('AnswerDraft', () => {
  it('joins the text and passes each piece on', () => {
    const draft = new AnswerDraft([]);
    expect(draft.take({ event: 'delta', data: { text: 'Hel' } })).toEqual({ event: 'delta', data: { text: 'Hel' } });
    draft.take({ event: 'delta', data: { text: 'lo' } });
    expect(draft.body(null, null).content).toBe('Hello');
  });

  it('keeps a citation of a file of the conversation', () => {
    const draft = new AnswerDraft(['mine']);
    expect(draft.take({ event: 'citation', data: citation })).not.toBeNull();
    expect(draft.body(null, null).citations).toEqual([citation]);
  });

  it('drops a citation of any other file', () => {
    const draft = new AnswerDraft(['mine']);
    expect(draft.take({ event: 'citation', data: { ...citation, fileId: 'foreign' } })).toBeNull();
    expect(draft.body(null, null).citations).toEqual([]);
  });

  it('keeps a citation that is no file', () => {
    const draft = new AnswerDraft([]);
    expect(draft.take({ event: 'citation', data: { ...citation, fileId: null } })).not.toBeNull();
  });

  it('puts the result to the step that asked for it', () => {
    const draft = new AnswerDraft([]);
    draft.take({ event: 'tool_call', data: { id: 't1', app: 'pdf', skill: 'extract', input: {} } });
    draft.take({ event: 'tool_result', data: { id: 't1', ok: true, summary: '30 pages' } });
    draft.take({ event: 'tool_result', data: { id: 'unknown', ok: true, summary: 'x' } });
    expect(draft.body(null, null).steps).toEqual([{ id: 't1', app: 'pdf', skill: 'extract', input: {}, ok: true, summary: '30 pages' }]);
  });

  it('estimates what was used when the answer was cut off before it was counted', () => {
    const draft = new AnswerDraft([]);
    draft.take({ event: 'delta', data: { text: 'x'.repeat(41) } });
    expect(draft.used([{ content: 'y'.repeat(10) }])).toEqual({ inputTokens: 3, outputTokens: 11, model: null });
    expect(draft.usageFor(5n)).toBeNull();
  });

  it('counts nothing for an answer of which nothing arrived', () => {
    expect(new AnswerDraft([]).used([{ content: 'a long question' }])).toEqual({ inputTokens: 0, outputTokens: 0, model: null });
  });

  it('takes the count of the provider', () => {
    const draft = new AnswerDraft([]);
    draft.take({ event: 'usage', data: { inputTokens: 3, outputTokens: 4, model: 'p/m', provider: 'p' } });
    expect(draft.usageFor(5n)).toEqual({ inputTokens: 3, outputTokens: 4, model: 'p/m', provider: 'p', credits: '5' });
  });
});
