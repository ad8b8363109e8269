import { CompletionRequest, textOf } from './openai.types.js';

const request = { model: 'mateship', messages: [{ role: 'user', content: 'hi' }] };
const refused = (changes: object) => !CompletionRequest.safeParse({ ...request, ...changes }).success;

describe('a completion request', () => {
  it('may carry what is not known here, as at OpenAI', () => {
    expect(CompletionRequest.parse({ ...request, seed: 1, logit_bias: {} })).toEqual(request);
  });

  it('keeps unknown fields of messages and tools, which are passed through', () => {
    const messages = [{ role: 'tool', content: 'x', tool_call_id: 'c' }];
    const tools = [{ type: 'function', function: { name: 'f' } }];
    expect(CompletionRequest.parse({ ...request, messages, tools })).toMatchObject({ messages, tools });
  });

  it('takes null for what is not set', () => {
    expect(refused({ stream: null, temperature: null, max_tokens: null, tools: null, stream_options: null, n: null })).toBe(false);
  });

  it.each([
    ['no messages', { messages: [] }],
    ['too many messages', { messages: Array(2001).fill(request.messages[0]) }],
    ['an unknown role', { messages: [{ role: 'root', content: 'x' }] }],
    ['a number for a text', { messages: [{ role: 'user', content: 5 }] }],
    ['no model', { model: '' }],
    ['a model name of any length', { model: 'x'.repeat(201) }],
    ['more than one choice', { n: 2 }],
    ['a temperature that none has', { temperature: 2.1 }],
    ['no tokens to answer with', { max_tokens: 0 }],
    ['too many tools', { tools: Array(129).fill({ type: 'function' }) }],
  ])('is refused with %s', (_what, changes) => {
    expect(refused(changes)).toBe(true);
  });
});

describe('textOf', () => {
  it('reads a text, parts of text, and nothing', () => {
    expect(textOf({ role: 'user', content: 'hi' })).toBe('hi');
    expect(textOf({ role: 'user', content: [{ type: 'text', text: 'a' }, { type: 'text', text: 'b' }] })).toBe('a\nb');
    expect([textOf({ role: 'assistant', content: null }), textOf({ role: 'assistant' })]).toEqual(['', '']);
  });

  it('is null as soon as a part is no text', () => {
    expect(textOf({ role: 'user', content: [{ type: 'text', text: 'a' }, { type: 'image_url', image_url: { url: 'x' } }] })).toBeNull();
  });
});
