import { rfc3339, type Clock } from '../clock.js';
import { text } from '../fields.js';
import { permissionDenied, refusal, type Answer, type WrapInfo } from '../protocol.js';
import { route, type Call, type Route } from '../routes.js';
import type { TokenStore } from '../tokens/token-store.js';

interface Wrapped {
  answer: Answer;
  path: string;
  createdAt: number;
  ttl: number;
}

/** Answers that lie in the server until the holder of a single-use token asks for them. */
export class Wrapping {
  private readonly wrapped = new Map<string, Wrapped>();

  constructor(
    private readonly tokens: TokenStore,
    private readonly clock: Clock,
  ) {}

  wrap(answer: Answer, path: string, ttl: number): WrapInfo {
    const createdAt = this.clock.now();
    const token = this.tokens.create({ policies: ['response-wrapping'], path, orphan: true, ttl, explicitMaxTtl: ttl, renewable: false, numUses: 1 });
    this.wrapped.set(token.id, { answer, path, createdAt, ttl });
    const accessor = answer.auth?.accessor;
    return { token: token.id, accessor: token.accessor, ttl, creation_time: rfc3339(createdAt), creation_path: path, ...(accessor !== undefined && { wrapped_accessor: accessor }) };
  }

  routes(): Route[] {
    return [
      route('wrapping/wrap', { write: ({ fields, wrapSeconds }) => wrapFields(fields, wrapSeconds) }),
      route('wrapping/lookup', { write: (call) => this.lookup(call), read: (call) => this.lookup(call) }, { open: true }),
      route('wrapping/unwrap', { write: (call) => this.unwrap(call) }, { open: true }),
      route('wrapping/rewrap', { write: (call) => this.rewrap(call) }, { open: true }),
    ];
  }

  /** Forgets what waits to be unwrapped. */
  forget(): void {
    this.wrapped.clear();
  }

  private lookup(call: Call): Answer {
    const { path, createdAt, ttl } = this.find(tokenIn(call));
    return { data: { creation_path: path, creation_time: rfc3339(createdAt), creation_ttl: ttl } };
  }

  private async unwrap(call: Call): Promise<Answer> {
    const id = tokenIn(call);
    this.checkCaller(call, id);
    const { answer } = await this.take(id);
    return answer;
  }

  private async rewrap(call: Call): Promise<Answer> {
    const id = tokenIn(call);
    this.checkCaller(call, id);
    const { answer, path, ttl } = await this.take(id);
    return { wrapInfo: this.wrap(answer, path, ttl) };
  }

  /** Besides the wrapping token itself, any living token may bring one in the body. */
  private checkCaller({ sentToken }: Call, id: string): void {
    if (sentToken !== id && !this.tokens.find(sentToken)) throw permissionDenied();
  }

  private find(id: string): Wrapped {
    const found = this.tokens.find(id) && this.wrapped.get(id);
    if (!found) throw refusal('wrapping token is not valid or does not exist');
    return found;
  }

  private async take(id: string): Promise<Wrapped> {
    const found = this.find(id);
    this.wrapped.delete(id);
    await this.tokens.revoke(id);
    return found;
  }
}

function tokenIn({ fields, sentToken }: Call): string {
  return text(fields, 'token') || sentToken;
}

function wrapFields(fields: Record<string, unknown>, seconds: number): Answer {
  if (seconds === 0) throw refusal('endpoint requires response wrapping to be used');
  return { data: fields };
}
