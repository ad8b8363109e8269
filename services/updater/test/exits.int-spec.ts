import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { rejectErrorAnswer } from '@mateship/service-kit';
import { RunningUpdater } from './running-updater.js';

const anExit = (app: string) => `${JSON.stringify({ app, release: '1.2.3', exitCode: 137, oomKilled: true, at: '2026-01-01T00:00:00.000Z' })}\n`;

describe('the stream of exits', () => {
  let updater: RunningUpdater;
  beforeEach(async () => {
    updater = await RunningUpdater.start();
  });
  afterEach(() => updater.close());

  const follow = async (): Promise<Readable> => {
    const answer = await updater.client.stream('GET', '/v1/exits');
    await rejectErrorAnswer(answer, 'ENGINE_UNAVAILABLE');
    return answer.body;
  };
  const linesOf = async (body: Readable): Promise<string[]> => {
    const lines: string[] = [];
    for await (const line of createInterface({ input: body })) if (line) lines.push(line);
    return lines;
  };

  it('passes on what happens to installed apps, and ends when the one of the broker breaks', async () => {
    const lines = linesOf(await follow());
    updater.broker.tell(anExit('gone') + anExit('pdf').slice(0, 20));
    updater.broker.tell(anExit('pdf').slice(20));
    await new Promise((resolve) => setTimeout(resolve, 50));
    updater.broker.breakEvents();
    expect(await lines).toEqual([anExit('pdf').trim()]);
  });

  it('ends at a line that is no exit', async () => {
    const lines = linesOf(await follow());
    updater.broker.tell(`{"app":"pdf"}\n${anExit('pdf')}`);
    expect(await lines).toEqual([]);
  });

  it('stops following the broker when its reader leaves', async () => {
    const body = await follow();
    expect(updater.broker.isFollowed).toBe(true);
    body.on('error', () => undefined).destroy();
    while (updater.broker.isFollowed) await new Promise((resolve) => setTimeout(resolve, 5));
  });

  it('is given to four readers at once and no fifth', async () => {
    const bodies = await Promise.all([follow(), follow(), follow(), follow()]);
    await expect(follow()).rejects.toMatchObject({ code: 'STREAM_LIMIT' });
    for (const body of bodies) body.on('error', () => undefined).destroy();
  });

  it('is refused while the broker is away, and takes no place', async () => {
    await updater.broker.stop();
    for (let tries = 0; tries < 6; tries += 1) await expect(follow()).rejects.toMatchObject({ code: 'ENGINE_UNAVAILABLE' });
    await updater.broker.start();
    const body = await follow();
    body.on('error', () => undefined).destroy();
  });

  it('holds up no end of the service', async () => {
    const lines = linesOf(await follow());
    await updater.restart();
    expect(await lines).toEqual([]);
  });
});
