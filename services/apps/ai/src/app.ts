import { defineApp } from '@mateship/app-sdk';
import { ModelRegistry } from './models/model-registry.js';
import { chatSkill } from './skills/chat/chat.skill.js';
import { modelsSkill } from './skills/models/models.skill.js';
import { OfflineRules } from './skills/preprocess/offline-rules.preprocessor.js';
import { preprocessSkill } from './skills/preprocess/preprocess.skill.js';
import { respondSkill } from './skills/respond/respond.skill.js';

const registry = new ModelRegistry();
const rules = new OfflineRules();

export const app = defineApp({
  manifestFile: 'app.yaml',
  skills: [chatSkill(registry, rules), modelsSkill(registry), preprocessSkill(rules), respondSkill(registry, rules)],
});
