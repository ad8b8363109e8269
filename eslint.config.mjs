import js from '@eslint/js';
import comments from '@eslint-community/eslint-plugin-eslint-comments/configs';
import nx from '@nx/eslint-plugin';
import n from 'eslint-plugin-n';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { boundaries, noProgramImports, noTestImports } from './tools/boundaries.mjs';

const typescript = ['**/*.ts', '**/*.tsx'];
const tests = ['**/*.spec.ts', '**/*.spec.tsx', '**/*.int-spec.ts', '**/*.e2e-spec.ts', '**/test/**', 'e2e/**'];
const commandLine = ['tools/**', 'bench/**', 'cli/**', 'e2e/**', 'libs/dev-env/**'];
const browser = ['services/web-app/src/**', 'libs/ui/src/**'];

// TypeScript knows the names of each environment from tsconfig; only plain JavaScript, which always runs in Node, needs a list.
const nodeGlobals = Object.fromEntries(Object.getOwnPropertyNames(globalThis).map((name) => [name, 'readonly']));
const commonJsGlobals = { require: 'readonly', module: 'writable', exports: 'writable', __dirname: 'readonly', __filename: 'readonly' };

const structure = [
  { selector: "MethodDefinition[kind='constructor'] > FunctionExpression[params.length>6]", message: 'At most 6 constructor parameters: split the class.' },
  { selector: ":function[params.length>5]:not(MethodDefinition[kind='constructor'] > FunctionExpression)", message: 'At most 5 parameters: pass an object.' },
  { selector: "NewExpression[callee.name='ModuleRef'], TSTypeReference[typeName.name='ModuleRef']", message: 'No service locator: inject through the constructor.' },
];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '**/generated/**', '**/.cache/**', '**/.nx/**', '**/data/**', '**/coverage/**', '**/dev-dist/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  comments.recommended,
  {
    plugins: { n },
    rules: {
      'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
      'no-console': 'error',
      eqeqeq: 'error',
      'n/no-process-env': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@eslint-community/eslint-comments/require-description': 'error',
      '@eslint-community/eslint-comments/no-unlimited-disable': 'error',
      'no-restricted-syntax': ['error', ...structure],
    },
  },
  {
    files: typescript,
    plugins: { '@nx': nx },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@nx/enforce-module-boundaries': ['error', boundaries],
      'no-restricted-imports': ['error', noProgramImports],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  { files: ['services/*/src/**', 'services/apps/*/src/**', 'libs/*/src/**', 'cli/src/**'], ignores: ['**/*.spec.ts', '**/*.spec.tsx', 'libs/dev-env/**'], rules: { 'no-restricted-imports': ['error', noTestImports] } },
  { ...reactHooks.configs.flat.recommended, files: browser },
  {
    files: browser,
    ignores: tests,
    rules: { 'no-restricted-globals': ['error', ...['process', 'Buffer', 'require', '__dirname', 'global'].map((name) => ({ name, message: 'This code runs in a browser.' }))] },
  },
  { files: ['**/*.mjs'], languageOptions: { globals: nodeGlobals } },
  { files: ['**/*.cjs'], languageOptions: { globals: { ...nodeGlobals, ...commonJsGlobals } }, rules: { '@typescript-eslint/no-require-imports': 'off' } },
  { files: ['**/src/config/env.ts', '**/*.cjs', '**/*.mjs', ...commandLine, ...tests], rules: { 'n/no-process-env': 'off' } },
  { files: commandLine, rules: { 'no-console': 'off' } },
);
