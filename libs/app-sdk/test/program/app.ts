import path from 'node:path';
import { z } from 'zod';
import { defineApp, defineSkill } from '../../src/index.js';

const read = defineSkill({
  id: 'read',
  input: z.strictObject({ fileId: z.string() }),
  output: z.object({ text: z.string() }),
  run: async ({ fileId }, { files }) => ({ text: (await files.bytes(fileId, 1_000)).toString() }),
});

/** An app that calls back; bundled, and run under the permission model, by bundle.int-spec.ts. */
export const app = defineApp({ manifestFile: 'app.yaml', skills: [read] });

/** The same for tests, which do not run in its folder. */
export const appFromSource = { ...app, manifestFile: path.join(import.meta.dirname, 'app.yaml') };
