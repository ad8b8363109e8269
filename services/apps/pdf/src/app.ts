import { defineApp } from '@mateship/app-sdk';
import { engine } from './engine/engine.js';
import { extractSkill } from './skills/extract/extract.skill.js';
import { screenshotSkill } from './skills/screenshot/screenshot.skill.js';

export const app = defineApp({
  manifestFile: 'app.yaml',
  skills: [extractSkill(engine), screenshotSkill(engine)],
  stop: () => engine.close(),
});
