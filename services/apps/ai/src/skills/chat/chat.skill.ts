import { defineStreamingSkill } from '@mateship/app-sdk';
import { AI_CHAT_EVENTS, AiChatInput } from '@mateship/contracts';
import type { ModelRegistry } from '../../models/model-registry.js';
import type { Preprocessor } from '../preprocess/preprocessor.js';
import { requireLegal } from '../preprocess/require-legal.js';
import { runChat } from './run-chat.js';
import { newestQuestion } from './turns.js';

/** ai/chat: answers a message of a conversation and streams how. */
export const chatSkill = (registry: ModelRegistry, preprocessor: Preprocessor) =>
  defineStreamingSkill({
    id: 'chat',
    input: AiChatInput,
    events: AI_CHAT_EVENTS,
    run: async function* (input, { skills, files, signal, secret }) {
      if (input.screen) await requireLegal(preprocessor, newestQuestion(input.messages));
      yield* runChat(input, { skills, files, signal }, await registry.catalogue(await secret('providers')));
    },
  });
