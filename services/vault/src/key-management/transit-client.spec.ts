import { VaultFault, type VaultRequest, type VaultSession } from '@mateship/vault-session';
import { z } from 'zod';
import { TransitClient } from './transit-client.js';

type Sent = Pick<VaultRequest<unknown>, 'signal' | 'timeoutMs' | 'path'>;

/** A session that notes what it is asked, and answers with these, one after the other. */
function sessionWith(...outcomes: (VaultFault | object)[]): { session: VaultSession; sent: Sent[] } {
  const sent: Sent[] = [];
  const request = async <T>(asked: VaultRequest<T>): Promise<T> => {
    sent.push(asked);
    const outcome = outcomes.shift();
    if (outcome instanceof VaultFault) throw outcome;
    return asked.answer.parse(outcome);
  };
  return { sent, session: { request, state: () => ({ isLoggedIn: true, tokenEndsAt: new Date(), fault: null }), onRelogin: () => () => undefined, close: async () => undefined } };
}
const question = { method: 'POST', path: 'transit/decrypt/mateship-chat', answer: z.object({}) } as const;

describe('TransitClient', () => {
  it.each(['unreachable', 'broken'] as const)('asks once more, and no more, when the answer is lost: %s', async (kind) => {
    const once = sessionWith(new VaultFault(kind), {});
    await expect(new TransitClient(once.session).ask(question)).resolves.toEqual({});
    const twice = sessionWith(new VaultFault(kind), new VaultFault(kind), {});
    await expect(new TransitClient(twice.session).ask(question)).rejects.toMatchObject({ code: 'KMS_UNAVAILABLE' });
    expect(twice.sent).toHaveLength(2);
  });

  it.each(['sealed', 'slow', 'denied', 'absent'] as const)('does not ask again: %s', async (kind) => {
    const { session, sent } = sessionWith(new VaultFault(kind), {});
    await expect(new TransitClient(session).ask(question)).rejects.toMatchObject({ code: 'KMS_UNAVAILABLE' });
    expect(sent).toHaveLength(1);
  });

  it('gives both tries one deadline, which is below two seconds', async () => {
    const timeout = jest.spyOn(AbortSignal, 'timeout');
    const { session, sent } = sessionWith(new VaultFault('broken'), {});
    await new TransitClient(session).ask(question);
    expect(timeout.mock.calls).toEqual([[1800]]);
    timeout.mockRestore();
    expect(new Set(sent.map(({ signal }) => signal)).size).toBe(1);
    for (const { timeoutMs } of sent) expect(timeoutMs).toBeLessThan(2000);
  });

  it.each([
    ['a ciphertext that does not open', new VaultFault('refused', ['cipher: message authentication failed'])],
    ['the same while rewrapping', new VaultFault('broken', ['1 error occurred:\n\t* cipher: message authentication failed\n\n'])],
  ])('leaves the verdict to the caller: %s', async (_name, fault) => {
    const { session, sent } = sessionWith(fault);
    await expect(new TransitClient(session).ask(question)).rejects.toBe(fault);
    expect(sent).toHaveLength(1);
  });

  it.each([
    ['a refusal without a reason', new VaultFault('refused')],
    ['a key that is not there', new VaultFault('refused', ['encryption key not found'])],
  ])('takes nothing for a verdict that is none: %s', async (_name, fault) => {
    await expect(new TransitClient(sessionWith(fault).session).ask(question)).rejects.toMatchObject({ code: 'KMS_UNAVAILABLE' });
  });

  it('never repeats a change', async () => {
    const { session, sent } = sessionWith(new VaultFault('unreachable'), {});
    await expect(new TransitClient(session).change('chat', 'rotate')).rejects.toMatchObject({ code: 'KMS_UNAVAILABLE' });
    expect(sent.map(({ path }) => path)).toEqual(['transit/keys/mateship-chat/rotate']);
  });
});
