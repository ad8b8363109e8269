import { Inject, Injectable } from '@nestjs/common';
import { DEFAULT_MATE_ID, DomainError, type AiMessage, type Message, type MessageAttachment, type SendMessageRequest } from '@mateship/contracts';
import { CONFIG, type GatewayConfig } from '../config/config.js';
import { CreditsService, type Hold } from '../credits/credits.service.js';
import { FilesService } from '../files/files.service.js';
import { MatesService, type MateForAnswer } from '../mates/mates.service.js';
import { EMPTY_CHAIN, type ChainState } from './chain/chain-state.js';
import type { CheckedChat } from './chain/checked-chats.js';
import { ChatService } from './chat.service.js';
import type { StoredChat, StoredMessage } from './chat.types.js';
import { pathTo } from './message-tree.js';
import { ModelPrices } from './model-prices.js';
import { onceMore } from './once-more.js';

/** Everything an answer needs, checked, with its credits held. Nothing is stored yet. */
export interface PreparedAnswer {
  ownerId: string;
  chat: StoredChat | null;
  /** The chain of the chat as it was read. */
  state: ChainState;
  /** The stored message that the first new one stands below. */
  above: StoredMessage | null;
  mate: MateForAnswer;
  parentId: string | null;
  /** The id of the user message when an existing one is answered again. */
  answered: string | null;
  content: string;
  attachments: MessageAttachment[];
  conversation: AiMessage[];
  hold: Hold;
}

const HOLD_MARGIN_SECONDS = 60;

/** Turns a request into a {@link PreparedAnswer}: every id is the owner's, and the worst case is paid for. */
@Injectable()
export class AnswerPreparation {
  constructor(
    private readonly chats: ChatService,
    private readonly files: FilesService,
    private readonly mates: MatesService,
    private readonly credits: CreditsService,
    private readonly prices: ModelPrices,
    @Inject(CONFIG) private readonly config: Pick<GatewayConfig, 'budget'>,
  ) {}

  async prepare(ownerId: string, request: SendMessageRequest): Promise<PreparedAnswer> {
    const { whole, mate, place } = await onceMore(() => this.read(ownerId, request));
    const above = whole?.messages.find(({ id }) => id === (place.answered ?? place.parentId)) ?? null;
    const conversation: AiMessage[] = [{ role: 'system', content: mate.prompt, attachments: [] }, ...place.conversation];
    const ttl = this.config.budget.seconds + HOLD_MARGIN_SECONDS;
    const hold = await this.credits.reserve(ownerId, this.prices.worstCase(mate.model, conversation), 'chat answer', ttl);
    return { ownerId, chat: whole?.chat ?? null, state: whole?.state ?? EMPTY_CHAIN, above, mate, ...place, conversation, hold };
  }

  async abandon(prepared: PreparedAnswer): Promise<void> {
    await this.credits.release(prepared.hold);
  }

  private async read(ownerId: string, request: SendMessageRequest) {
    const whole = request.chatId ? await this.chats.intact(ownerId, request.chatId) : null;
    const [mate, place] = await Promise.all([
      this.mates.forAnswer(whole?.chat.mateId ?? request.mateId ?? DEFAULT_MATE_ID),
      this.placeIn(ownerId, whole, request),
    ]);
    return { whole, mate, place };
  }

  private async placeIn(ownerId: string, stored: CheckedChat | null, request: SendMessageRequest) {
    const messages = stored?.messages ?? [];
    if (request.regenerate) {
      const path = await this.open(stored, request.parentId ?? null);
      const question = path.at(-1);
      if (question?.role !== 'user') throw new DomainError('VALIDATION_FAILED', { message: 'Regenerate needs the user message to answer as parentId.' });
      const { content, attachments, parentId } = question;
      return { parentId, answered: question.id, content, attachments, conversation: path.map(toAiMessage) };
    }
    const content = request.content.trim();
    if (content === '' && request.attachments.length === 0) throw new DomainError('VALIDATION_FAILED', { message: 'Write a message or attach a file.' });
    if (!content.isWellFormed() || content.includes('\u0000')) throw new DomainError('VALIDATION_FAILED', { message: 'The message holds characters that are not text.' });
    const parentId = request.parentId === undefined ? (messages.at(-1)?.id ?? null) : request.parentId;
    const path = await this.open(stored, parentId);
    const attachments = await Promise.all(request.attachments.map(async (id) => toAttachment(await this.files.info(ownerId, id))));
    const conversation = [...path.map(toAiMessage), { role: 'user' as const, content, attachments }];
    return { parentId, answered: null, content, attachments, conversation };
  }

  /** The messages down to one of them, in plaintext. What lies beside that path stays sealed. */
  private async open(stored: CheckedChat | null, id: string | null): Promise<Message[]> {
    if (id === null) return [];
    const path = pathTo(stored?.messages ?? [], id);
    return Promise.all(path.map((message) => this.chats.open(stored!.chat, message)));
  }
}

function toAttachment({ id, name, mime, size }: MessageAttachment): MessageAttachment {
  return { id, name, mime, size };
}

function toAiMessage(message: { role: 'user' | 'assistant'; content: string; attachments: MessageAttachment[] }): AiMessage {
  return { role: message.role, content: message.content, attachments: message.attachments };
}
