import { CITATION_FRAGMENT, remarkCitations } from './remark-citations.js';

const text = (value: string) => ({ type: 'text', value });
const paragraph = (...children: object[]) => ({ type: 'paragraph', children });

function transform(node: object, ...numbers: number[]): object {
  const tree = { type: 'root', children: [structuredClone(node)] };
  remarkCitations({ numbers: new Set(numbers) })(tree as never);
  return tree.children[0] as object;
}

const cite = (n: number) => ({ type: 'link', url: `${CITATION_FRAGMENT}${n}`, children: [text(String(n))] });

describe('remarkCitations', () => {
  it('turns known numbers into links, several in a row too', () => {
    expect(transform(paragraph(text('Yes [1][2].')), 1, 2)).toEqual(paragraph(text('Yes '), cite(1), cite(2), text('.')));
  });

  it('leaves numbers without a citation as they are', () => {
    expect(transform(paragraph(text('See [9] and [1].')), 1)).toEqual(paragraph(text('See '), text('[9]'), text(' and '), cite(1), text('.')));
  });

  it('looks into emphasis and lists', () => {
    expect(transform({ type: 'strong', children: [text('[1]')] }, 1)).toEqual({ type: 'strong', children: [cite(1)] });
  });

  it('leaves links and code alone', () => {
    const link = { type: 'link', url: 'https://example.org', children: [text('[1]')] };
    expect(transform(link, 1)).toEqual(link);
    expect(transform(paragraph({ type: 'inlineCode', value: '[1]' }), 1)).toEqual(paragraph({ type: 'inlineCode', value: '[1]' }));
  });

  it('takes no other brackets for citations', () => {
    expect(transform(paragraph(text('[x] [] [1a] [1234]')), 1, 1234)).toEqual(paragraph(text('[x] [] [1a] [1234]')));
  });
});
