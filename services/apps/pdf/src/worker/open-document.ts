import path from 'node:path';
import { DomainError } from '@mateship/contracts';
import type { WorkerSettings } from '../engine/protocol.js';
import { SurfaceFactory } from './surfaces.js';
import { loadPdfJs, type PdfDocument } from './pdfjs.js';

/** Opens the bytes of a PDF: no network, no forms scripts, no XFA. Throws what pdf.js throws, or PDF_LIMIT for too many pages. */
export async function openDocument(bytes: Uint8Array<ArrayBuffer>, { limits, assets }: WorkerSettings): Promise<PdfDocument> {
  const { getDocument, VerbosityLevel } = await loadPdfJs();
  const task = getDocument({
    data: bytes,
    verbosity: VerbosityLevel.ERRORS,
    enableXfa: false,
    useSystemFonts: false,
    disableFontFace: true,
    maxImageSize: limits.image,
    isOffscreenCanvasSupported: false,
    cMapUrl: path.join(assets, 'cmaps/'),
    standardFontDataUrl: path.join(assets, 'standard_fonts/'),
    wasmUrl: path.join(assets, 'wasm/'),
    CanvasFactory: class extends SurfaceFactory {
      protected override readonly maxPixels = limits.image;
    },
  });
  try {
    const document = await task.promise;
    if (document.numPages > limits.pages) throw new DomainError('PDF_LIMIT', { details: { pageCount: document.numPages, limit: limits.pages } });
    return document;
  } catch (error) {
    await task.destroy();
    throw error;
  }
}
