import { QueryClient, QueryObserver } from '@tanstack/react-query';
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

  it('has the list of chats asked for again with a new chat, and the balance too with an answer', () => {
    const queries = new QueryClient();
    const cache = chatCache(queries);
    const stale = () => [queryKeys.chats, queryKeys.credits].map((queryKey) => queries.getQueryState(queryKey)?.isInvalidated);
    for (const queryKey of [queryKeys.chats, queryKeys.credits]) queries.setQueryData<unknown>(queryKey, {});
    cache.create(chat);
    expect(stale()).toEqual([true, false]);
    cache.settled();
    expect(stale()).toEqual([true, true]);
  });

  it('gives a chat as the server has it after loading it again', async () => {
    const queries = new QueryClient();
    const versions = [chat, { ...chat, title: 'Newer' }];
    const observer = new QueryObserver(queries, { queryKey: queryKeys.chat('c'), queryFn: () => Promise.resolve(versions.shift()), staleTime: Infinity });
    const leave = observer.subscribe(() => undefined);
    await queries.fetchQuery({ queryKey: queryKeys.chat('c'), staleTime: Infinity });
    expect((await chatCache(queries).reload('c'))?.title).toBe('Newer');
    leave();
    expect(await chatCache(queries).reload('unknown')).toBeUndefined();
  });

  it('keeps what is known when a chat is made known twice', () => {
    const queries = new QueryClient();
    const cache = chatCache(queries);
    cache.create(chat);
    cache.create({ ...chat, title: 'Other' });
    expect(queries.getQueryData<Chat>(queryKeys.chat('c'))?.title).toBe('T');
  });
});
