export { oaepBlock, type OaepBlock } from './oaep-block.js';
export { type Correspondents, signedFaults, withFault } from './signed-faults.js';
