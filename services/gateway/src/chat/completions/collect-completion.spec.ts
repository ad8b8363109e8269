import type { AiChatEvent } from '@mateship/contracts';
import { collectCompletion, toUsage } from './collect-completion.js';
import { CompletionFormat } from './completion-format.js';

const collect = (...events: AiChatEvent[]) => collectCompletion(async (take) => events.forEach(take), new CompletionFormat('p/m'));
const delta = (text: string): AiChatEvent => ({ event: 'delta', data: { text } });
const part = (index: number, id: string, name: string, json: string): AiChatEvent => ({ event: 'caller_tool_call', data: { index, id, name, arguments: json } });

describe('collectCompletion', () => {
  it('joins the text', async () => {
    const completion = await collect(delta('Hel'), delta('lo'), { event: 'finish', data: { reason: 'stop' } });
    expect(completion).toMatchObject({ choices: [{ message: { content: 'Hello' }, finish_reason: 'stop' }] });
  });

  it('says why the answer ended', async () => {
    expect(await collect({ event: 'finish', data: { reason: 'length' } })).toMatchObject({ choices: [{ finish_reason: 'length' }] });
  });

  it('counts what was used', async () => {
    const completion = await collect({ event: 'usage', data: { inputTokens: 3, outputTokens: 4, model: 'p/m', provider: 'p' } });
    expect(completion).toMatchObject({ usage: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 } });
  });

  it('counts nothing where nothing was counted', async () => {
    expect(await collect(delta('x'))).toMatchObject({ usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 } });
  });

  it('puts the pieces of tool calls together by their index, also when they are mixed', async () => {
    const completion = await collect(part(0, 'a', 'one', '{"x"'), part(1, 'b', 'two', '{'), part(0, '', '', ':1}'), part(1, '', '', '}'), { event: 'finish', data: { reason: 'tool_calls' } });
    expect(completion).toMatchObject({
      choices: [
        {
          finish_reason: 'tool_calls',
          message: {
            content: null,
            tool_calls: [
              { id: 'a', type: 'function', function: { name: 'one', arguments: '{"x":1}' } },
              { id: 'b', type: 'function', function: { name: 'two', arguments: '{}' } },
            ],
          },
        },
      ],
    });
  });

  it('leaves out what only our own client shows', async () => {
    const completion = await collect(
      { event: 'tool_call', data: { id: 't', app: 'pdf', skill: 'extract', input: { fileId: 'secret-id' } } },
      { event: 'tool_result', data: { id: 't', ok: true, summary: 'read' } },
      { event: 'citation', data: { n: 1, fileId: null, fileName: 'a.md', page: null, heading: null, quote: 'q' } },
    );
    expect(JSON.stringify(completion)).not.toMatch(/secret-id|extract|a\.md/);
  });

  it('fails as the answer does', async () => {
    const broken = async (take: (event: AiChatEvent) => unknown) => {
      take(delta('x'));
      throw new Error('broke off');
    };
    await expect(collectCompletion(broken, new CompletionFormat('m'))).rejects.toThrow('broke off');
  });
});

it('toUsage adds up both sides', () => {
  expect(toUsage({ inputTokens: 1, outputTokens: 2 })).toEqual({ prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 });
});
