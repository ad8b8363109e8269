import type { PdfDocument } from './pdfjs.js';

/** A document that stays open for the next question, with the text of the pages read so far. */
export interface OpenDocument {
  document: PdfDocument;
  texts: Map<number, string>;
}

/** The documents used last; the oldest is closed when a new one comes. */
export class OpenDocuments {
  readonly #documents = new Map<string, OpenDocument>();

  constructor(private readonly capacity: number) {}

  get keys(): string[] {
    return [...this.#documents.keys()];
  }

  get(key: string): OpenDocument | undefined {
    const found = this.#documents.get(key);
    if (found) {
      this.#documents.delete(key);
      this.#documents.set(key, found);
    }
    return found;
  }

  async add(key: string, document: PdfDocument): Promise<OpenDocument> {
    await this.close(key);
    const opened = { document, texts: new Map<number, string>() };
    this.#documents.set(key, opened);
    for (const oldest of this.keys.slice(0, -this.capacity)) await this.close(oldest);
    return opened;
  }

  async close(key: string): Promise<void> {
    const found = this.#documents.get(key);
    this.#documents.delete(key);
    await found?.document.loadingTask.destroy();
  }
}
