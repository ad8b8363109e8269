import { randomUUID } from 'node:crypto';
import { text } from './fields.js';
import { refusal, type Answer } from './protocol.js';
import { route, type Backend, type Call, type Route } from './routes.js';

/** Makes the backend of a type for a mount point, which ends with a slash. */
export type Maker = (mount: string) => Backend;

interface Mount {
  backend: Backend;
  accessor: string;
  description: string;
}

/** What hangs where: secrets engines at `<path>/`, auth methods at `auth/<path>/`. */
export class Mounts {
  private readonly mounts = new Map<string, Mount>();

  constructor(private readonly makers: { secret: Record<string, Maker>; auth: Record<string, Maker> }) {}

  mount(path: string, backend: Backend, description = ''): void {
    this.mounts.set(path, { backend, accessor: `${backend.type}_${randomUUID().slice(0, 8)}`, description });
  }

  /** The mount of a path, and what of the path is below it. */
  resolve(path: string): { backend: Backend; below: string } | null {
    const [found] = [...this.mounts.keys()].filter((mount) => path.startsWith(mount)).sort((a, b) => b.length - a.length);
    return found === undefined ? null : { backend: (this.mounts.get(found) as Mount).backend, below: path.slice(found.length) };
  }

  /** The routes of sys/mounts and sys/auth. */
  routes(): Route[] {
    return [...this.table('mounts', '', this.makers.secret), ...this.table('auth', 'auth/', this.makers.auth, true)];
  }

  private table(name: string, prefix: string, makers: Record<string, Maker>, sudo = false): Route[] {
    const at = ({ params }: Call) => `${prefix}${(params.path ?? '').replace(/\/$/, '')}/`;
    const enable = (call: Call) => {
      const type = text(call.fields, 'type');
      const maker = makers[type];
      if (!maker) throw refusal(`plugin not found in the catalog: ${type}`);
      if (this.mounts.has(at(call))) throw refusal(`path is already in use at ${at(call)}`);
      this.mount(at(call), maker(at(call)), text(call.fields, 'description'));
      return null;
    };
    const disable = async (call: Call) => {
      const mount = this.mounts.get(at(call));
      if (mount && ['system', 'token'].includes(mount.backend.type)) throw refusal(`cannot unmount "${at(call)}"`);
      await mount?.backend.unmount?.();
      this.mounts.delete(at(call));
      return null;
    };
    const read = (call: Call): Answer => {
      const mount = this.mounts.get(at(call));
      if (!mount) throw refusal(`No ${prefix ? 'auth engine' : 'secret engine mount'} at ${at(call)}`);
      return { data: describe(mount) };
    };
    const all = (): Answer => ({ data: Object.fromEntries([...this.mounts].filter(([path]) => path.startsWith('auth/') === (prefix !== '')).map(([path, mount]) => [path.slice(prefix.length), describe(mount)])) });
    return [route(name, { read: all }), route(`${name}/*path`, { read, write: enable, delete: disable }, { sudo })];
  }
}

function describe({ backend, accessor, description }: Mount): Record<string, unknown> {
  return { accessor, config: { default_lease_ttl: 0, force_no_cache: false, max_lease_ttl: 0 }, description, external_entropy_access: false, local: false, options: null, seal_wrap: false, type: backend.type };
}
