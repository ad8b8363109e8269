import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

const BUILT_IN = new Set(['Error', 'TypeError', 'RangeError']);

/** Leaves out the sentences of built-in errors. The names of stages that our own errors take are no sentences. */
export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'error-sentences', {
    shouldIgnore({ node, parent }) {
      const isText = node.type === 'StringLiteral' || node.type === 'TemplateLiteral';
      if (isText && parent?.type === 'NewExpression' && BUILT_IN.has(parent.callee.name)) return 'the words of an error are no property of a format';
      return undefined;
    },
  }),
];
