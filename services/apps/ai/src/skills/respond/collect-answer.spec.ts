import type { AiChatEvent } from '@mateship/contracts';
import { collectAnswer } from './collect-answer.js';

async function* stream(...events: AiChatEvent[]): AsyncGenerator<AiChatEvent> {
  yield* events;
}
const delta = (text: string): AiChatEvent => ({ event: 'delta', data: { text } });
const usage = (inputTokens: number, outputTokens: number): AiChatEvent => ({ event: 'usage', data: { inputTokens, outputTokens, model: 'p/m', provider: 'p' } });
const finish: AiChatEvent = { event: 'finish', data: { reason: 'stop' } };

describe('collectAnswer', () => {
  it('puts text and usage together', async () => {
    expect(await collectAnswer(stream(delta('G’day, '), delta('mate.'), usage(3, 4), usage(1, 2), finish))).toEqual({ text: 'G’day, mate.', usage: { model: 'p/m', inputTokens: 4, outputTokens: 6 } });
  });

  it('gives the error that ended the answer, and no half of it', async () => {
    await expect(collectAnswer(stream(delta('half'), { event: 'error', data: { code: 'MODEL_FAILED', message: 'It broke.' } }))).rejects.toMatchObject({ code: 'MODEL_FAILED', message: 'It broke.' });
    await expect(collectAnswer(stream({ event: 'error', data: { code: 'made up', message: 'x' } }))).rejects.toMatchObject({ code: 'SKILL_FAILED' });
  });

  it('takes a stream that just ends for no answer', async () => {
    await expect(collectAnswer(stream(delta('half')))).rejects.toMatchObject({ code: 'SKILL_FAILED' });
  });
});
