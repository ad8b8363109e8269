import { z } from 'zod';
import { EnvelopeSuite, Party } from './key-directory.contract.js';

/** The longest answer that fits into an envelope, in UTF-16 code units. */
export const MAX_ANSWER_TEXT = 100_000;
/** The longest life of an envelope, in seconds: a day. */
export const MAX_ENVELOPE_SECONDS = 86_400;

/** The bytes of an envelope OCE1 in base64. */
export const EnvelopeText = z.base64().min(1).max(1_000_000);

/** What an envelope says about itself. Not secret, and authentic only once it was opened. */
export const EnvelopeAddress = z
  .object({
    id: z.uuid(),
    suite: z.int(),
    sender: z.string(),
    recipient: z.string(),
    keyId: z.uuid(),
    keyVersion: z.int(),
    signerKeyId: z.uuid(),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'EnvelopeAddress' });
export type EnvelopeAddress = z.infer<typeof EnvelopeAddress>;

/** Puts a prompt of the caller into an envelope. `version` null takes the newest. */
export const CreateEnvelopeRequest = z.strictObject({
  promptId: z.uuid(),
  version: z.int().min(1).max(2 ** 31 - 1).nullable().default(null),
  recipient: Party,
  suite: EnvelopeSuite.default(16),
  expiresInSeconds: z.int().min(1).max(MAX_ENVELOPE_SECONDS).default(3600),
});
export type CreateEnvelopeRequest = z.infer<typeof CreateEnvelopeRequest>;

/** A sealed and signed envelope. */
export const SealedEnvelope = z.object({ envelope: z.base64(), address: EnvelopeAddress }).meta({ id: 'SealedEnvelope' });
export type SealedEnvelope = z.infer<typeof SealedEnvelope>;

/** Opens an envelope that is addressed to the caller. Whatever is wrong with it: DECRYPTION_FAILED. */
export const OpenEnvelopeRequest = z.strictObject({ envelope: EnvelopeText });
export type OpenEnvelopeRequest = z.infer<typeof OpenEnvelopeRequest>;

/** What is inside: a prompt of `from`, or the answer to the envelope `replyTo`. */
export const EnvelopeContent = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('prompt'), promptId: z.uuid(), version: z.int(), name: z.string(), text: z.string(), from: z.string() }),
    z.object({ kind: z.literal('answer'), text: z.string(), model: z.string().nullable(), replyTo: z.uuid() }),
  ])
  .meta({ id: 'EnvelopeContent' });
export type EnvelopeContent = z.infer<typeof EnvelopeContent>;

/** An envelope that was opened; it does not open a second time. */
export const OpenedEnvelope = z.object({ address: EnvelopeAddress, content: EnvelopeContent }).meta({ id: 'OpenedEnvelope' });
export type OpenedEnvelope = z.infer<typeof OpenedEnvelope>;

/** Has `ai` answer the prompt in an envelope addressed to `app:ai` that the caller made. */
export const RespondRequest = OpenEnvelopeRequest;
/** The answer, addressed to the caller. */
export const RespondAnswer = z.object({ envelope: z.base64() }).meta({ id: 'RespondAnswer' });
export type RespondAnswer = z.infer<typeof RespondAnswer>;
