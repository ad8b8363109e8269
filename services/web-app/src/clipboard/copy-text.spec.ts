import { copyText } from './copy-text.js';

/** As much of a page as the old way of copying needs. */
function fakePage({ dialog = false, works = true } = {}) {
  const log: string[] = [];
  const place = (name: string) => ({ append: (field: { value: string }) => log.push(`${field.value} in ${name}`) });
  const field = { value: '', style: {}, setAttribute: () => undefined, select: () => log.push('selected'), remove: () => log.push('removed') };
  const page = {
    body: place('page'),
    createElement: () => field,
    querySelector: () => (dialog ? place('dialog') : null),
    execCommand: () => works,
  };
  Object.assign(globalThis, { document: page });
  return log;
}

const known = Object.getOwnPropertyDescriptor(navigator, 'clipboard');
const provide = (clipboard: unknown) => Object.defineProperty(navigator, 'clipboard', { value: clipboard, configurable: true });
afterEach(() => {
  Reflect.deleteProperty(globalThis, 'document');
  if (known) Object.defineProperty(navigator, 'clipboard', known);
  else Reflect.deleteProperty(navigator, 'clipboard');
});

describe('copyText', () => {
  it('gives the text to the clipboard', async () => {
    const texts: string[] = [];
    provide({ writeText: (text: string) => Promise.resolve(void texts.push(text)) });
    expect(await copyText('secret')).toBe(true);
    expect(texts).toEqual(['secret']);
  });

  it('selects and copies where a page has no clipboard, and leaves nothing behind', async () => {
    provide(undefined);
    const log = fakePage();
    expect(await copyText('secret')).toBe(true);
    expect(log).toEqual(['secret in page', 'selected', 'removed']);
  });

  it('does so inside of an open dialog, which keeps the focus', async () => {
    provide(undefined);
    const log = fakePage({ dialog: true });
    await copyText('secret');
    expect(log[0]).toBe('secret in dialog');
  });

  it('tries that too when the clipboard is refused', async () => {
    provide({ writeText: () => Promise.reject(new DOMException('Denied.', 'NotAllowedError')) });
    const log = fakePage();
    expect(await copyText('secret')).toBe(true);
    expect(log).toContain('selected');
  });

  it('says when nothing worked', async () => {
    provide(undefined);
    fakePage({ works: false });
    expect(await copyText('secret')).toBe(false);
  });
});
