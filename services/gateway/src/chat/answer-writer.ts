import { Injectable } from '@nestjs/common';
import { DomainError, isErrorCode } from '@mateship/contracts';
import { JsonLogger } from '@mateship/service-kit';
import { filesOf, type AskedAnswer } from './answer-asking.js';
import { AnswerDraft } from './answer-draft.js';
import type { PreparedAnswer } from './answer-preparation.js';
import { AnswerStore, type AnswerEnd } from './answer-store.js';
import type { ChatRun } from './chat-run.js';
import { titleFrom } from './chat-title.js';
import { ModelPrices } from './model-prices.js';
import { persistently } from './persistently.js';

/** Lets an answer be written: pass events on, store, settle. Whatever happens, the message ends honestly. */
@Injectable()
export class AnswerWriter {
  constructor(
    private readonly store: AnswerStore,
    private readonly prices: ModelPrices,
    private readonly logger: JsonLogger,
  ) {}

  async write(run: ChatRun, asked: AskedAnswer, prepared: PreparedAnswer, userMessageId: string): Promise<void> {
    const draft = new AnswerDraft(filesOf(prepared));
    let failure: DomainError | null = null;
    run.cancellation.signal.addEventListener('abort', () => asked.giveUp(), { once: true });
    try {
      const title = titleFrom(prepared.content, prepared.attachments);
      const { chat, messageId } = run;
      await run.pass({ event: 'message', data: { chatId: chat.id, messageId, userMessageId, parentId: prepared.parentId, title } });
      await asked.read((event) => {
        const passed = draft.take(event);
        return passed ? run.pass(passed) : undefined;
      });
    } catch (error) {
      failure = run.cancellation.signal.aborted ? null : this.toFailure(error);
      asked.giveUp();
    }
    await this.end(run, prepared, userMessageId, { draft, failure });
  }

  private async end(run: ChatRun, prepared: PreparedAnswer, userMessageId: string, result: { draft: AnswerDraft; failure: DomainError | null }): Promise<void> {
    const { draft, failure } = result;
    const cancelled = run.cancellation.signal.aborted;
    const tokens = draft.used(prepared.conversation);
    const worth = this.prices.used(tokens.model ?? prepared.mate.model, tokens.inputTokens, tokens.outputTokens);
    const amount = worth > prepared.hold.amount ? prepared.hold.amount : worth;
    const usage = draft.usageFor(amount);
    const error = failure && { code: failure.code, message: failure.message };
    const end: AnswerEnd = {
      state: failure ? 'failed' : cancelled ? 'cancelled' : 'complete',
      body: draft.body(usage, error),
      used: { amount, ...tokens },
    };
    try {
      await persistently(() => this.store.finish(run.chat, run.messageId, prepared, end));
      if (usage) await run.emit({ event: 'usage', data: usage });
      if (error) await run.emit({ event: 'error', data: error });
      else await run.emit({ event: 'done', data: { messageId: run.messageId, state: cancelled ? 'cancelled' : 'complete' } });
    } catch (cause) {
      this.logger.error('an answer could not be stored', { messageId: run.messageId, cause });
      end.state = 'failed';
      end.body.error = { code: 'DATABASE_UNAVAILABLE', message: 'The answer could not be stored. Send the message again.' };
      await run.emit({ event: 'error', data: end.body.error }).catch(() => undefined);
    } finally {
      run.end(this.store.toMessage(run.chat, run.messageId, userMessageId, end));
    }
  }

  private toFailure(error: unknown): DomainError {
    if (error instanceof DomainError && isErrorCode(error.code)) return error;
    this.logger.error('an answer failed', { cause: error });
    return new DomainError('SKILL_FAILED', { message: 'The answer broke off. Try again.', cause: error });
  }
}
