import { Injectable } from '@nestjs/common';
import { DomainError, type ChatSummary, type CopyShareRequest } from '@mateship/contracts';
import { ChatImport } from '../chat/chat-import.js';
import { isVisible, VISIBLE_HINT } from '../names/visible.js';

/** Takes in a snapshot from a reader's browser. It is as hostile as any other input. */
@Injectable()
export class ShareCopiesService {
  constructor(private readonly imports: ChatImport) {}

  create(readerId: string, { title, messages }: CopyShareRequest): Promise<ChatSummary> {
    if (!isVisible(title)) throw new DomainError('VALIDATION_FAILED', { message: VISIBLE_HINT, details: { field: 'title' } });
    const texts = messages.flatMap(({ content, citations }) => [content, ...citations.flatMap(({ fileName, heading, quote }) => [fileName, heading ?? '', quote])]);
    if (!texts.every(isText)) throw new DomainError('VALIDATION_FAILED', { message: 'The messages hold characters that are not text.' });
    return this.imports.create(readerId, title, messages);
  }
}

function isText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\u0000');
}
