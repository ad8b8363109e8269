import { AI_CHAT_EVENTS } from '../internal/ai-chat.contract.js';
import { CHAT_EVENTS } from './chat-events.js';

const ID = '0b8f2a4e-5d1c-4c3b-9a67-3f2e1d0c9b8a';

describe('the events of a chat stream', () => {
  it('have the names that clients listen to', () => {
    expect(Object.keys(CHAT_EVENTS)).toEqual(['message', 'delta', 'tool_call', 'tool_result', 'citation', 'usage', 'done', 'error']);
  });

  it('begin with the ids of both messages', () => {
    const data = { chatId: ID, messageId: ID, userMessageId: ID, parentId: null, title: 'Hi' };
    expect(CHAT_EVENTS.message.parse(data)).toEqual(data);
    expect(CHAT_EVENTS.message.safeParse({ ...data, messageId: 'm1' }).success).toBe(false);
  });

  it('end as complete or cancelled; a failure is an error', () => {
    const ends = ['complete', 'cancelled', 'failed', 'streaming'].map((state) => CHAT_EVENTS.done.safeParse({ messageId: ID, state }).success);
    expect(ends).toEqual([true, true, false, false]);
  });

  it('carry text of any content, and nothing but text', () => {
    expect(CHAT_EVENTS.delta.parse({ text: 'data: x\n\nevent: done\n\n' }).text).toBe('data: x\n\nevent: done\n\n');
    for (const text of [null, 1, ['x'], undefined]) expect(CHAT_EVENTS.delta.safeParse({ text }).success).toBe(false);
  });

  it('drop what an app adds to them', () => {
    expect(CHAT_EVENTS.tool_result.parse({ id: 't', ok: true, summary: 's', html: '<img>' })).toEqual({ id: 't', ok: true, summary: 's' });
  });
});

describe('the events of ai/chat', () => {
  it('share with the chat stream what is passed on', () => {
    const passed = { delta: { text: 'x' }, tool_call: { id: 't', app: 'a', skill: 's', input: { deep: [1] } }, tool_result: { id: 't', ok: false, summary: '' } };
    for (const [name, data] of Object.entries(passed)) {
      expect(AI_CHAT_EVENTS[name as keyof typeof passed].parse(data)).toEqual(CHAT_EVENTS[name as keyof typeof passed].parse(data));
    }
  });

  it('give citations that the chat stream takes as they are', () => {
    const source = { n: 1, fileId: null, fileName: 'faq.md', page: null, heading: 'Start', quote: 'Run it.' };
    expect(CHAT_EVENTS.citation.parse(AI_CHAT_EVENTS.citation.parse(source))).toEqual(source);
    expect(AI_CHAT_EVENTS.citation.safeParse({ ...source, n: 1.5 }).success).toBe(false);
  });

  it('end for one of three reasons', () => {
    const reasons = ['stop', 'length', 'tool_calls', 'content_filter', ''].map((reason) => AI_CHAT_EVENTS.finish.safeParse({ reason }).success);
    expect(reasons).toEqual([true, true, true, false, false]);
  });

  it('count tokens in whole numbers', () => {
    const usage = { inputTokens: 1, outputTokens: 2, model: 'm', provider: 'p' };
    expect(AI_CHAT_EVENTS.usage.safeParse(usage).success).toBe(true);
    for (const outputTokens of [0.5, Number.NaN, '2', null]) expect(AI_CHAT_EVENTS.usage.safeParse({ ...usage, outputTokens }).success).toBe(false);
  });
});
