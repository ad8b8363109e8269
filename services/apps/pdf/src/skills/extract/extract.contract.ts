import { z } from 'zod';
import { LIMITS, MAX_LEVEL } from '../../engine/limits.js';

export const ExtractInput = z.strictObject({
  fileId: z.string().min(1).max(100).describe('Id of an uploaded PDF.'),
  pages: z
    .string()
    .regex(/^[1-9]\d{0,4}(-[1-9]\d{0,4})?(, ?[1-9]\d{0,4}(-[1-9]\d{0,4})?){0,99}$/)
    .describe('Pages and ranges counted from 1, for example "1-3,7". All pages when left out.')
    .optional(),
});
export type ExtractInput = z.infer<typeof ExtractInput>;

const pageNumber = z.int().min(1).max(LIMITS.pages);
const said = z.string().nullable();

export const ExtractOutput = z.strictObject({
  fileId: z.string(),
  fileName: z.string(),
  pageCount: pageNumber.describe('Pages of the whole document.'),
  metadata: z
    .strictObject({
      title: said,
      author: said,
      subject: said,
      keywords: said,
      creator: said,
      producer: said,
      createdAt: said.describe('ISO 8601.'),
      modifiedAt: said.describe('ISO 8601.'),
    })
    .describe('What the file says about itself.'),
  outline: z.array(z.strictObject({ title: z.string(), page: pageNumber.nullable(), level: z.int().min(1).max(MAX_LEVEL) })).describe('Bookmarks in reading order, level 1 on top.'),
  pages: z
    .array(z.strictObject({ page: pageNumber, text: z.string() }))
    .describe('Text in reading order: a heading, paragraph or table row per line, cells separated by " | ".'),
});
export type ExtractOutput = z.infer<typeof ExtractOutput>;
