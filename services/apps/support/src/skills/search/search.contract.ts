import { z } from 'zod';

/** What a person wants to know about Mateship. */
export const SearchInput = z.strictObject({
  query: z.string().trim().min(1).max(500).describe('A question or a few words, in English.'),
  limit: z.int().min(1).max(10).default(5).describe('At most this many passages.'),
});

/** Passages of the documentation, best first. */
export const SearchOutput = z.object({
  results: z.array(
    z.object({
      file: z.string().describe('Path of the document.'),
      heading: z.string(),
      text: z.string().describe('The passage in Markdown.'),
      score: z.number().describe('Higher fits better; comparable within one answer only.'),
    }),
  ),
});
