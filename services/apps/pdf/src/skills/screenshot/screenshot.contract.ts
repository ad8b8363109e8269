import { z } from 'zod';
import { LIMITS } from '../../engine/limits.js';

const pageNumber = z.int().min(1).max(LIMITS.pages);
const pixels = z.int().min(1).max(LIMITS.pixels).describe('Pixels.');

export const ScreenshotInput = z.strictObject({
  fileId: z.string().min(1).max(100).describe('Id of an uploaded PDF.'),
  page: pageNumber.describe('Page counted from 1.'),
  width: z.int().min(100).max(2000).default(1000).describe('Width of the picture in pixels; the height follows the page.'),
});
export type ScreenshotInput = z.infer<typeof ScreenshotInput>;

export const ScreenshotOutput = z.strictObject({
  fileId: z.string().describe('Id of the picture, which is a file of its own.'),
  page: pageNumber,
  width: pixels,
  height: pixels,
  mime: z.literal('image/png'),
});
export type ScreenshotOutput = z.infer<typeof ScreenshotOutput>;
