import type { SessionResponse } from '@mateship/contracts';
import { connectTabs } from './other-tabs.js';
import { Session } from './session.js';

/** Channels of one browser: what is posted on one arrives at all others of its name. */
class FakeChannel {
  static readonly all = new Set<FakeChannel>();
  onmessage: ((event: { data: unknown }) => void) | null = null;
  constructor(private readonly name: string) {
    FakeChannel.all.add(this);
  }
  postMessage(data: unknown): void {
    for (const channel of FakeChannel.all) if (channel !== this && channel.name === this.name) channel.onmessage?.({ data });
  }
}

const Channel = globalThis.BroadcastChannel;
beforeEach(() => {
  FakeChannel.all.clear();
  Object.assign(globalThis, { BroadcastChannel: FakeChannel });
});
afterAll(() => Object.assign(globalThis, { BroadcastChannel: Channel }));

const started: SessionResponse = { accessToken: 't', expiresIn: 900, user: { id: 'u', username: 'jo', email: 'jo@example.org', role: 'user', emailVerified: true } };

function tab() {
  const session = new Session(() => Promise.reject(new TypeError('offline')), (task) => task());
  const tellOthers = connectTabs(session);
  return { session, tellOthers };
}

describe('connectTabs', () => {
  it('signs out every other tab', async () => {
    const [one, two, three] = [tab(), tab(), tab()];
    for (const { session } of [one, two, three]) session.begin(started);
    one.session.end('asked');
    one.tellOthers();
    for (const { session } of [two, three]) {
      expect(session.snapshot()).toEqual({ status: 'signed-out', reason: 'asked' });
      expect(await session.accessToken()).toBeNull();
    }
  });

  it('does not disturb a tab that has not signed in', () => {
    const [one, two] = [tab(), tab()];
    const listener = jest.fn();
    two.session.subscribe(listener);
    one.tellOthers();
    expect(two.session.snapshot()).toEqual({ status: 'unknown' });
    expect(listener).not.toHaveBeenCalled();
  });

  it('heeds no other message', () => {
    const { session } = tab();
    session.begin(started);
    for (const channel of FakeChannel.all) channel.onmessage?.({ data: { 'signed-out': true } });
    expect(session.snapshot().status).toBe('signed-in');
  });
});
