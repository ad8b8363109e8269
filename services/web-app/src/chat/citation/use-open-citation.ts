import type { Citation, Message } from '@mateship/contracts';
import { useRef, useState } from 'react';

/** Which source is open. Closing gives the focus back to what opened it. */
export function useOpenCitation(messages: readonly Message[]) {
  const [opened, setOpened] = useState<{ messageId: string; n: number } | null>(null);
  const opener = useRef<Element | null>(null);

  const message = messages.find(({ id }) => id === opened?.messageId);
  const citation: Citation | null = message?.citations.find(({ n }) => n === opened?.n) ?? null;

  return {
    citation,
    open: (messageId: string, n: number) => {
      opener.current = document.activeElement;
      setOpened({ messageId, n });
    },
    close: () => {
      setOpened(null);
      if (opener.current instanceof HTMLElement) opener.current.focus();
    },
  };
}
