import { defineSkill } from '@mateship/app-sdk';
import type { PdfEngine } from '../../engine/pdf-engine.js';
import { fileOf } from '../file-of.js';
import { pictureName } from './picture-name.js';
import { ScreenshotInput, ScreenshotOutput } from './screenshot.contract.js';

/** pdf/screenshot: how a page looks, saved as a PNG file of the call. */
export const screenshotSkill = (engine: PdfEngine) =>
  defineSkill({
    id: 'screenshot',
    input: ScreenshotInput,
    output: ScreenshotOutput,
    run: async ({ fileId, page, width }, ctx) => {
      const { fileName, png, ...size } = await engine.screenshot(fileOf(fileId, ctx), page, width, ctx.signal);
      const { id } = await ctx.files.save({ name: pictureName(fileName, page), mime: 'image/png', body: Buffer.from(png) });
      return { fileId: id, page, width: size.width, height: size.height, mime: 'image/png' as const };
    },
  });
