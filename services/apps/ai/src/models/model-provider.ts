import type { AiAttachment, AiChatInput, AiSkill } from '@mateship/contracts';
import type { z } from 'zod';
import type { SourceList } from '../citations/source-list.js';
import type { Document } from '../retrieval/document.js';

export type Attachment = z.infer<typeof AiAttachment>;

/** A call that a model asks for; `arguments` is what the model wrote, so it may be anything. */
export interface ToolCall {
  id: string;
  name: string;
  arguments: string;
}

/** What became of a call: the skill's output, or why there is none. */
export type ToolResult = { ok: true; output: unknown } | { ok: false; code: string; message: string };

/** One turn of a conversation in the words of no provider. */
export type Turn =
  | { role: 'system'; content: string }
  | { role: 'user'; content: string }
  | { role: 'assistant'; content: string; calls: ToolCall[] }
  | { role: 'tool'; call: ToolCall; result: ToolResult };

/** The files of a conversation, newest first, as far as they could be read. */
export interface ReadFiles {
  attachments: Attachment[];
  /** Ids of those that came with the newest message that has any. */
  latest: string[];
  documents: Document[];
  failures: { fileName: string; message: string }[];
}

export interface ModelRequest {
  turns: readonly Turn[];
  tools: readonly AiSkill[];
  files: ReadFiles;
  maxTokens: number;
  /** Numbers of the passages that may be cited as [n]. */
  sources: SourceList;
  /** The caller runs its own tools: its messages and tools go to the server as they are. */
  passthrough?: AiChatInput['passthrough'];
  signal: AbortSignal;
}

export type FinishReason = 'stop' | 'length' | 'tool_calls';

/** What a provider streams in one round. `end` is the last event of a round that went well. */
export type ModelEvent =
  | { type: 'text'; text: string }
  | { type: 'caller_call'; index: number; id: string; name: string; arguments: string }
  | { type: 'calls'; calls: ToolCall[] }
  | { type: 'usage'; inputTokens: number; outputTokens: number }
  | { type: 'end'; reason: FinishReason };

/** The port to whatever answers: the offline assistant or a server. Faults are thrown as ModelError. */
export interface ModelProvider {
  readonly id: string;
  /** Streams one round of the model with that name. */
  stream(model: string, request: ModelRequest): AsyncIterable<ModelEvent>;
}
