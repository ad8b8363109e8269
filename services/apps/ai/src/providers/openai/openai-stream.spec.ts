import type { ModelEvent } from '../../models/model-provider.js';
import { ChunkReader } from './openai-stream.js';

function read(chunks: unknown[], passthrough = false): ModelEvent[] {
  const reader = new ChunkReader(passthrough);
  return [...chunks.flatMap((chunk) => reader.read(chunk)), ...reader.end()];
}

const part = (delta: unknown, finish: string | null = null) => ({ choices: [{ index: 0, delta, finish_reason: finish }] });

describe('reading chat completion chunks', () => {
  it('puts the fragments of two calls together by their index', () => {
    const events = read([
      part({ tool_calls: [{ index: 0, id: 'a', function: { name: 'x__y', arguments: '' } }, { index: 1, id: 'b', function: { name: 'z__w', arguments: '{"q"' } }] }),
      part({ tool_calls: [{ index: 1, function: { arguments: ':1}' } }] }),
      part({ tool_calls: [{ index: 0, function: { arguments: '{}' } }] }),
      part({}, 'tool_calls'),
    ]);
    expect(events).toEqual([
      { type: 'calls', calls: [{ id: 'a', name: 'x__y', arguments: '{}' }, { id: 'b', name: 'z__w', arguments: '{"q":1}' }] },
      { type: 'end', reason: 'tool_calls' },
    ]);
  });

  it('copes with servers that leave out index and id, or finish calls with "stop"', () => {
    const events = read([part({ tool_calls: [{ function: { name: 'x__y', arguments: '{}' } }] }), part({}, 'stop')]);
    expect(events).toEqual([{ type: 'calls', calls: [{ id: 'call_0', name: 'x__y', arguments: '{}' }] }, { type: 'end', reason: 'tool_calls' }]);
  });

  it('reads usage from a chunk without choices', () => {
    expect(read([part({ content: 'Hi' }, 'stop'), { choices: [], usage: { prompt_tokens: 3, completion_tokens: 1 } }])).toEqual([
      { type: 'text', text: 'Hi' },
      { type: 'usage', inputTokens: 3, outputTokens: 1 },
      { type: 'end', reason: 'stop' },
    ]);
  });

  it('says nothing of an end that did not come', () => {
    expect(read([part({ content: 'Half' })])).toEqual([{ type: 'text', text: 'Half' }]);
  });

  it.each([
    ['length', 'length'],
    ['content_filter', 'stop'],
    ['function_call', 'tool_calls'],
  ])('takes the finish reason %s for %s', (finish, reason) => {
    expect((read([part({}, finish)])).at(-1)).toEqual({ type: 'end', reason });
  });

  it.each([[7], ['text'], [null], [{ choices: 'x' }], [{ choices: [{ delta: { content: 5 } }] }], [{ error: { message: 'overloaded' } }]])('refuses the chunk %j', (chunk) => {
    expect(() => read([chunk])).toThrow(SyntaxError);
  });

  it('hands the fragments of a caller on as they come', () => {
    expect(read([part({ tool_calls: [{ index: 2, function: { arguments: '{' } }] })], true)).toEqual([{ type: 'caller_call', index: 2, id: '', name: '', arguments: '{' }]);
  });
});
