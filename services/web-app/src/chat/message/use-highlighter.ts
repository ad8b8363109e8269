import { useEffect, useState } from 'react';
import type rehypeHighlight from 'rehype-highlight';

type Highlighter = typeof rehypeHighlight;
let loaded: Highlighter | null = null;

/** The highlighter, fetched with the first code block that is shown; null before. */
export function useHighlighter(text: string): Highlighter | null {
  const [highlighter, setHighlighter] = useState<Highlighter | null>(() => loaded);
  const needed = text.includes('```');

  useEffect(() => {
    if (!needed || highlighter) return;
    let gone = false;
    void import('rehype-highlight').then((module) => {
      loaded = module.default;
      if (!gone) setHighlighter(() => loaded);
    });
    return () => {
      gone = true;
    };
  }, [needed, highlighter]);

  return highlighter;
}
