import { randomUUID } from 'node:crypto';
import { DomainError, FileInfo } from '@mateship/contracts';
import { z } from 'zod';
import { body, bytes } from './body.js';
import { drawPage } from './page-image.js';
import { Reply } from './reply.js';
import type { Route } from './routes.js';
import type { FakeState } from './state.js';

const Screenshot = z.strictObject({ fileId: z.uuid(), page: z.int().min(1), width: z.int().min(100).max(2000) });

export const fileRoutes: Route[] = [
  {
    method: 'POST', path: /^\/v1\/files$/,
    handle: async ({ state, request }) => {
      const form = await new Response(new Uint8Array(await bytes(request)), { headers: { 'content-type': request.headers['content-type'] ?? '' } }).formData();
      const file = form.get('file');
      if (!(file instanceof File)) throw new DomainError('VALIDATION_FAILED');
      const content = Buffer.from(await file.arrayBuffer());
      if (file.name.endsWith('.pdf') && !content.subarray(0, 5).equals(Buffer.from('%PDF-'))) throw new DomainError('UNSUPPORTED_MEDIA_TYPE', { message: 'This file is not the PDF it claims to be.' });
      return new Reply(FileInfo, store(state, file.name, file.type || 'application/pdf', content), 201);
    },
  },
  {
    method: 'GET', path: /^\/v1\/files\/([0-9a-f-]{36})\/content$/,
    handle: ({ state, params, response }) => {
      const file = state.files.get(params[0] ?? '');
      if (!file) throw new DomainError('NOT_FOUND');
      response.writeHead(200, { 'content-type': file.info.mime }).end(file.bytes);
    },
  },
  {
    method: 'POST', path: /^\/v1\/pdf\/screenshot$/,
    handle: async ({ state, request }) => {
      const { page, width } = await body(request, Screenshot);
      if (page > 30) throw new DomainError('PAGE_OUT_OF_RANGE');
      const image = store(state, `page-${page}.png`, 'image/png', drawPage(width));
      return new Reply(z.object({ fileId: z.uuid() }), { fileId: image.id });
    },
  },
];

function store(state: FakeState, name: string, mime: string, content: Buffer): FileInfo {
  const info: FileInfo = { id: randomUUID(), name, mime, size: content.length, createdAt: new Date().toISOString() };
  state.files.set(info.id, { info, bytes: content });
  return info;
}
