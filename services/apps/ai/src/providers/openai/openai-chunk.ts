import { z } from 'zod';

const Fragment = z.object({
  index: z.int().min(0).max(127).default(0),
  id: z.string().nullish(),
  function: z.object({ name: z.string().nullish(), arguments: z.string().nullish() }).nullish(),
});

/** A `chat.completion.chunk`, as loosely as servers send it. */
const Chunk = z.object({
  choices: z
    .array(
      z.object({
        delta: z.object({ content: z.string().nullish(), tool_calls: z.array(Fragment).nullish() }).nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .nullish(),
  usage: z.object({ prompt_tokens: z.int(), completion_tokens: z.int() }).nullish(),
  // Some servers report a fault in the middle of a stream like this.
  error: z.null().optional(),
});

/** A piece of a tool call. */
export interface CallFragment {
  index: number;
  id: string;
  name: string;
  arguments: string;
}

/** What a chunk says about its one choice. */
export interface ReadChunk {
  text: string;
  fragments: CallFragment[];
  finish: string | null;
  usage: { prompt_tokens: number; completion_tokens: number } | null;
}

/** @throws SyntaxError when this is no chunk */
export function readChunk(value: unknown): ReadChunk {
  const parsed = Chunk.safeParse(value);
  if (!parsed.success) throw new SyntaxError('not a chat completion chunk');
  const { choices, usage } = parsed.data;
  const choice = choices?.[0];
  return {
    text: choice?.delta?.content ?? '',
    fragments: (choice?.delta?.tool_calls ?? []).map(toFragment),
    finish: choice?.finish_reason ?? null,
    usage: usage ?? null,
  };
}

function toFragment({ index, id, function: called }: z.infer<typeof Fragment>): CallFragment {
  return { index, id: id ?? '', name: called?.name ?? '', arguments: called?.arguments ?? '' };
}
