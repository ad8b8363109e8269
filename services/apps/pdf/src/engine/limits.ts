/** What one PDF may cost. Reaching any of these is answered with PDF_LIMIT (pages: before any work). */
export interface Limits {
  /** Pages of a document. */
  pages: number;
  /** UTF-16 units of text in one answer. */
  text: number;
  /** Pixels of a page as a picture. */
  pixels: number;
  /** Pixels of a picture in a document, and of the surfaces it is drawn on; larger ones are left out. */
  image: number;
  /** Entries of an outline; the rest is left out. */
  outline: number;
  /** Bytes that the process may grow by while the worker lives. */
  growth: number;
  /** Milliseconds for one job. */
  total: number;
  /** Milliseconds without a finished page. */
  stall: number;
  /** Milliseconds after the last job until the worker is stopped. */
  idle: number;
}

const MIB = 1024 * 1024;

export const LIMITS: Limits = {
  pages: 5_000,
  text: 20_000_000,
  pixels: 20_000_000,
  image: 40_000_000,
  outline: 2_000,
  growth: 320 * MIB,
  total: 50_000,
  stall: 10_000,
  idle: 20_000,
};

/** Depth of an outline; what lies deeper is left out. */
export const MAX_LEVEL = 12;

/** Heap of the worker thread in MiB; what lives outside the heap is watched from the main thread. */
export const WORKER_HEAP = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 };
