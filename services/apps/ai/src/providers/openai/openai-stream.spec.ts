import type { ModelEvent } from '../../models/model-provider.js';
import { readStream } from './openai-stream.js';

async function read(chunks: unknown[], passthrough = false): Promise<ModelEvent[]> {
  async function* source() {
    yield* chunks;
  }
  const events: ModelEvent[] = [];
  for await (const event of readStream(source(), passthrough)) events.push(event);
  return events;
}

const part = (delta: unknown, finish: string | null = null) => ({ choices: [{ index: 0, delta, finish_reason: finish }] });

describe('reading chat completion chunks', () => {
  it('puts the fragments of two calls together by their index', async () => {
    const events = await read([
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

  it('copes with servers that leave out index and id, or finish calls with "stop"', async () => {
    const events = await read([part({ tool_calls: [{ function: { name: 'x__y', arguments: '{}' } }] }), part({}, 'stop')]);
    expect(events).toEqual([{ type: 'calls', calls: [{ id: 'call_0', name: 'x__y', arguments: '{}' }] }, { type: 'end', reason: 'tool_calls' }]);
  });

  it('reads usage from a chunk without choices', async () => {
    expect(await read([part({ content: 'Hi' }, 'stop'), { choices: [], usage: { prompt_tokens: 3, completion_tokens: 1 } }])).toEqual([
      { type: 'text', text: 'Hi' },
      { type: 'usage', inputTokens: 3, outputTokens: 1 },
      { type: 'end', reason: 'stop' },
    ]);
  });

  it('says nothing of an end that did not come', async () => {
    expect(await read([part({ content: 'Half' })])).toEqual([{ type: 'text', text: 'Half' }]);
  });

  it.each([
    ['length', 'length'],
    ['content_filter', 'stop'],
    ['function_call', 'tool_calls'],
  ])('takes the finish reason %s for %s', async (finish, reason) => {
    expect((await read([part({}, finish)])).at(-1)).toEqual({ type: 'end', reason });
  });

  it.each([[7], ['text'], [null], [{ choices: 'x' }], [{ choices: [{ delta: { content: 5 } }] }]])('refuses the chunk %j', async (chunk) => {
    await expect(read([chunk])).rejects.toThrow(SyntaxError);
  });

  it('hands the fragments of a caller on as they come', async () => {
    expect(await read([part({ tool_calls: [{ index: 2, function: { arguments: '{' } }] })], true)).toEqual([{ type: 'caller_call', index: 2, id: '', name: '', arguments: '{' }]);
  });
});
