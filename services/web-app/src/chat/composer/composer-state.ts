import type { MessageAttachment } from '@mateship/contracts';
import type { Attachment } from './attachments.js';
import { MAX_MESSAGE_CHARACTERS } from './limits.js';

interface Written {
  text: string;
  attachments: readonly Pick<Attachment, 'state'>[];
  /** An answer is being written, or a message is on its way. */
  busy: boolean;
}

/** Whether a message can go now, and what stands in its way. */
export function composerState({ text, attachments, busy }: Written): { sendable: boolean; excess: number; uploading: boolean } {
  const uploading = attachments.some(({ state }) => state === 'uploading');
  const excess = Math.max(0, text.length - MAX_MESSAGE_CHARACTERS);
  return { sendable: text.trim() !== '' && excess === 0 && !uploading && !busy, excess, uploading };
}

/** The files that have arrived, as a message carries them. */
export function sendableFiles(attachments: readonly Pick<Attachment, 'fileId' | 'name' | 'mime' | 'size'>[]): MessageAttachment[] {
  return attachments.flatMap(({ fileId, name, mime, size }) => (fileId ? [{ id: fileId, name, mime, size }] : []));
}
