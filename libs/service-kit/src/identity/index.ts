// What a program needs that calls a service without being one: it brings in nothing but node:crypto.
export { deriveMacKey, sha256hex } from './mac-key.js';
export { signRequest, type SignedRequest } from './sign-request.js';
