import type { ErrorCode } from '@mateship/contracts';
import type { Limits } from './limits.js';

/** Inclusive page numbers, counted from 1. */
export interface PageRange {
  from: number;
  to: number;
}

/** What the worker is asked to do with an open document. */
export type Task = { do: 'extract'; pages: PageRange[] | null } | { do: 'screenshot'; page: number; width: number };

export interface Job {
  id: number;
  /** Names the document in the worker's small cache. */
  key: string;
  /** Content of the file; absent when the worker still has the document open. */
  bytes?: Uint8Array<ArrayBuffer>;
  task: Task;
}

export interface PdfMetadata {
  title: string | null;
  author: string | null;
  subject: string | null;
  keywords: string | null;
  creator: string | null;
  producer: string | null;
  createdAt: string | null;
  modifiedAt: string | null;
}

export interface OutlineEntry {
  title: string;
  page: number | null;
  level: number;
}

export interface Extraction {
  pageCount: number;
  metadata: PdfMetadata;
  outline: OutlineEntry[];
  pages: { page: number; text: string }[];
}

export interface Screenshot {
  width: number;
  height: number;
  png: Uint8Array;
}

export type Result = Extraction | Screenshot;

export interface Failure {
  code: ErrorCode;
  message?: string;
  details?: Record<string, unknown>;
}

/** From the worker: a sign of life, or the end of a job with the documents it keeps open. */
export type Report = { type: 'progress'; id: number } | { type: 'done'; id: number; result: Result; open: string[] } | { type: 'failed'; id: number; failure: Failure; open: string[] };

/** What the worker gets at its start. */
export interface WorkerSettings {
  limits: Limits;
  /** Folder with `cmaps`, `standard_fonts` and `wasm`. */
  assets: string;
}
