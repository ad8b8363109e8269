import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Behaviour } from './behaviours.js';
import { chunk, completionBody, usageChunk, type ChatRequest, type Completion, type FakeToolCall, type Usage } from './protocol.js';

/** Destroying a socket throws away what was just written to it. */
const TIME_TO_ARRIVE_MS = 20;

interface Answer {
  pieces: string[];
  calls: (FakeToolCall & { id: string })[];
  finish: 'stop' | 'length' | 'tool_calls';
  usage: Usage;
  completion: Completion;
}

/** Sends a completion: as server-sent events when the request asks to stream, as one JSON body otherwise. */
export async function reply(response: ServerResponse, request: ChatRequest, behaviour: Behaviour): Promise<void> {
  const answer = prepare(request, behaviour);
  if (request.stream) await stream(response, request, behaviour, answer);
  else await whole(response, behaviour, answer);
}

function prepare(request: ChatRequest, behaviour: Behaviour): Answer {
  const all = behaviour.pieces ?? [];
  const limit = request.max_completion_tokens ?? request.max_tokens ?? Infinity;
  const pieces = all.slice(0, limit);
  const cut = pieces.length < all.length;
  const calls = cut ? [] : (behaviour.toolCalls ?? []).map((call) => ({ ...call, id: `call_${randomBytes(12).toString('hex')}` }));
  const prompt = request.messages.reduce((sum, { content }) => sum + JSON.stringify(content ?? '').split(/\s+/).length, 0);
  const written = pieces.length + calls.length;
  return {
    pieces,
    calls,
    finish: cut ? 'length' : calls.length > 0 ? 'tool_calls' : 'stop',
    usage: { prompt_tokens: prompt, completion_tokens: written, total_tokens: prompt + written },
    completion: { id: `chatcmpl-${randomBytes(12).toString('hex')}`, created: Math.floor(Date.now() / 1000), model: request.model },
  };
}

async function whole(response: ServerResponse, behaviour: Behaviour, { pieces, calls, finish, usage, completion }: Answer): Promise<void> {
  await pause(behaviour, response);
  if (behaviour.cutAfter !== undefined) return void response.destroy();
  const toolCalls = calls.map(({ id, name, arguments: args }) => ({ id, type: 'function', function: { name, arguments: args } }));
  const message = { role: 'assistant', content: pieces.join('') || null, refusal: null, annotations: [], ...(calls.length > 0 && { tool_calls: toolCalls }) };
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(behaviour.garbage ? '{"id":"chatcmpl-' : JSON.stringify(completionBody(completion, message, finish, usage)));
}

async function stream(response: ServerResponse, request: ChatRequest, behaviour: Behaviour, answer: Answer): Promise<void> {
  const withUsage = request.stream_options?.include_usage === true;
  const { completion } = answer;
  const send = (data: unknown) => response.write(`data: ${JSON.stringify(data)}\n\n`);
  const sendDelta = (delta: unknown, finish: string | null = null) => send(chunk(completion, delta, finish, withUsage));
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache', connection: 'keep-alive' });
  response.flushHeaders();
  sendDelta({ role: 'assistant', content: answer.calls.length > 0 && answer.pieces.length === 0 ? null : '', refusal: null });
  for (const [index, content] of answer.pieces.entries()) {
    await pause(behaviour, response);
    if (response.destroyed) return;
    if (index === behaviour.cutAfter) {
      await wait(TIME_TO_ARRIVE_MS);
      return void response.destroy();
    }
    sendDelta({ content });
  }
  if (behaviour.garbage !== undefined) return void response.end(behaviour.garbage);
  answer.calls.forEach((call, index) => fragments(call, index).forEach((fragment) => sendDelta({ tool_calls: [fragment] })));
  sendDelta({}, answer.finish);
  if (withUsage) send(usageChunk(completion, answer.usage));
  response.end('data: [DONE]\n\n');
}

/** A call streams as its name first and its arguments in pieces after it, tied together by the index alone. */
function fragments({ id, name, arguments: args }: FakeToolCall & { id: string }, index: number): unknown[] {
  const parts = args.match(/[\s\S]{1,7}/g) ?? [];
  return [{ index, id, type: 'function', function: { name, arguments: '' } }, ...parts.map((part) => ({ index, function: { arguments: part } }))];
}

/** Waits as the behaviour says, or until the client is gone. */
async function pause({ delayMs }: Behaviour, response: ServerResponse): Promise<void> {
  if (!delayMs) return;
  const gone = new AbortController();
  const leave = () => gone.abort();
  response.once('close', leave);
  await wait(delayMs, undefined, { signal: gone.signal }).catch(() => undefined);
  response.off('close', leave);
}
