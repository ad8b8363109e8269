import { SourceList } from '../../citations/source-list.js';
import type { ModelRequest } from '../../models/model-provider.js';
import { toParameters } from './openai-messages.js';

const request: ModelRequest = {
  turns: [{ role: 'system', content: 'Be kind.' }, { role: 'user', content: 'Hi' }, { role: 'assistant', content: 'Hello', calls: [] }, { role: 'user', content: 'Bye' }],
  tools: [],
  files: { attachments: [], latest: [], documents: [], failures: [] },
  maxTokens: 50,
  sources: new SourceList(),
  signal: new AbortController().signal,
};

describe('parameters of a chat completion', () => {
  it('keeps the turns in their order and names no tools when there are none', () => {
    const parameters = toParameters('m', request);
    expect(parameters.messages).toEqual([{ role: 'system', content: 'Be kind.' }, { role: 'user', content: 'Hi' }, { role: 'assistant', content: 'Hello' }, { role: 'user', content: 'Bye' }]);
    expect(parameters).not.toHaveProperty('tools');
  });

  it('limits the answer by the name that the server knows', () => {
    expect(toParameters('m', request)).toMatchObject({ max_tokens: 50 });
    expect(toParameters('m', request, 'max_completion_tokens')).toMatchObject({ max_completion_tokens: 50 });
  });

  it('never lets a caller go beyond the budget', () => {
    expect(toParameters('m', { ...request, passthrough: { messages: [], maxTokens: 9999 } })).toMatchObject({ max_tokens: 50 });
  });
});
