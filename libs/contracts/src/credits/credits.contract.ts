import { z } from 'zod';

/** One credit in micro-credits, the integer that every amount is kept in. */
export const MICRO = 1_000_000;

/** The state of a wallet. Amounts are decimal strings, since they may exceed what a JSON number holds exactly. */
export const CreditsBalance = z
  .object({
    balance: z.string().describe('Posted micro-credits as a decimal integer.'),
    reserved: z.string().describe('Micro-credits held for work in progress.'),
    available: z.string().describe('balance minus reserved.'),
  });
export type CreditsBalance = z.infer<typeof CreditsBalance>;
