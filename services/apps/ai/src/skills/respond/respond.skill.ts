import { defineSkill } from '@mateship/app-sdk';
import { AiRespondInput, AiRespondOutput, DomainError } from '@mateship/contracts';
import type { ModelRegistry } from '../../models/model-registry.js';
import { runChat } from '../chat/run-chat.js';
import type { Preprocessor } from '../preprocess/preprocessor.js';
import { requireLegal } from '../preprocess/require-legal.js';
import { collectAnswer } from './collect-answer.js';

/** ai/respond: answers the prompt in an envelope, in an envelope. */
export const respondSkill = (registry: ModelRegistry, preprocessor: Preprocessor) =>
  defineSkill({
    id: 'respond',
    input: AiRespondInput,
    output: AiRespondOutput,
    run: async ({ envelope, budget }, { envelopes, skills, files, signal, secret }) => {
      const { address, content } = await envelopes.open(envelope);
      if (content.kind !== 'prompt') throw new DomainError('DECRYPTION_FAILED', { message: 'The envelope holds no prompt.' });
      await requireLegal(preprocessor, content.text);
      const messages = [{ role: 'user' as const, content: content.text, attachments: [] }];
      const chat = runChat({ model: null, messages, skills: [], budget }, { skills, files, signal }, await registry.catalogue(await secret('providers')));
      const { text, usage } = await collectAnswer(chat);
      return { envelope: await envelopes.reply({ text, model: usage.model, replyTo: address.id }), usage };
    },
  });
