import type { PreprocessOutput } from './preprocess.contract.js';

/** Looks at a message before it is answered. The offline rules are one adapter; a classifier model may be another. */
export interface Preprocessor {
  look(text: string): Promise<PreprocessOutput>;
}
