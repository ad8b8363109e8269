import type { Screenshot, WorkerSettings } from '../engine/protocol.js';
import type { OpenDocument } from './open-documents.js';
import { checkPage } from './pages.js';
import { checkPixels, loadCanvas, type SurfaceFactory } from './surfaces.js';

/** Draws one page on white, `width` pixels wide, as PNG. */
export async function screenshot({ document }: OpenDocument, number: number, width: number, { assets, limits }: WorkerSettings): Promise<Screenshot> {
  checkPage(number, document.numPages);
  loadCanvas(assets);
  const page = await document.getPage(number);
  const surfaces = document.canvasFactory as SurfaceFactory;
  const viewport = page.getViewport({ scale: width / page.getViewport({ scale: 1 }).width });
  checkPixels(width * viewport.height, limits.pixels);
  const surface = surfaces.create(width, Math.max(1, Math.round(viewport.height)));
  try {
    const canvas = surface.canvas!;
    await page.render({ canvas: canvas as never, viewport, background: '#ffffff' }).promise;
    return { width: canvas.width, height: canvas.height, png: await canvas.encode('png') };
  } finally {
    surfaces.destroy(surface);
    page.cleanup();
  }
}
