declare module 'pdfkit' {
  import type { Readable } from 'node:stream';

  export interface TextOptions {
    width?: number;
    align?: 'left' | 'center' | 'right' | 'justify';
    lineBreak?: boolean;
  }

  export interface DocumentOptions {
    size?: string;
    margin?: number;
    autoFirstPage?: boolean;
    compress?: boolean;
    pdfVersion?: string;
    userPassword?: string;
    ownerPassword?: string;
    info?: { Title?: string; Author?: string; CreationDate?: Date; ModDate?: Date };
  }

  /** The part of pdfkit that the fixtures use; the package brings no types. */
  export default class PdfDocument extends Readable {
    constructor(options?: DocumentOptions);
    x: number;
    y: number;
    readonly page: { margins: { bottom: number } };
    readonly outline: { addItem(title: string): unknown };
    addPage(): this;
    registerFont(name: string, file: string): this;
    font(name: string): this;
    fontSize(size: number): this;
    moveDown(lines: number): this;
    text(text: string, options?: TextOptions): this;
    text(text: string, x: number | undefined, y: number | undefined, options?: TextOptions): this;
    image(data: Buffer, options: { width: number }): this;
    end(): void;
  }
}
