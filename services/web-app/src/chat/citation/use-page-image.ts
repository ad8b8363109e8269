import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useApp } from '../../app/app-context.js';
import { queryKeys } from '../../app/query-keys.js';

/** Pixels across. Sharp on a dense screen at the width of the panel, and enough to enlarge. */
const IMAGE_WIDTH = 1200;

/** The picture of a page, drawn by the pdf app and fetched with the person's token, which an <img> by itself could not send. */
export function usePageImage(fileId: string, page: number) {
  const { client } = useApp();
  const query = useQuery({
    queryKey: queryKeys.pageImage(fileId, page, IMAGE_WIDTH),
    queryFn: async ({ signal }) => {
      const drawn = await client.skills.call<{ fileId: string }>('pdf', 'screenshot', { fileId, page, width: IMAGE_WIDTH }, { signal });
      return client.files.content(drawn.fileId, { signal });
    },
    staleTime: Infinity,
  });
  const blob = query.data;
  /** Shows the picture in an <img> for as long as that stands. */
  const show = useCallback(
    (image: HTMLImageElement | null) => {
      if (!image || !blob) return;
      const address = URL.createObjectURL(blob);
      image.src = address;
      return () => URL.revokeObjectURL(address);
    },
    [blob],
  );
  return { ...query, show };
}
