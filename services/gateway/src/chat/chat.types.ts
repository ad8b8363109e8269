import type { Citation, MessageAttachment, MessageState, MessageUsage, ToolStep } from '@mateship/contracts';
import type { KeyRef } from '../keys/data-keys.js';

/** A chat as it is stored; the title is sealed. */
export interface StoredChat {
  id: string;
  ownerId: string;
  mateId: string;
  key: KeyRef;
  title: Buffer;
  createdAt: Date;
  updatedAt: Date;
}

/** A message as it is stored; the body is sealed. */
export interface StoredMessage {
  id: string;
  chatId: string;
  parentId: string | null;
  role: 'user' | 'assistant';
  state: MessageState;
  revision: number;
  body: Buffer;
  createdAt: Date;
}

/** What is inside a sealed message body. */
export interface MessageBody {
  content: string;
  attachments: MessageAttachment[];
  citations: Citation[];
  steps: ToolStep[];
  usage: MessageUsage | null;
  error: { code: string; message: string } | null;
}

export const EMPTY_BODY: MessageBody = { content: '', attachments: [], citations: [], steps: [], usage: null, error: null };
