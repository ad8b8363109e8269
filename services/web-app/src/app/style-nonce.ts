declare global {
  var __webpack_nonce__: string | undefined;
}

/** The nonce of this page load: the content security policy allows no style element without it. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}

/** Hands it to `get-nonce` as well, which reads this name: the dialogs of Mantine lock the scrolling of the page with a style element. */
export function shareStyleNonce(): void {
  globalThis.__webpack_nonce__ = styleNonce();
}
