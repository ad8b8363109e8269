import { refusal } from '../protocol.js';

/** One `path` block of a policy. */
export interface PathRule {
  path: string;
  capabilities: string[];
  /** The rest of the block as it stands. */
  attributes: Record<string, unknown>;
}

const TOKEN = /\s+|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/|("(?:[^"\\\n]|\\.)*"|-?\d+(?:\.\d+)?|[A-Za-z_][\w-]*|[{}[\]=,:])/y;

/** The path blocks of a policy, in HCL or JSON. Throws Vault's 400 for what cannot be read. */
export function parsePolicy(source: string): PathRule[] {
  const root = source.trimStart().startsWith('{') ? parseJson(source) : new HclReader(source).document();
  return Object.entries(root.path ?? {}).map(([path, attributes]) => ruleOf(path, attributes));
}

function ruleOf(path: string, attributes: Record<string, unknown>): PathRule {
  const { capabilities = attributes.policy === 'write' ? ['create', 'read', 'update', 'delete', 'list'] : [], ...rest } = attributes;
  const names = (capabilities as unknown[]).map(String);
  const unknown = names.find((name) => !KNOWN.has(name));
  if (unknown !== undefined) throw refusal(`failed to parse policy: path "${path}": invalid capability "${unknown}"`);
  return { path, capabilities: names, attributes: rest };
}

const KNOWN = new Set(['create', 'read', 'update', 'delete', 'list', 'sudo', 'patch', 'deny', 'scan']);

type Document = { path?: Record<string, Record<string, unknown>> };

function parseJson(source: string): Document {
  try {
    return JSON.parse(source) as Document;
  } catch {
    throw refusal('failed to parse policy: invalid JSON');
  }
}

class HclReader {
  private readonly tokens: string[];
  private at = 0;

  constructor(source: string) {
    this.tokens = tokensOf(source);
  }

  document(): Document {
    const path: Record<string, Record<string, unknown>> = {};
    while (this.at < this.tokens.length) {
      const key = this.next();
      if (key !== 'path') {
        this.skipAttribute(key);
        continue;
      }
      const name = this.text(this.next());
      path[name] = { ...path[name], ...this.block() };
    }
    return { path };
  }

  /** A policy may have a `name = "…"` beside its paths. */
  private skipAttribute(key: string): void {
    if (key !== 'name') throw broken(`invalid key "${key}" on line`);
    this.expect('=');
    this.value();
  }

  private block(): Record<string, unknown> {
    this.expect('{');
    const found: Record<string, unknown> = {};
    while (this.tokens[this.at] !== '}') {
      const raw = this.next();
      const key = raw.startsWith('"') ? this.text(raw) : raw;
      if (this.tokens[this.at] === '{') found[key] = this.block();
      else {
        if (this.tokens[this.at] !== ':') this.expect('=');
        else this.at += 1;
        found[key] = this.value();
      }
      if (this.tokens[this.at] === ',') this.at += 1;
    }
    this.expect('}');
    return found;
  }

  private value(): unknown {
    if (this.tokens[this.at] === '{') return this.block();
    const token = this.next();
    if (token !== '[') return token.startsWith('"') ? this.text(token) : /^-?\d/.test(token) ? Number(token) : token === 'true' ? true : token === 'false' ? false : token;
    const items: unknown[] = [];
    while (this.tokens[this.at] !== ']') {
      items.push(this.value());
      if (this.tokens[this.at] === ',') this.at += 1;
    }
    this.expect(']');
    return items;
  }

  private text(token: string): string {
    if (!token.startsWith('"')) throw broken(`expected a text and not ${token}`);
    return JSON.parse(token) as string;
  }

  private expect(token: string): void {
    const found = this.next();
    if (found !== token) throw broken(`expected ${token} and not ${found}`);
  }

  private next(): string {
    const token = this.tokens[this.at++];
    if (token === undefined) throw broken('unexpected end');
    return token;
  }
}

function tokensOf(source: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(source);
    if (!match) throw broken(`illegal character at ${from}`);
    if (match[1] !== undefined) tokens.push(match[1]);
  }
  return tokens;
}

function broken(why: string): Error {
  return refusal(`failed to parse policy: ${why}`);
}
