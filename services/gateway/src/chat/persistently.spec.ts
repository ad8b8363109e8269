import { DomainError, type ErrorCode } from '@mateship/contracts';
import { persistently } from './persistently.js';

describe('persistently', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  /** Fails with these codes one after the other and works then. */
  const failing = (...codes: ErrorCode[]) => {
    let calls = 0;
    const action = async () => {
      const code = codes[calls++];
      if (code) throw new DomainError(code);
      return 'done';
    };
    return { action, calls: () => calls };
  };

  it('does what works once', async () => {
    const { action, calls } = failing();
    expect(await persistently(action)).toBe('done');
    expect(calls()).toBe(1);
  });

  it('waits for the database and the key service to come back', async () => {
    const { action, calls } = failing('DATABASE_UNAVAILABLE', 'KMS_UNAVAILABLE', 'DATABASE_UNAVAILABLE');
    const result = persistently(action);
    await jest.advanceTimersByTimeAsync(200 + 500 + 1000);
    expect(await result).toBe('done');
    expect(calls()).toBe(4);
  });

  it('does not come back before its pause is over', async () => {
    const { action, calls } = failing('DATABASE_UNAVAILABLE', 'DATABASE_UNAVAILABLE');
    const result = persistently(action);
    await jest.advanceTimersByTimeAsync(199);
    expect(calls()).toBe(1);
    await jest.advanceTimersByTimeAsync(500);
    expect(calls()).toBe(2);
    await jest.advanceTimersByTimeAsync(500);
    expect(await result).toBe('done');
  });

  it('gives up after half a minute with the last fault', async () => {
    const { action, calls } = failing(...Array<ErrorCode>(20).fill('KMS_UNAVAILABLE'));
    const result = expect(persistently(action)).rejects.toMatchObject({ code: 'KMS_UNAVAILABLE' });
    await jest.advanceTimersByTimeAsync(31_000);
    await result;
    expect(calls()).toBe(8);
  });

  it.each<ErrorCode>(['NOT_FOUND', 'DECRYPTION_FAILED', 'INTERNAL_ERROR'])('does not repeat what waiting cannot mend: %s', async (code) => {
    const { action, calls } = failing(code);
    await expect(persistently(action)).rejects.toMatchObject({ code });
    expect(calls()).toBe(1);
  });

  it('does not repeat a fault of the program', async () => {
    let calls = 0;
    const broken = async () => {
      calls += 1;
      throw new TypeError('x is not a function');
    };
    await expect(persistently(broken)).rejects.toThrow(TypeError);
    expect(calls).toBe(1);
  });
});
