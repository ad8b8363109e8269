import { newExchange } from './new-exchange.js';

const accepted = { chatId: 'c', messageId: 'a', userMessageId: 'q', parentId: null, title: 'Title' };
const file = { id: 'f', name: 'a.pdf', mime: 'application/pdf', size: 3 };

describe('newExchange', () => {
  it('makes a chat for a first message', () => {
    const { chat, messages } = newExchange({ request: { content: 'Hi', mateId: 'm' }, attachments: [file] }, accepted);
    expect(chat).toMatchObject({ id: 'c', title: 'Title', mateId: 'm' });
    expect(chat?.messages).toEqual(messages);
    expect(messages[0]).toMatchObject({ id: 'q', parentId: null, role: 'user', content: 'Hi', attachments: [file] });
    expect(messages[1]).toMatchObject({ id: 'a', parentId: 'q', role: 'assistant', state: 'streaming' });
  });

  it('hangs a further message below the one it answers', () => {
    const { chat, messages } = newExchange({ request: { chatId: 'c', parentId: 'p', content: 'Hi' }, attachments: [] }, { ...accepted, parentId: 'p' });
    expect(chat).toBeNull();
    expect(messages[0]?.parentId).toBe('p');
  });

  it('adds only an answer when a question is answered again', () => {
    const { messages } = newExchange({ request: { chatId: 'c', parentId: 'q', content: '', regenerate: true }, attachments: [] }, accepted);
    expect(messages.map(({ id }) => id)).toEqual(['a']);
  });

  it('sorts after the newest message, even when this clock is behind', () => {
    const after = '2999-01-01T00:00:00.000Z';
    expect(newExchange({ request: { content: 'Hi' }, attachments: [], after }, accepted).answer.createdAt).toBe(after);
  });
});
