import { defineStreamingSkill } from '@mateship/app-sdk';
import { AI_CHAT_EVENTS, AiChatInput } from '@mateship/contracts';
import type { ModelRegistry } from '../../models/model-registry.js';
import { runChat } from './run-chat.js';

/** ai/chat: answers a message of a conversation and streams how. */
export const chatSkill = (registry: ModelRegistry) =>
  defineStreamingSkill({
    id: 'chat',
    input: AiChatInput,
    events: AI_CHAT_EVENTS,
    run: async function* (input, { skills, files, signal, secret }) {
      yield* runChat(input, { skills, files, signal }, await registry.catalogue(await secret('providers')));
    },
  });
