import { inviteState } from './invite-state.js';

const now = Date.parse('2026-06-15T12:00:00Z');

describe('inviteState', () => {
  it('is open until it is used or its time is over', () => {
    expect(inviteState({ usedAt: null, expiresAt: null }, now)).toBe('open');
    expect(inviteState({ usedAt: null, expiresAt: '2026-06-15T12:00:01Z' }, now)).toBe('open');
    expect(inviteState({ usedAt: null, expiresAt: '2026-06-15T12:00:00Z' }, now)).toBe('expired');
  });

  it('stays used when its time is over', () => {
    expect(inviteState({ usedAt: '2026-06-01T00:00:00Z', expiresAt: '2026-06-02T00:00:00Z' }, now)).toBe('used');
  });
});
