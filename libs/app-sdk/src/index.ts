export { defineApp, type App, type AppHost } from './app/define-app.js';
export { createApp } from './app/create-app.js';
export { loadManifest } from './app/manifest.js';
export { runApp } from './app/run-app.js';
export type { AppEnvironment } from './config/app-environment.js';
export type { AppLog, SkillContext, SkillEnvelopes, SkillFiles, OpenedFile, NewFile } from './calls/skill-context.js';
export {
  defineSkill,
  defineStreamingSkill,
  type AnswerSkill,
  type EventOf,
  type Skill,
  type StreamingSkill,
} from './skills/define-skill.js';
export { skillSchemas, type SkillSchemas } from './skills/skill-schemas.js';
