import { defineSkill } from '@mateship/app-sdk';
import { AiModelsOutput } from '@mateship/contracts';
import type { ModelRegistry } from '../../models/model-registry.js';
import { ModelsInput } from './models.contract.js';

/** ai/models: what can answer right now, and at which price. */
export const modelsSkill = (registry: ModelRegistry) =>
  defineSkill({
    id: 'models',
    input: ModelsInput,
    output: AiModelsOutput,
    run: async (_input, { secret }) => ({ models: (await registry.catalogue(await secret('providers'))).list() }),
  });
