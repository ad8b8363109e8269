import { randomUUID } from 'node:crypto';
import type { Chat, Message, Share } from '@mateship/contracts';
import type { FakeState } from './fake-api/state.js';

/** Leaves a chat with a question and an answer that quotes a source. */
export function sampleChat(state: FakeState, title = 'How many tonnes?'): Chat {
  const now = new Date().toISOString();
  const id = randomUUID();
  const common = { chatId: id, createdAt: now, attachments: [], citations: [], steps: [], usage: null, error: null, state: 'complete' as const };
  const question: Message = { ...common, id: randomUUID(), parentId: null, role: 'user', content: title };
  const citation = { n: 1, fileId: randomUUID(), fileName: 'harbour-report.pdf', page: 17, heading: '4.2 Deliveries', quote: 'The pier at Nordhafen handled 48,210 tonnes.' };
  const answer: Message = { ...common, id: randomUUID(), parentId: question.id, role: 'assistant', content: 'The pier handled **48,210 tonnes** [1].', citations: [citation] };
  const chat: Chat = { id, title, mateId: 'mateship', createdAt: now, updatedAt: now, keyEpoch: 1, intact: true, messages: [question, answer] };
  state.chats.set(id, chat);
  return chat;
}

/** A link in the list of its owner, which nobody can open. */
export function listShare(state: FakeState, fields: Partial<Share>): void {
  const share: Share = { id: randomUUID(), chatId: randomUUID(), chatTitle: 'Tides', createdAt: new Date().toISOString(), expiresAt: null, views: 0, maxViews: null, hasPassword: false, state: 'active', ...fields };
  const sealed = { chatId: share.chatId, fromMessageId: randomUUID(), toMessageId: randomUUID(), expiresAt: share.expiresAt, maxViews: share.maxViews, fragment: `1.${'A'.repeat(43)}`, authHash: 'A'.repeat(43), wrappedKey: 'A'.repeat(150), content: 'A' };
  state.shares.set(share.id, { share, sealed, sharerId: randomUUID(), sharedBy: 'jo' });
}
