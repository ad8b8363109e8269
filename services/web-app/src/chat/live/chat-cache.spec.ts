import { QueryClient } from '@tanstack/react-query';
import type { Chat } from '@mateship/contracts';
import { message } from '../../../test/messages.js';
import { queryKeys } from '../../app/query-keys.js';
import { chatCache, merge } from './chat-cache.js';

const chat: Chat = { id: 'c', title: 'T', mateId: 'm', createdAt: '', updatedAt: '', keyEpoch: 1, intact: true, messages: [message('q')] };

describe('merge', () => {
  it('replaces messages in their place and adds new ones at the end', () => {
    const merged = merge([message('a', { content: 'old' }), message('b')], [message('c'), message('a', { content: 'new' })]);
    expect(merged.map(({ id, content }) => `${id} ${content}`)).toEqual(['a new', 'b b', 'c c']);
  });
});

describe('chatCache', () => {
  it('adds messages to a chat that is known, and to no other', () => {
    const queries = new QueryClient();
    const cache = chatCache(queries);
    cache.create(chat);
    cache.put('c', [message('a')]);
    cache.put('unknown', [message('a')]);
    expect(queries.getQueryData<Chat>(queryKeys.chat('c'))?.messages.map(({ id }) => id)).toEqual(['q', 'a']);
    expect(queries.getQueryData(queryKeys.chat('unknown'))).toBeUndefined();
  });

  it('keeps what is known when a chat is made known twice', () => {
    const queries = new QueryClient();
    const cache = chatCache(queries);
    cache.create(chat);
    cache.create({ ...chat, title: 'Other' });
    expect(queries.getQueryData<Chat>(queryKeys.chat('c'))?.title).toBe('T');
  });
});
