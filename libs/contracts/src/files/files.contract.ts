import { z } from 'zod';

/** Largest upload in bytes. */
export const MAX_FILE_BYTES = 25 * 1024 * 1024;
/** What may be uploaded; each is recognised by its first bytes, never by its name. */
export const FILE_TYPES = ['application/pdf', 'image/png', 'image/jpeg', 'text/plain'] as const;

/** An uploaded file without its content; `mime` is one of {@link FILE_TYPES}. */
export const FileInfo = z
  .object({
    id: z.uuid(),
    name: z.string(),
    mime: z.string(),
    size: z.int().describe('Bytes.'),
    createdAt: z.iso.datetime(),
  });
export type FileInfo = z.infer<typeof FileInfo>;
