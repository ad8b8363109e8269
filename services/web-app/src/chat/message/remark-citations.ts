/** The parts of a Markdown tree that are looked at here. */
interface MarkdownNode {
  type: string;
  value?: string;
  url?: string;
  children?: MarkdownNode[];
}

/** Fragment that stands for citation n until the link is drawn as a button. */
export const CITATION_FRAGMENT = '#source-';

/** Text inside these is left alone: it is not prose, or it is a link already. */
const OPAQUE = new Set(['link', 'linkReference', 'definition']);

/** Turns [n] in prose into a link to citation n, for the numbers that exist. A remark plugin. */
export function remarkCitations({ numbers }: { numbers: ReadonlySet<number> }) {
  return (tree: MarkdownNode): void => visit(tree, numbers);
}

function visit(node: MarkdownNode, numbers: ReadonlySet<number>): void {
  if (!node.children || OPAQUE.has(node.type)) return;
  node.children = node.children.flatMap((child) => {
    visit(child, numbers);
    return child.type === 'text' ? splitText(child, numbers) : [child];
  });
}

function splitText(node: MarkdownNode, numbers: ReadonlySet<number>): MarkdownNode[] {
  return (node.value ?? '').split(/(\[\d{1,3}\])/).flatMap((part): MarkdownNode[] => {
    if (part === '') return [];
    const n = Number(/^\[(\d+)\]$/.exec(part)?.[1]);
    if (!numbers.has(n)) return [{ type: 'text', value: part }];
    return [{ type: 'link', url: `${CITATION_FRAGMENT}${n}`, children: [{ type: 'text', value: String(n) }] }];
  });
}
