// What a browser needs to read a shared chat. Nothing in here imports from Node; `browser.spec.ts` checks it.
export { deriveShareKeys, type Argon2id, type Argon2idInput, type ShareKeys, type SharePassword } from '../share/share-keys.js';
export { formatShareFragment, newShareSecret, parseShareFragment, type ShareFragment } from '../share/share-secret.js';
export { encodeContext, type ContextValue } from './context.js';
export { openBytes, sealBytes, type BrowserKeyReference } from './envelope.js';
export { unwrapShareKey, wrapShareKey } from './key-wrap.js';
export { OpenFailure } from './open-failure.js';
export { openShare, sealShare, type SealedShare, type ShareFacts } from './share.js';
