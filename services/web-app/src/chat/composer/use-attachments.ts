import { useEffect, useReducer, useState } from 'react';
import { useApp } from '../../app/app-context.js';
import { attachmentsReducer, type Attachment } from './attachments.js';
import { UploadQueue } from './upload-queue.js';

/** The files of the message that is being written. Uploads start at once and stop when a file is taken out. */
export function useAttachments() {
  const { client } = useApp();
  const [attachments, dispatch] = useReducer(attachmentsReducer, []);
  const [queue] = useState(() => new UploadQueue((file, options) => client.files.upload({ content: file, name: file.name }, options), dispatch));

  useEffect(() => () => queue.stop(), [queue]);

  return {
    attachments,
    add: (files: readonly File[]) => queue.add(files, attachments.length),
    remove: (key: number) => queue.remove(key),
    retry: (key: number) => queue.retry(key),
    canRetry: (key: number) => queue.canRetry(key),
    replace: (next: Attachment[]) => dispatch({ type: 'replaced', attachments: next }),
  };
}

export type Attachments = ReturnType<typeof useAttachments>;
