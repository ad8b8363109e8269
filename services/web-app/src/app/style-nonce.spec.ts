import { shareStyleNonce, styleNonce } from './style-nonce.js';

/** A page whose head has what the server put into it. */
function page(meta: { nonce: string } | null): void {
  Object.assign(globalThis, { document: { querySelector: (selector: string) => (selector === 'meta[property="csp-nonce"]' ? meta : null) } });
}

afterEach(() => {
  Reflect.deleteProperty(globalThis, 'document');
  Reflect.deleteProperty(globalThis, '__webpack_nonce__');
});

describe('styleNonce', () => {
  it('is the one of this page load', () => {
    page({ nonce: 'abc' });
    expect(styleNonce()).toBe('abc');
  });

  it('is empty where the page was served without one', () => {
    page(null);
    expect(styleNonce()).toBe('');
  });
});

describe('shareStyleNonce', () => {
  it('leaves it where the parts of dialogs look for it', () => {
    page({ nonce: 'abc' });
    shareStyleNonce();
    expect(globalThis.__webpack_nonce__).toBe('abc');
  });
});
