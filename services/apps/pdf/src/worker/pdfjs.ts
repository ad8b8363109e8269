import type * as PdfJs from 'pdfjs-dist/legacy/build/pdf.mjs';

export type PdfDocument = PdfJs.PDFDocumentProxy;
export type PdfPage = PdfJs.PDFPageProxy;

let loaded: Promise<typeof PdfJs> | undefined;

/**
 * pdf.js looks for a native canvas in the moment it is loaded. Text needs none, so it is hidden until the import
 * is done, and the drawing code brings its own canvas later.
 */
async function loadWithoutCanvas(): Promise<typeof PdfJs> {
  // Its chunks lie scattered over the C heap, which keeps them after the thread has ended; pdf.js's own inflater uses
  // few large buffers, which go back to the system at once, and is about a tenth slower.
  Reflect.deleteProperty(globalThis, 'DecompressionStream');
  // pdf.js asks what a Response can do, and Node loads all of its HTTP client to answer. Nothing here fetches.
  Object.assign(globalThis, { Response: class NoResponse {} });
  const builtin = process.getBuiltinModule;
  const noRequire = () => () => undefined;
  process.getBuiltinModule = ((id: string) => (id === 'module' ? { createRequire: noRequire } : builtin(id))) as typeof builtin;
  try {
    // Its "worker" half comes first: found in place, pdf.js runs it in this thread, which is a worker already.
    await import('pdfjs-dist/legacy/build/pdf.worker.mjs');
    return await import('pdfjs-dist/legacy/build/pdf.mjs');
  } finally {
    process.getBuiltinModule = builtin;
  }
}

export function loadPdfJs(): Promise<typeof PdfJs> {
  return (loaded ??= loadWithoutCanvas());
}
