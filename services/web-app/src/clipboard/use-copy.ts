import { useEffect, useState } from 'react';
import { copyText } from './copy-text.js';

/** Copies a text; the first value is true for a moment after it worked. */
export function useCopy(): [boolean, (text: string) => void] {
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);

  return [copied, (text) => void copyText(text).then(setCopied)];
}
