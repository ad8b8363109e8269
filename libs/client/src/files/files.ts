import type { FileInfo } from '@mateship/contracts';
import type { CallOptions, Transport } from '../transport/transport.js';
import { fetchUpload } from '../transport/upload.js';

/** A file to send: its bytes and the name people see. */
export interface UploadInput {
  content: Blob;
  name: string;
}

/** Uploads and downloads of the person's own files. */
export function filesApi(transport: Transport) {
  return {
    upload: ({ content, name }: UploadInput, options: CallOptions & { onProgress?: (part: number) => void } = {}) => {
      const send = transport.options.upload ?? fetchUpload(transport.options.fetch);
      return transport.authorised(false, (headers) => {
        const form = new FormData();
        form.append('file', content, name);
        const { onProgress, signal } = options;
        return send({ url: transport.address({ path: '/v1/files' }), headers, form, onProgress, signal }) as Promise<FileInfo>;
      });
    },
    get: (fileId: string, options?: CallOptions) => transport.json<FileInfo>({ method: 'GET', path: `/v1/files/${fileId}`, ...options }),
    remove: (fileId: string, options?: CallOptions) => transport.json<void>({ method: 'DELETE', path: `/v1/files/${fileId}`, ...options }),
    content: async (fileId: string, options?: CallOptions): Promise<Blob> => {
      const response = await transport.raw({ method: 'GET', path: `/v1/files/${fileId}/content`, ...options });
      return response.blob();
    },
  };
}
