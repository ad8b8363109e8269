import type { Fields } from '../fields.js';
import type { PathRule } from './hcl.js';

/** What the policies of a token allow on paths: one rule decides, the one whose path fits best. */
export class Acl {
  private readonly rules = new Map<string, PathRule>();

  constructor(rules: PathRule[]) {
    for (const rule of rules) {
      const known = this.rules.get(rule.path);
      this.rules.set(rule.path, known ? merge(known, rule) : rule);
    }
  }

  /** The rule for a path. For `list`, a rule for the path with a slash at its end counts too. */
  ruleFor(path: string, operation?: string): PathRule | undefined {
    const exact = this.rules.get(path) ?? (operation === 'list' ? this.rules.get(path.endsWith('/') ? path.slice(0, -1) : `${path}/`) : undefined);
    if (exact) return exact;
    return [...this.rules.values()].filter(({ path: pattern }) => isWild(pattern) && fits(pattern, path)).sort((a, b) => compare(a.path, b.path)).at(-1);
  }

  /** The capabilities on a path; `deny` alone where there are none. */
  capabilities(path: string): string[] {
    const found = this.ruleFor(path)?.capabilities ?? [];
    return found.length === 0 || found.includes('deny') ? ['deny'] : [...new Set(found)].sort();
  }

  /** Whether one of the operations is allowed with these parameters and this wrapping. */
  allows(path: string, capability: string, fields: Fields, wrapSeconds: number): boolean {
    const rule = this.ruleFor(path, capability);
    if (!rule || rule.capabilities.includes('deny') || !rule.capabilities.includes(capability)) return false;
    return wrappingFits(rule, wrapSeconds) && (!['create', 'update'].includes(capability) || parametersFit(rule, fields));
  }
}

function merge(a: PathRule, b: PathRule): PathRule {
  return { path: a.path, capabilities: [...new Set([...a.capabilities, ...b.capabilities])], attributes: { ...a.attributes, ...b.attributes } };
}

function isWild(pattern: string): boolean {
  return pattern.endsWith('*') || pattern.split('/').includes('+');
}

function fits(pattern: string, path: string): boolean {
  const glob = pattern.endsWith('*');
  const source = (glob ? pattern.slice(0, -1) : pattern).split('/').map((segment) => (segment === '+' ? '[^/]+' : segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))).join('/');
  return new RegExp(`^${source}${glob ? '' : '$'}`).test(path);
}

/** Vault's order of patterns that both fit: the more exact one is the greater. */
function compare(a: string, b: string): number {
  const wildAt = (pattern: string) => Math.min(...[pattern.search(/(?<=^|\/)\+(?=\/|$)/), pattern.endsWith('*') ? pattern.length - 1 : -1].filter((at) => at >= 0), pattern.length);
  const pluses = (pattern: string) => pattern.split('/').filter((segment) => segment === '+').length;
  return (
    wildAt(a) - wildAt(b) ||
    Number(b.endsWith('*')) - Number(a.endsWith('*')) ||
    pluses(b) - pluses(a) ||
    a.length - b.length ||
    (a < b ? -1 : 1)
  );
}

function wrappingFits({ attributes }: PathRule, seconds: number): boolean {
  const least = toSeconds(attributes.min_wrapping_ttl);
  const most = toSeconds(attributes.max_wrapping_ttl);
  if ((least > 0 || most > 0) && seconds === 0) return false;
  return seconds >= least && (most === 0 || seconds <= most);
}

function toSeconds(value: unknown): number {
  const [, count = '0', unit = 's'] = /^(\d+)([smh]?)$/.exec(String(value ?? 0)) ?? [];
  return Number(count) * ({ m: 60, h: 3600 }[unit] ?? 1);
}

/** `required_parameters`, `denied_parameters` and `allowed_parameters`, with `*` for every name and every value. */
function parametersFit({ attributes }: PathRule, fields: Fields): boolean {
  const { required_parameters: required, denied_parameters: denied, allowed_parameters: allowed } = attributes as Record<string, Record<string, unknown[]> | string[] | undefined>;
  if (Array.isArray(required) && required.some((name) => fields[name] === undefined)) return false;
  return Object.entries(fields).every(([name, value]) => {
    if (denied && (matches(denied, name, value) ?? false)) return false;
    return !allowed || (matches(allowed, name, value) ?? false);
  });
}

function matches(rules: Record<string, unknown[]> | string[], name: string, value: unknown): boolean | undefined {
  const values = Array.isArray(rules) ? undefined : (rules[name] ?? rules['*']);
  if (values === undefined) return undefined;
  return values.length === 0 || values.some((pattern) => (typeof pattern === 'string' && pattern.endsWith('*') ? String(value).startsWith(pattern.slice(0, -1)) : String(pattern) === String(value)));
}
