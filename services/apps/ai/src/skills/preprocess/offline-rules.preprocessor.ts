import { judgeDifficulty } from './difficulty.js';
import { judgeLegality } from './legality.js';
import type { PreprocessOutput } from './preprocess.contract.js';
import type { Preprocessor } from './preprocessor.js';
import { findTopic } from './topic.js';

/** Rules that need no model. They refuse only what is plainly meant, since a wrong refusal is worse than a missed one here. */
export class OfflineRules implements Preprocessor {
  look(text: string): Promise<PreprocessOutput> {
    return Promise.resolve({ legality: judgeLegality(text), topic: findTopic(text), difficulty: judgeDifficulty(text) });
  }
}
