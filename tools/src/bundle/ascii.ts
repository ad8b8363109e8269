import type { ESTree } from 'rolldown/utils';
import { parseSync, Visitor } from 'rolldown/utils';
import { shiftColumns, type Growth } from './source-map-columns.ts';

const NOT_ASCII = /(\\*)([^\0-\x7f])/g;

/** Code and the `mappings` of its source map. */
export interface Output {
  code: string;
  mappings: string;
}

/**
 * Writes what is not ASCII in strings, templates, patterns and names as `\uXXXX`, which means the same. V8 keeps a file with a
 * single other character in two bytes for each, and so reads and compiles all of it more slowly.
 * Tagged templates stay as they are, since a tag may look at how its text was written.
 */
export function toAscii({ code, mappings }: Output): Output {
  if (!/[^\0-\x7f]/.test(code)) return { code, mappings };
  const kept = taggedTemplates(code);
  const growths: Growth[] = [];
  const escaped = code.replaceAll(NOT_ASCII, (text: string, slashes: string, character: string, offset: number) => {
    if (kept.some(([start, end]) => offset >= start && offset < end) || /[\u2028\u2029]/.test(character)) return text;
    // An odd backslash would take the one of our escape for its own; before a character outside of ASCII it says nothing.
    const before = slashes.length % 2 === 1 ? slashes.slice(1) : slashes;
    const replaced = `${before}\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
    growths.push({ offset: offset + text.length, by: replaced.length - text.length });
    return replaced;
  });
  return { code: escaped, mappings: shiftColumns(mappings, code, growths) };
}

function taggedTemplates(code: string): [number, number][] {
  const ranges: [number, number][] = [];
  const { program } = parseSync('bundle.mjs', code);
  new Visitor({ TaggedTemplateExpression: ({ quasi }: ESTree.TaggedTemplateExpression) => void ranges.push([quasi.start, quasi.end]) }).visit(program);
  return ranges;
}
