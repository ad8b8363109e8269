import { list, text, type Fields } from '../fields.js';
import { refusal, VaultError } from '../protocol.js';
import { route, type Call, type Route } from '../routes.js';
import type { Token } from '../tokens/token.js';
import type { TokenStore } from '../tokens/token-store.js';
import type { PolicyStore } from './policy-store.js';

/** The routes of sys/policies/acl, of the older sys/policy and of sys/capabilities. */
export function policyRoutes(policies: PolicyStore, tokens: TokenStore): Route[] {
  const write = ({ params, fields }: Call) => {
    const source = text(fields, 'policy');
    if (source === '') throw refusal("'policy' parameter not supplied or empty");
    policies.write(params.name ?? '', decode(source));
    return null;
  };
  const read = (key: string) => ({ params: { name = '' } }: Call) => {
    const source = policies.read(name);
    return source === undefined ? null : { data: { name: name.toLowerCase(), [key]: source } };
  };
  const remove = ({ params }: Call) => {
    policies.delete(params.name ?? '');
    return null;
  };
  const all = () => ({ data: { keys: policies.names(), policies: policies.names() } });
  return [
    route('policies/acl', { list: () => ({ data: { keys: policies.names() } }) }),
    route('policies/acl/*name', { read: read('policy'), write, delete: remove }),
    route('policy', { read: all, list: all }),
    route('policy/*name', { read: read('rules'), write, delete: remove }),
    route('capabilities-self', { write: ({ fields, token }) => capabilities(policies, token, fields) }),
    route('capabilities', { write: ({ fields }) => capabilities(policies, tokens.find(text(fields, 'token')), fields) }),
    route('capabilities-accessor', { write: ({ fields }) => capabilities(policies, tokens.byAccessor(text(fields, 'accessor')), fields) }),
  ];
}

/** Policies may come in base64. */
function decode(source: string): string {
  return /^[A-Za-z0-9+/]{16,}={0,2}$/.test(source) ? Buffer.from(source, 'base64').toString('utf8') : source;
}

function capabilities(policies: PolicyStore, token: Token | null | undefined, fields: Fields) {
  if (!token) throw new VaultError(403, 'invalid token');
  const paths = list(fields, 'paths') ?? list(fields, 'path') ?? [];
  if (paths.length === 0) throw refusal('paths must be supplied');
  const acl = policies.aclOf(token.policies);
  const found = Object.fromEntries(paths.map((path) => [path, acl ? acl.capabilities(path) : ['root']]));
  return { data: { ...found, ...(paths[0] !== undefined && paths.length === 1 && { capabilities: found[paths[0]] }) } };
}
