import { refusal } from '../protocol.js';
import { Acl } from './acl.js';
import { parsePolicy, type PathRule } from './hcl.js';

/** What every token may: look after itself. */
const DEFAULT = `
path "auth/token/lookup-self" { capabilities = ["read"] }
path "auth/token/renew-self" { capabilities = ["update"] }
path "auth/token/revoke-self" { capabilities = ["update"] }
path "sys/capabilities-self" { capabilities = ["update"] }
path "sys/renew" { capabilities = ["update"] }
path "sys/leases/renew" { capabilities = ["update"] }
path "sys/leases/lookup" { capabilities = ["update"] }
path "sys/wrapping/wrap" { capabilities = ["update"] }
path "sys/wrapping/lookup" { capabilities = ["update"] }
path "sys/wrapping/unwrap" { capabilities = ["update"] }
`;

/** What a wrapping token may. */
const RESPONSE_WRAPPING = 'path "sys/wrapping/unwrap" { capabilities = ["update"] }';

/** The ACL policies of a server. Names are lower case. */
export class PolicyStore {
  private readonly policies = new Map<string, { source: string; rules: PathRule[] }>();

  constructor() {
    this.write('default', DEFAULT);
    this.policies.set('response-wrapping', { source: RESPONSE_WRAPPING, rules: parsePolicy(RESPONSE_WRAPPING) });
  }

  write(name: string, source: string): void {
    if (name.toLowerCase() === 'root' || name.toLowerCase() === 'response-wrapping') throw refusal(`cannot update "${name}" policy`);
    this.policies.set(name.toLowerCase(), { source, rules: parsePolicy(source) });
  }

  read(name: string): string | undefined {
    return name === 'root' ? '' : this.policies.get(name.toLowerCase())?.source;
  }

  delete(name: string): void {
    if (['root', 'default', 'response-wrapping'].includes(name.toLowerCase())) throw refusal(`cannot delete "${name}" policy`);
    this.policies.delete(name.toLowerCase());
  }

  names(): string[] {
    return [...this.policies.keys(), 'root'].filter((name) => name !== 'response-wrapping').sort();
  }

  /** What the policies of these names allow together; null allows everything. */
  aclOf(names: string[]): Acl | null {
    if (names.includes('root')) return null;
    return new Acl(names.flatMap((name) => this.policies.get(name)?.rules ?? []));
  }
}
