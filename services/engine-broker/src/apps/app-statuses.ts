import { Injectable } from '@nestjs/common';
import type { ContainerStatus } from '@mateship/contracts';
import { LABELS } from '@mateship/fleet';
import type { ContainerInspectInfo } from 'dockerode';
import { type KnownApp, Releases } from '../releases/releases.js';
import { Containers } from './containers.js';

/** What the Engine says about the containers of apps. */
@Injectable()
export class AppStatuses {
  constructor(
    private readonly releases: Releases,
    private readonly containers: Containers,
  ) {}

  all(): Promise<ContainerStatus[]> {
    return Promise.all(this.releases.all().map(async (app) => statusOf(app, await this.containers.findOurs(app))));
  }

  async of(app: KnownApp): Promise<ContainerStatus> {
    return statusOf(app, await this.containers.find(app));
  }
}

/** The release is that of the container, which may still be an older one. */
export function statusOf(app: Pick<KnownApp, 'id' | 'release'>, found: ContainerInspectInfo | null): ContainerStatus {
  if (!found) return { app: app.id, release: app.release, state: 'absent', startedAt: null, exitCode: null, oomKilled: false };
  const { Status, StartedAt, ExitCode, OOMKilled } = found.State;
  const state = stateOf(Status);
  return {
    app: app.id,
    release: found.Config.Labels[LABELS.release] ?? app.release,
    state,
    startedAt: state === 'created' ? null : new Date(StartedAt).toISOString(),
    exitCode: state === 'stopped' ? ExitCode : null,
    oomKilled: OOMKilled,
  };
}

function stateOf(status: string): 'created' | 'running' | 'stopped' {
  if (status === 'created') return 'created';
  return ['running', 'paused', 'restarting'].includes(status) ? 'running' : 'stopped';
}
