import { CompletionFormat } from './completion-format.js';
import type { CallerToolCall } from './openai.types.js';

const USAGE = { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 };
const CALL: CallerToolCall = { id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{"city":"Oslo"}' } };

describe('CompletionFormat', () => {
  it('makes the object of a whole completion', () => {
    expect(new CompletionFormat('p/m').whole('Hello', [], 'stop', USAGE)).toEqual({
      id: expect.stringMatching(/^chatcmpl-[\w-]{20}$/),
      object: 'chat.completion',
      created: expect.any(Number),
      model: 'p/m',
      choices: [{ index: 0, message: { role: 'assistant', content: 'Hello', refusal: null }, logprobs: null, finish_reason: 'stop' }],
      usage: USAGE,
    });
  });

  it('gives the time in whole seconds', () => {
    const { created } = new CompletionFormat('p/m').usageChunk(USAGE);
    expect(Number.isInteger(created)).toBe(true);
    expect(Math.abs(created - Date.now() / 1000)).toBeLessThan(60);
  });

  it('has null in the place of a text where there are only tool calls', () => {
    const message = (content: string, calls: CallerToolCall[]) => new CompletionFormat('m').whole(content, calls, 'tool_calls', USAGE).choices[0]?.message;
    expect(message('', [CALL])).toEqual({ role: 'assistant', content: null, refusal: null, tool_calls: [CALL] });
    expect(message('Let me look.', [CALL])).toMatchObject({ content: 'Let me look.', tool_calls: [CALL] });
    expect(message('', [])).toEqual({ role: 'assistant', content: '', refusal: null });
  });

  it('keeps id, time and model over all chunks of a completion', () => {
    const format = new CompletionFormat('p/m');
    const chunks = [format.chunk({ role: 'assistant' }, null, false), format.chunk({ content: 'x' }, null, true), format.usageChunk(USAGE)];
    expect(new Set(chunks.map(({ id, created, model, object }) => `${id} ${created} ${model} ${object}`)).size).toBe(1);
    expect(chunks[0]?.object).toBe('chat.completion.chunk');
  });

  it('gives every completion an id of its own', () => {
    expect(new CompletionFormat('m').usageChunk(USAGE).id).not.toBe(new CompletionFormat('m').usageChunk(USAGE).id);
  });

  it('has the field usage in chunks only for a client that asked for it', () => {
    const format = new CompletionFormat('m');
    expect(format.chunk({}, 'stop', true)).toMatchObject({ usage: null });
    expect('usage' in format.chunk({}, 'stop', false)).toBe(false);
  });

  it('says why it ended in the last chunk of the text', () => {
    expect(new CompletionFormat('m').chunk({}, 'length', false).choices).toEqual([{ index: 0, delta: {}, logprobs: null, finish_reason: 'length' }]);
  });

  it('counts usage in a chunk without choices', () => {
    expect(new CompletionFormat('m').usageChunk(USAGE)).toMatchObject({ choices: [], usage: USAGE });
  });
});
