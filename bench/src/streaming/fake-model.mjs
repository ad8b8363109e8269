// The fake model server of libs/dev-env as a process of its own. PORT comes from the environment.
import { importLibrary } from '../support/typescript.mjs';

const { startFakeOpenAi } = await importLibrary('libs/dev-env/src/fake-openai/index.ts');
await startFakeOpenAi({ port: Number(process.env.PORT) });
