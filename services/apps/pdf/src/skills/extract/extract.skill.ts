import { defineSkill } from '@mateship/app-sdk';
import type { PdfEngine } from '../../engine/pdf-engine.js';
import { fileOf } from '../file-of.js';
import { ExtractInput, ExtractOutput } from './extract.contract.js';
import { parsePageRanges } from './page-ranges.js';

/** pdf/extract: what a PDF says, page by page. */
export const extractSkill = (engine: PdfEngine) =>
  defineSkill({
    id: 'extract',
    input: ExtractInput,
    output: ExtractOutput,
    run: async ({ fileId, pages }, ctx) => ({
      fileId,
      ...(await engine.extract(fileOf(fileId, ctx), pages === undefined ? null : parsePageRanges(pages), ctx.signal)),
    }),
  });
