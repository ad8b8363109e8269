import type { ContainerInspectInfo } from 'dockerode';
import { statusOf } from './app-statuses.js';

const app = { id: 'pdf', release: '1.0.0' };
const found = (State: Partial<ContainerInspectInfo['State']>, release = '1.0.0') =>
  ({ State: { StartedAt: '2026-01-31T12:00:00.123456789Z', ExitCode: 0, OOMKilled: false, ...State }, Config: { Labels: { 'dev.mateship.release': release } } }) as unknown as ContainerInspectInfo;

describe('the status of an app', () => {
  it.each([
    ['created', 'created', null, null],
    ['running', 'running', '2026-01-31T12:00:00.123Z', null],
    ['paused', 'running', '2026-01-31T12:00:00.123Z', null],
    ['exited', 'stopped', '2026-01-31T12:00:00.123Z', 3],
    ['dead', 'stopped', '2026-01-31T12:00:00.123Z', 3],
    ['removing', 'stopped', '2026-01-31T12:00:00.123Z', 3],
  ])('of a container that is %s is %s', (Status, state, startedAt, exitCode) => {
    expect(statusOf(app, found({ Status, ExitCode: 3 }))).toEqual({ app: 'pdf', release: '1.0.0', state, startedAt, exitCode, oomKilled: false });
  });

  it('names the release of the container that is there', () => {
    expect(statusOf(app, found({ Status: 'running' }, '0.9.0')).release).toBe('0.9.0');
  });

  it('is absent without a container', () => {
    expect(statusOf(app, null)).toEqual({ app: 'pdf', release: '1.0.0', state: 'absent', startedAt: null, exitCode: null, oomKilled: false });
  });
});
