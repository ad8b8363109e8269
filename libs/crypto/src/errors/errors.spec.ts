import { thrownBy } from '../../test/fixtures.js';
import { DecryptionError, failAlike, type FailureStage } from './decryption.errors.js';
import { EnvelopeSuiteError } from './envelope-suite.errors.js';

const shown = (error: unknown) => {
  const { name, message, code, cause } = error as DecryptionError;
  return { name, message, code, cause, members: Object.keys(error as object).sort(), body: JSON.stringify(error) };
};
const REFUSED = {
  name: 'DecryptionError',
  message: 'The stored content could not be opened.',
  code: 'DECRYPTION_FAILED',
  cause: undefined,
  members: ['code', 'name'],
  body: '{"code":"DECRYPTION_FAILED","name":"DecryptionError"}',
};

describe('DecryptionError', () => {
  it.each<FailureStage>(['format', 'signature', 'time', 'content'])('looks the same when opening stopped at "%s", and knows it', (stage) => {
    const error = new DecryptionError(stage);
    expect(shown(error)).toEqual(REFUSED);
    expect(DecryptionError.stageOf(error)).toBe(stage);
  });

  it('is about the content when nothing else is said', () => {
    expect(DecryptionError.stageOf(new DecryptionError())).toBe('content');
  });
});

describe('failAlike', () => {
  it('gives what was opened', () => {
    expect(failAlike(() => 7)).toBe(7);
  });

  it('tells nothing of what was thrown', () => {
    const error = thrownBy(() => failAlike(() => { throw new RangeError('byte 7 is wrong'); }));
    expect(error).toBeInstanceOf(DecryptionError);
    expect(shown(error)).toEqual(REFUSED);
    expect(DecryptionError.stageOf(error as DecryptionError)).toBe('content');
  });

  it('notes the stage that it is given, whatever stage was thrown inside', () => {
    const error = thrownBy(() => failAlike(() => { throw new DecryptionError('time'); }, 'format'));
    expect(DecryptionError.stageOf(error as DecryptionError)).toBe('format');
  });
});

describe('EnvelopeSuiteError', () => {
  it('has a code of its own and names no suite', () => {
    expect(shown(new EnvelopeSuiteError())).toEqual({
      name: 'EnvelopeSuiteError',
      message: 'The envelope uses an algorithm suite that is not accepted here.',
      code: 'ENVELOPE_SUITE_UNSUPPORTED',
      cause: undefined,
      members: ['code', 'name'],
      body: '{"code":"ENVELOPE_SUITE_UNSUPPORTED","name":"EnvelopeSuiteError"}',
    });
  });
});
