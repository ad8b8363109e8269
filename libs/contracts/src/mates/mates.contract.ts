import { z } from 'zod';

/** A configured assistant. Its prompt is sealed at rest and never leaves the server. */
export const Mate = z
  .object({ id: z.string(), name: z.string(), description: z.string(), model: z.string().nullable() })
  .meta({ id: 'Mate' });
export type Mate = z.infer<typeof Mate>;
/** Every mate of the installation, the default one first. */
export const MateList = z.object({ items: z.array(Mate) });
/** A new mate, made by an admin. `model` is provider/model, or null for the default of the installation. */
export const CreateMateRequest = z
  .strictObject({
    name: z.string().trim().min(1).max(60),
    description: z.string().trim().max(300).default(''),
    prompt: z.string().max(20_000),
    model: z.string().max(120).nullable().default(null),
  });
export type CreateMateRequest = z.infer<typeof CreateMateRequest>;
/** The mate that every installation has. */
export const DEFAULT_MATE_ID = 'mateship';
