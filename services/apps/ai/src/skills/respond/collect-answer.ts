import { DomainError, isErrorCode, type AiChatEvent, type AiRespondOutput } from '@mateship/contracts';

/** A whole answer and what it took. */
export interface CollectedAnswer {
  text: string;
  usage: AiRespondOutput['usage'];
}

/** Reads an answer to its end. @throws DomainError the one that ended it */
export async function collectAnswer(events: AsyncIterable<AiChatEvent>): Promise<CollectedAnswer> {
  let text = '';
  let isWhole = false;
  const usage: CollectedAnswer['usage'] = { model: null, inputTokens: 0, outputTokens: 0 };
  for await (const { event, data } of events) {
    if (event === 'delta') text += data.text;
    else if (event === 'error') throw new DomainError(isErrorCode(data.code) ? data.code : 'SKILL_FAILED', { message: data.message });
    else if (event === 'finish') isWhole = true;
    else if (event === 'usage') {
      usage.model = data.model;
      usage.inputTokens += data.inputTokens;
      usage.outputTokens += data.outputTokens;
    }
  }
  if (!isWhole) throw new DomainError('SKILL_FAILED');
  return { text, usage };
}
