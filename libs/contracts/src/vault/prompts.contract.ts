import { z } from 'zod';

/** The longest text of a prompt, in UTF-16 code units. */
export const MAX_PROMPT_TEXT = 20_000;

const name = z.string().trim().min(1, 'Give the prompt a name.').max(100);
const text = z
  .string()
  .min(1, 'Write the prompt.')
  .max(MAX_PROMPT_TEXT)
  .refine((value) => value.isWellFormed(), 'is not valid Unicode');

/** A prompt of its owner in a list; `version` is the newest. Its text is sealed at rest. */
export const Prompt = z
  .object({ id: z.uuid(), name: z.string(), version: z.int().min(1), createdAt: z.iso.datetime(), updatedAt: z.iso.datetime() })
  .meta({ id: 'Prompt' });
export type Prompt = z.infer<typeof Prompt>;

/** One version of a prompt with its text, as it was written. */
export const PromptText = z
  .object({ id: z.uuid(), version: z.int().min(1), name: z.string(), text: z.string(), createdAt: z.iso.datetime() })
  .meta({ id: 'PromptText' });
export type PromptText = z.infer<typeof PromptText>;

/** One version of a prompt in a list. */
export const PromptVersion = z.object({ version: z.int().min(1), name: z.string(), createdAt: z.iso.datetime() }).meta({ id: 'PromptVersion' });
export type PromptVersion = z.infer<typeof PromptVersion>;

/** A new prompt; it begins at version 1. */
export const CreatePromptRequest = z.strictObject({ name, text });
export type CreatePromptRequest = z.infer<typeof CreatePromptRequest>;

/** A new version of a prompt. What is left out stays as it was in the newest one. */
export const UpdatePromptRequest = z
  .strictObject({ name: name.optional(), text: text.optional() })
  .refine((change) => change.name !== undefined || change.text !== undefined, 'Change the name or the text.');
export type UpdatePromptRequest = z.infer<typeof UpdatePromptRequest>;
