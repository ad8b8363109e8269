import { Delegations, type Delegation } from './delegations.js';

function delegation(overrides: Partial<Delegation> = {}): Delegation {
  return { runId: 'r', appId: 'ai', userId: 'u', chatId: null, skills: new Set(), files: new Set(), mayWriteFiles: false, expiresAt: Date.now() + 1000, signal: new AbortController().signal, ...overrides };
}

describe('Delegations', () => {
  it('finds the run behind its token', () => {
    const delegations = new Delegations();
    const run = delegation();
    expect(delegations.resolve(delegations.grant(run).token)).toBe(run);
  });

  it('knows nothing of a token whose run has ended', () => {
    const delegations = new Delegations();
    const { token, end } = delegations.grant(delegation());
    end();
    expect(delegations.resolve(token)).toBeNull();
  });

  it('knows nothing of a token whose time is over or whose call was aborted', () => {
    const delegations = new Delegations();
    const aborted = new AbortController();
    aborted.abort();
    expect(delegations.resolve(delegations.grant(delegation({ expiresAt: Date.now() - 1 })).token)).toBeNull();
    expect(delegations.resolve(delegations.grant(delegation({ signal: aborted.signal })).token)).toBeNull();
  });

  it.each([undefined, '', '.', 'x.y'])('knows nothing of %j', (token) => {
    expect(new Delegations().resolve(token)).toBeNull();
  });

  it('does not take the right id with a wrong secret', () => {
    const delegations = new Delegations();
    const [id] = delegations.grant(delegation()).token.split('.');
    expect(delegations.resolve(`${id}.${Buffer.alloc(32).toString('base64url')}`)).toBeNull();
    expect(delegations.resolve(`${id}.`)).toBeNull();
  });
});
