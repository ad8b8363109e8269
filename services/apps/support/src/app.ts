import { defineApp } from '@mateship/app-sdk';
import { loadDocs } from './docs/load-docs.js';
import { searchSkill } from './skills/search/search.skill.js';

/** The support app: one skill that searches Mateship's own documentation. */
export const app = defineApp({ manifestFile: 'app.yaml', skills: [searchSkill(loadDocs)] });
