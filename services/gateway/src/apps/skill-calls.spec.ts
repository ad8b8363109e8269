import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Invocation } from '@mateship/contracts';
import { AppDouble, aManifest, type Behaviour } from '../../test/support/app-double.js';
import type { SkillCall } from './skill-calls.js';
import { WaitingClient } from './waiting-client.js';

describe('SkillCalls', () => {
  let app: AppDouble;
  let seen: Invocation;
  const remember: Behaviour = (_input, response, invocation) => {
    seen = invocation;
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  };

  beforeAll(async () => {
    const skills = [{ id: 'run' }];
    const permissions = { plain: {}, reads: { files: 'read' }, calls: { skills: ['*'] } };
    app = await AppDouble.start(Object.entries(permissions).map(([id, granted]) => aManifest(id, skills, { permissions: granted })), remember);
  });
  afterAll(() => app.shutdown());

  const invocationOf = async (id: string, changes: Partial<SkillCall> = {}): Promise<Invocation> => {
    const call = { app: id, skill: 'run', input: Buffer.from('{}'), userId: 'ada', signal: new AbortController().signal, ...changes };
    await app.calls.json(call);
    return seen;
  };

  it.each(['reads', 'calls'])('give an app that may call back a token for it: %s', async (id) => {
    expect((await invocationOf(id)).job).toMatch(/^[\w-]{12}\.[\w-]{43}$/);
  });

  it('give an app that may not call back no token', async () => {
    expect((await invocationOf('plain')).job).toBe('');
  });

  it('give any app a token when the caller lets it use skills', async () => {
    expect((await invocationOf('plain', { skills: new Set(['pdf/extract']) })).job).not.toBe('');
  });

  it('tell an app neither who the user is nor that another app knows the same one', async () => {
    const users = [(await invocationOf('plain')).user, (await invocationOf('reads')).user, (await invocationOf('plain', { userId: 'ben' })).user];
    expect(new Set(users).size).toBe(3);
    expect(users).not.toContain('ada');
  });

  it('number every run, and say when it must be over', async () => {
    const [one, two] = [await invocationOf('plain'), await invocationOf('reads')];
    expect(one.runId).not.toBe(two.runId);
    expect(two.deadline - Date.now()).toBeGreaterThan(29_000);
    expect(two.deadline - Date.now()).toBeLessThanOrEqual(30_000);
  });

  it('give the lease back after every call, also one that failed', async () => {
    await invocationOf('plain');
    app.does((_input, response) => void response.destroy());
    await expect(invocationOf('plain')).rejects.toMatchObject({ code: 'APP_UNAVAILABLE' });
    app.does(remember);
    expect(app.held).toBe(0);
  });

  it('hang up on the app when the client leaves, long after the app was awake', async () => {
    const hungUp = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    app.does((_input, response) => {
      response.on('close', hungUp.resolve);
      asked.resolve();
    });
    const response = Object.assign(new EventEmitter(), { destroyed: false, writableFinished: false });
    const call = invocationOf('plain', { signal: new WaitingClient(response as unknown as ServerResponse) });
    await asked.promise;
    response.destroyed = true;
    response.emit('close');
    await expect(call).rejects.toMatchObject({ name: 'AbortError', message: 'The client left.' });
    await hungUp.promise;
    app.does(remember);
    expect(app.held).toBe(0);
  });
});
