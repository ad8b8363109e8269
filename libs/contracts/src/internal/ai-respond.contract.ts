import { z } from 'zod';
import { EnvelopeText, MAX_ANSWER_TEXT } from '../vault/envelopes.contract.js';
import { AiBudget } from './ai-chat.contract.js';

/** Input of the skill ai/respond: an envelope addressed to `app:ai`. */
export const AiRespondInput = z.object({ envelope: EnvelopeText, budget: AiBudget });
export type AiRespondInput = z.infer<typeof AiRespondInput>;

/** Its output: the answer in an envelope to the user, and what it took. */
export const AiRespondOutput = z.object({
  envelope: z.base64(),
  usage: z.object({ model: z.string().nullable(), inputTokens: z.int().min(0), outputTokens: z.int().min(0) }),
});
export type AiRespondOutput = z.infer<typeof AiRespondOutput>;

/** What an app asks of the gateway about envelopes while it works on a call. Who it is and for whom, the gateway knows. */
export const APP_ENVELOPE_REQUESTS = {
  open: z.strictObject({ envelope: EnvelopeText }),
  reply: z.strictObject({ text: z.string().max(MAX_ANSWER_TEXT), model: z.string().max(200).nullable(), replyTo: z.uuid() }),
} as const;
