import { DomainError, type AiChatInput } from '@mateship/contracts';

/** Characters per token, on the safe side: text that is longer has gone beyond its tokens for certain. */
const MOST_CHARACTERS_PER_TOKEN = 12;

/** What a run may still spend. The first cap that is reached ends it. */
export class RunBudget {
  private calls: number;
  private tokens: number;
  private readonly timer: NodeJS.Timeout;
  private readonly timeUp = new AbortController();
  /** Whether the run may call skills at all; those that go beyond the cap end it. */
  readonly allowsCalls: boolean;
  /** Ends with the caller or when the time is used up. */
  readonly signal: AbortSignal;

  constructor(budget: AiChatInput['budget'], caller: AbortSignal) {
    this.calls = budget.calls;
    this.allowsCalls = budget.calls > 0;
    this.tokens = budget.tokens;
    this.timer = setTimeout(() => this.timeUp.abort(new DomainError('TOOL_BUDGET', { message: 'The answer took longer than it is allowed to take.' })), budget.milliseconds);
    this.signal = AbortSignal.any([caller, this.timeUp.signal]);
  }

  get callsLeft(): number {
    return this.calls;
  }

  get tokensLeft(): number {
    return this.tokens;
  }

  get timedOut(): boolean {
    return this.timeUp.signal.aborted;
  }

  takeCalls(count: number): void {
    if (count > this.calls) throw new DomainError('TOOL_BUDGET');
    this.calls -= count;
  }

  takeTokens(count: number): void {
    this.tokens = Math.max(0, this.tokens - count);
  }

  requireTokens(): void {
    if (this.tokens <= 0) throw new DomainError('TOOL_BUDGET', { message: 'The answer needed more words than it is allowed to use.' });
  }

  /** Whether a round that has written so much ignores the limit it was given. */
  overrun(characters: number): boolean {
    return characters > this.tokens * MOST_CHARACTERS_PER_TOKEN;
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}
