import { defineSkill } from '@mateship/app-sdk';
import { PreprocessInput, PreprocessOutput } from './preprocess.contract.js';
import type { Preprocessor } from './preprocessor.js';

/** ai/preprocess: legality, topic and difficulty of a message. */
export const preprocessSkill = (preprocessor: Preprocessor) =>
  defineSkill({
    id: 'preprocess',
    input: PreprocessInput,
    output: PreprocessOutput,
    run: ({ text }) => preprocessor.look(text),
  });
