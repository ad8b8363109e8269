import type { Message } from '@mateship/contracts';
import { message } from '../../test/messages.js';
import { modelUse } from './model-use.js';

const by = (model: string): Message => message(model, { usage: { inputTokens: 1, outputTokens: 1, model, provider: '', credits: '0' } });

describe('modelUse', () => {
  it('is none before anything has answered', () => {
    expect(modelUse([])).toEqual({ kind: 'none' });
    expect(modelUse([message('question')])).toEqual({ kind: 'none' });
  });

  it('stays on this server with the offline assistant', () => {
    expect(modelUse([message('question'), by('offline/assistant')])).toEqual({ kind: 'offline' });
  });

  it('names each model outside once, and those alone', () => {
    const messages = [by('offline/assistant'), by('anthropic/one'), by('openai/two'), by('anthropic/one')];
    expect(modelUse(messages)).toEqual({ kind: 'outside', models: ['anthropic/one', 'openai/two'] });
  });

  it('takes no model for an offline one because of how its name goes on', () => {
    expect(modelUse([by('provider/offline/assistant')])).toEqual({ kind: 'outside', models: ['provider/offline/assistant'] });
  });
});
