import { EnvelopeSuiteError } from '../errors/envelope-suite.errors.js';
import { addressedSuiteOf, contentSuite, storedSuiteOf } from './registry.js';

describe('suite registry', () => {
  it('knows the suite of stored content by its number', () => {
    expect(storedSuiteOf(0x0020)).toBe(contentSuite);
  });

  it.each([[0x0001, 256, 256], [0x0002, 384, 384], [0x0010, 80, 64]])('knows suite %p with its lengths', (id, wrappedBytes, signatureBytes) => {
    expect(addressedSuiteOf(id)).toMatchObject({ id, wrappedBytes, signatureBytes });
  });

  it.each([0, 0x0001, 0x0002, 0x0010, 0x0021, 0x0030, 0xffff])('stores nothing in suite %p', (id) => {
    expect(() => storedSuiteOf(id)).toThrow(EnvelopeSuiteError);
  });

  it.each([0, 0x0003, 0x0011, 0x0020, 0x0030, 0xffff])('addresses nothing in suite %p', (id) => {
    expect(() => addressedSuiteOf(id)).toThrow(EnvelopeSuiteError);
  });

  it.each([0x0001, 0x0002, 0x0010])('has every verb for suite %p', (id) => {
    const suite = addressedSuiteOf(id);
    for (const verb of ['seal', 'open', 'wrap', 'unwrap', 'sign', 'verify'] as const) expect(suite[verb]).toBeInstanceOf(Function);
  });
});
