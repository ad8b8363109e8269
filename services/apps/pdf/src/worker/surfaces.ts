import { createRequire } from 'node:module';
import path from 'node:path';
import { DomainError } from '@mateship/contracts';
import type * as NapiCanvas from '@napi-rs/canvas';

type Canvas = NapiCanvas.Canvas;
type Surface = { canvas: Canvas | null; context: NapiCanvas.SKRSContext2D | null };

let native: typeof NapiCanvas | undefined;

/** Loads the compiled canvas that lies beside the bundle; only drawing a page needs it. */
export function loadCanvas(assets: string): void {
  if (native) return;
  native = createRequire(path.join(assets, 'canvas/'))('./index.js') as typeof NapiCanvas;
  const { DOMMatrix, Path2D, ImageData } = native;
  Object.assign(globalThis, { DOMMatrix, Path2D, ImageData });
}

/** Throws PDF_LIMIT for a surface that would be too large. */
export function checkPixels(pixels: number, limit: number): void {
  if (pixels > limit) throw new DomainError('PDF_LIMIT', { details: { pixels: Math.round(pixels), limit } });
}

/** Gives pdf.js its drawing surfaces and keeps every one of them below a number of pixels. */
export abstract class SurfaceFactory {
  protected abstract readonly maxPixels: number;

  create(width: number, height: number): Surface {
    if (!native) throw new Error('loadCanvas() comes first');
    this.check(width, height);
    const canvas = native.createCanvas(Math.ceil(width), Math.ceil(height));
    return { canvas, context: canvas.getContext('2d') };
  }

  reset({ canvas }: Surface, width: number, height: number): void {
    this.check(width, height);
    if (canvas) Object.assign(canvas, { width: Math.ceil(width), height: Math.ceil(height) });
  }

  destroy(surface: Surface): void {
    if (surface.canvas) Object.assign(surface.canvas, { width: 0, height: 0 });
    surface.canvas = null;
    surface.context = null;
  }

  getNoAlphaContext(canvas: Canvas): NapiCanvas.SKRSContext2D {
    return canvas.getContext('2d', { alpha: false });
  }

  private check(width: number, height: number): void {
    if (!(width > 0 && height > 0)) throw new DomainError('PDF_INVALID');
    checkPixels(width * height, this.maxPixels);
  }
}
