import { defineSkill } from '@mateship/app-sdk';
import type { DocsIndex } from '../../docs/docs-index.js';
import { SearchInput, SearchOutput } from './search.contract.js';

/** support/search: what Mateship's own documentation says about a question. */
export const searchSkill = (docs: () => Pick<DocsIndex, 'search'>) =>
  defineSkill({
    id: 'search',
    input: SearchInput,
    output: SearchOutput,
    run: async ({ query, limit }) => ({ results: docs().search(query, limit) }),
  });
