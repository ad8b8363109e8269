import type { ChatSummary } from '@mateship/contracts';
import { findChats, stepTo } from './find-chats.js';

const chat = (title: string, id = title): ChatSummary => ({ id, title, mateId: 'mateship', createdAt: '', updatedAt: '' });
const titles = (text: string, ...chats: ChatSummary[]) => findChats(chats, text, 'Untitled chat').shown.map(({ title }) => title);

describe('findChats', () => {
  it('finds a part of a title in any case and with spaces around it', () => {
    expect(titles(' TIDE ', chat('Low tide'), chat('Harbour'), chat('Tides'))).toEqual(['Low tide', 'Tides']);
  });

  it('gives every chat for no text, in their order', () => {
    expect(titles('', chat('b'), chat('a'))).toEqual(['b', 'a']);
  });

  it('finds a chat without a title by the name it is shown under', () => {
    expect(titles('untit', chat(''), chat('Harbour'))).toEqual(['']);
  });

  it('lists the first 50 and counts all of them', () => {
    const chats = Array.from({ length: 60 }, (_, n) => chat('Tides', String(n)));
    const { shown, count } = findChats(chats, 'tides', '');
    expect([shown.length, shown.at(-1)?.id, count]).toEqual([50, '49', 60]);
  });
});

describe('stepTo', () => {
  it.each([
    [0, 1, 1],
    [2, 1, 0],
    [0, -1, 2],
    [2, -1, 1],
  ])('leads from %p by %p to %p of three', (place, step, next) => {
    expect(stepTo(place, step, 3)).toBe(next);
  });
});
