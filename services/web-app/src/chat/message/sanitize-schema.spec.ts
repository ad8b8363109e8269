import rehypeSanitize from 'rehype-sanitize';
import { sanitizeSchema } from './sanitize-schema.js';

type Element = { type: 'element'; tagName: string; properties: Record<string, unknown>; children: unknown[] };
const element = (tagName: string, properties: Record<string, unknown> = {}, ...children: unknown[]): Element => ({ type: 'element', tagName, properties, children });

function sanitized(node: Element): unknown {
  const clean = rehypeSanitize(sanitizeSchema) as unknown as (tree: unknown) => { children: unknown[] };
  return clean({ type: 'root', children: [node] }).children[0];
}
const properties = (node: Element) => (sanitized(node) as Element).properties;

describe('the sanitising of answers', () => {
  it.each(['https://example.org', 'http://example.org', 'mailto:jo@example.org', '#source-1'])('keeps the address %p of a link', (href) => {
    expect(properties(element('a', { href }))).toEqual({ href });
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'xmpp:jo@example.org', 'irc://example.org'])('takes the address %p off', (href) => {
    expect(properties(element('a', { href }))).toEqual({});
  });

  it.each(['script', 'style', 'iframe', 'form', 'object'])('lets no <%s> through', (tagName) => {
    expect(sanitized(element(tagName))).toBeUndefined();
  });

  it('takes off what would run or style', () => {
    expect(properties(element('p', { onClick: 'x()', style: 'position:fixed', className: ['modal'] }))).toEqual({});
  });

  it('keeps the classes of highlighted code, and no others', () => {
    expect(properties(element('code', { className: ['hljs', 'language-ts', 'fixed'] }))).toEqual({ className: ['hljs', 'language-ts'] });
    expect(properties(element('span', { className: ['hljs-title', 'function_', 'm-Modal'] }))).toEqual({ className: ['hljs-title', 'function_'] });
  });
});
