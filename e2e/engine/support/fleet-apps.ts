import type { AdminApp } from '@mateship/contracts';
import { eventually } from '@mateship/dev-env';
import type { Person } from '../../support/person.js';
import { docker } from './engine.js';
import type { Fleet } from './fleet.js';

/** Apps whose containers the Engine runs at this moment. */
export async function runningApps(fleet: Fleet): Promise<string[]> {
  const names = await docker('ps', '--format', '{{.Names}}', '--filter', `name=^${fleet.name}-app-`);
  return names.split('\n').filter(Boolean).map((name) => name.slice(`${fleet.name}-app-`.length)).sort();
}

/** Apps as an administrator sees them; looking wakes none. */
export class FleetApps {
  constructor(
    private readonly fleet: Fleet,
    private readonly admin: Person,
  ) {}

  async get(id: string): Promise<AdminApp> {
    const app = (await this.list()).find((candidate) => candidate.id === id);
    if (!app) throw new Error(`there is no app ${id}`);
    return app;
  }

  async list(): Promise<AdminApp[]> {
    const { items } = (await this.json(await this.admin.fetch('/v1/admin/apps'))) as { items: AdminApp[] };
    return items;
  }

  pin(id: string, pinned: boolean): Promise<AdminApp> {
    return this.change(`/v1/admin/apps/${id}`, 'PATCH', { pinned });
  }

  restart(id: string): Promise<AdminApp> {
    return this.change(`/v1/admin/apps/${id}/restart`, 'POST');
  }

  async untilState(id: string, state: AdminApp['state'], patienceMs = 30_000): Promise<AdminApp> {
    let app: AdminApp | undefined;
    await eventually(async () => (app = await this.get(id).catch(() => undefined))?.state === state, { what: `${id} is ${state}`, patienceMs });
    return app!;
  }

  /** How often the Engine started the container of an app since a moment of this machine's clock. */
  async starts(id: string, sinceMs: number): Promise<number> {
    const at = (milliseconds: number) => (milliseconds / 1000).toFixed(3);
    const events = await docker('events', '--since', at(sinceMs), '--until', at(Date.now()), '--filter', `container=${this.fleet.container(`app-${id}`)}`, '--filter', 'event=start', '--format', '{{.Action}}');
    return events.split('\n').filter(Boolean).length;
  }

  private async change(path: string, method: string, body?: unknown): Promise<AdminApp> {
    const content = body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    return (await this.json(await this.admin.fetch(path, { method, ...content }))) as AdminApp;
  }

  private async json(response: Response): Promise<unknown> {
    if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`);
    return response.json();
  }
}
