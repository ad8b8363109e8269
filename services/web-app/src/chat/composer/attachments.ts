import type { FileInfo } from '@mateship/contracts';
import { FILE_TYPES, MAX_FILE_BYTES } from './limits.js';

/** A file on its way into a message. */
export interface Attachment {
  key: number;
  name: string;
  mime: string;
  /** Bytes. */
  size: number;
  /** Part sent, from 0 to 1. */
  progress: number;
  state: 'uploading' | 'ready' | 'failed';
  /** Why it failed, for the person. */
  reason: string | null;
  /** The server's file, once it is there. */
  fileId: string | null;
}

export type AttachmentAction =
  | { type: 'added'; key: number; file: { name: string; type: string; size: number } }
  | { type: 'progressed'; key: number; progress: number }
  | { type: 'uploaded'; key: number; file: FileInfo }
  | { type: 'failed'; key: number; reason: string }
  | { type: 'retried'; key: number }
  | { type: 'removed'; key: number }
  | { type: 'replaced'; attachments: Attachment[] };

/** Largest file in MB, as people are told. */
export const MAX_FILE_MEGABYTES = MAX_FILE_BYTES / 1024 / 1024;

/** Why a file is refused before it is sent, as the key of a text. The server looks at the bytes; this spares the wait. */
export function fileProblem(file: { name: string; type: string; size: number }): 'composer.empty' | 'composer.tooLarge' | 'composer.wrongType' | null {
  if (file.size === 0) return 'composer.empty';
  if (file.size > MAX_FILE_BYTES) return 'composer.tooLarge';
  const known = FILE_TYPES.includes(file.type) || /\.(pdf|png|jpe?g|txt|md)$/i.test(file.name);
  return known ? null : 'composer.wrongType';
}

export function attachmentsReducer(attachments: Attachment[], action: AttachmentAction): Attachment[] {
  switch (action.type) {
    case 'added': {
      const { name, type, size } = action.file;
      return [...attachments, { key: action.key, name, mime: type, size, progress: 0, state: 'uploading', reason: null, fileId: null }];
    }
    case 'removed':
      return attachments.filter((attachment) => attachment.key !== action.key);
    case 'replaced':
      return action.attachments;
    default:
      return attachments.map((attachment) => (attachment.key === action.key ? { ...attachment, ...change(action) } : attachment));
  }
}

function change(action: Extract<AttachmentAction, { type: 'progressed' | 'uploaded' | 'failed' | 'retried' }>): Partial<Attachment> {
  switch (action.type) {
    case 'progressed':
      return { progress: action.progress };
    case 'uploaded':
      return { state: 'ready', progress: 1, fileId: action.file.id, name: action.file.name, mime: action.file.mime, size: action.file.size };
    case 'failed':
      return { state: 'failed', reason: action.reason };
    case 'retried':
      return { state: 'uploading', progress: 0, reason: null };
  }
}
