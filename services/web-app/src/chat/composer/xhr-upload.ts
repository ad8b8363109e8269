import { readError, type UploadTransport } from '@mateship/client';

/** Uploads by XMLHttpRequest: fetch cannot tell how much has been sent. */
export const xhrUpload: UploadTransport = ({ url, headers, form, onProgress, signal }) =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const request = new XMLHttpRequest();
    request.open('POST', url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress?.(event.loaded / event.total);
    };
    request.onload = () => {
      try {
        if (request.status >= 200 && request.status < 300) return resolve(JSON.parse(request.responseText));
      } catch {
        // Not an answer of the server, but of something before it.
      }
      reject(readError({ status: request.status, body: request.responseText, header: (name: string) => request.getResponseHeader(name) }));
    };
    request.onerror = () => reject(new TypeError('The upload was cut off.'));
    request.onabort = () => reject(new DOMException('The upload was cancelled.', 'AbortError'));
    signal?.addEventListener('abort', () => request.abort(), { once: true });
    request.send(form);
  });
