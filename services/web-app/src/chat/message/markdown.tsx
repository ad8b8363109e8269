import type { Citation } from '@mateship/contracts';
import { memo, useMemo } from 'react';
import ReactMarkdown, { type Options } from 'react-markdown';
import rehypeSanitize from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';
import { CodeBlock } from './code-block.js';
import classes from './markdown.module.css';
import { MarkdownImage, MarkdownLink, MarkdownTable, MarkdownTask } from './markdown-parts.js';
import { CitationContext } from './citation-context.js';
import { sanitizeSchema } from './sanitize-schema.js';
import { remarkCitations } from './remark-citations.js';
import { useHighlighter } from './use-highlighter.js';

interface MarkdownProps {
  text: string;
  citations: readonly Citation[];
  onCite: (n: number) => void;
}

// Headings of an answer stand below the title of the chat.
const headings = { h1: 'h2', h2: 'h3', h3: 'h4', h4: 'h5', h5: 'h6' } as const;
const components: Options['components'] = { ...headings, a: MarkdownLink, img: MarkdownImage, input: MarkdownTask, table: MarkdownTable, pre: CodeBlock };

/** Markdown of a model, which is not trusted: raw HTML stays text, and what is left is sanitised last. */
function Markdown({ text, citations, onCite }: MarkdownProps) {
  // As a text, which is the same for the same numbers.
  const numbers = JSON.stringify(citations.map(({ n }) => n));
  const highlight = useHighlighter(text);
  const remarkPlugins = useMemo<Options['remarkPlugins']>(
    () => [remarkGfm, [remarkCitations, { numbers: new Set<number>(JSON.parse(numbers)) }]],
    [numbers],
  );
  const rehypePlugins = useMemo<Options['rehypePlugins']>(() => [...(highlight ? [highlight] : []), [rehypeSanitize, sanitizeSchema]], [highlight]);
  const citing = useMemo(() => ({ citations, onCite }), [citations, onCite]);
  return (
    <CitationContext value={citing}>
      <div className={classes.markdown}>
        <ReactMarkdown remarkPlugins={remarkPlugins} rehypePlugins={rehypePlugins} components={components}>
          {text}
        </ReactMarkdown>
      </div>
    </CitationContext>
  );
}

export default memo(Markdown);
