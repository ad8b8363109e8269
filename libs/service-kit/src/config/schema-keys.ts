import { z } from 'zod';

interface Node {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Node>;
  anyOf?: Node[];
  oneOf?: Node[];
  $defs?: Record<string, Node>;
}

/** A key that an environment variable can set: where it lies and whether its value is plain text. */
export interface ConfigKey {
  path: string[];
  isText: boolean;
}

/** All settable keys of a section by the tail of their variable: `listen.public` is found as LISTEN_PUBLIC, a key of any variant of a union by its name. */
export function configKeys(schema: z.ZodType): Map<string, ConfigKey> {
  const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Node;
  const keys = new Map<string, ConfigKey>();
  collect(root, []);
  return keys;

  function collect(node: Node, path: string[]): void {
    const resolved = node.$ref ? (root.$defs?.[node.$ref.replace('#/$defs/', '')] ?? {}) : node;
    const variants = [...(resolved.oneOf ?? []), ...(resolved.anyOf ?? [])].filter(({ properties }) => properties);
    for (const variant of variants) collect(variant, path);
    if (variants.length > 0) return;
    if (!resolved.properties) {
      keys.set(path.map(upperSnake).join('_'), { path, isText: isText(resolved) });
      return;
    }
    for (const [name, child] of Object.entries(resolved.properties)) collect(child, [...path, name]);
  }
}

/** `databaseUrl` and `database-url` become DATABASE_URL. */
export function upperSnake(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toUpperCase();
}

function isText(node: Node): boolean {
  return [node.type].flat().includes('string') || (node.anyOf?.some(isText) ?? false);
}
