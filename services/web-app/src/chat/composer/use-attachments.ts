import { useCallback, useEffect, useReducer, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../app/app-context.js';
import { describeError } from '../../errors/describe-error.js';
import { attachmentsReducer, fileProblem, MAX_FILE_MEGABYTES, type Attachment } from './attachments.js';
import { MAX_ATTACHMENTS } from './limits.js';

let lastKey = 0;

/** The files of the message that is being written. Uploads start at once and stop when a file is taken out. */
export function useAttachments() {
  const { t } = useTranslation();
  const { client } = useApp();
  const [attachments, dispatch] = useReducer(attachmentsReducer, []);
  const uploads = useRef(new Map<number, { file: File; stop: AbortController }>());

  useEffect(() => {
    const running = uploads.current;
    return () => running.forEach(({ stop }) => stop.abort());
  }, []);

  const upload = useCallback(
    async (key: number, file: File) => {
      const stop = new AbortController();
      uploads.current.set(key, { file, stop });
      try {
        const onProgress = (progress: number) => dispatch({ type: 'progressed', key, progress });
        dispatch({ type: 'uploaded', key, file: await client.files.upload({ content: file, name: file.name }, { onProgress, signal: stop.signal }) });
      } catch (error) {
        if (!stop.signal.aborted) dispatch({ type: 'failed', key, reason: describeError(error).message });
      }
    },
    [client],
  );

  const add = useCallback(
    (files: readonly File[]) => {
      files.forEach((file, index) => {
        lastKey += 1;
        const key = lastKey;
        dispatch({ type: 'added', key, file });
        const problem = attachments.length + index >= MAX_ATTACHMENTS ? 'composer.tooMany' : fileProblem(file);
        if (problem) dispatch({ type: 'failed', key, reason: t(problem, { limit: MAX_FILE_MEGABYTES, count: MAX_ATTACHMENTS }) });
        else void upload(key, file);
      });
    },
    [attachments.length, t, upload],
  );

  const remove = useCallback((key: number) => {
    uploads.current.get(key)?.stop.abort();
    uploads.current.delete(key);
    dispatch({ type: 'removed', key });
  }, []);

  const retry = useCallback(
    (key: number) => {
      const known = uploads.current.get(key);
      if (!known) return;
      dispatch({ type: 'retried', key });
      void upload(key, known.file);
    },
    [upload],
  );

  const replace = useCallback((next: Attachment[]) => dispatch({ type: 'replaced', attachments: next }), []);
  const canRetry = useCallback((key: number) => uploads.current.has(key), []);
  return { attachments, add, remove, retry, canRetry, replace };
}

export type Attachments = ReturnType<typeof useAttachments>;
