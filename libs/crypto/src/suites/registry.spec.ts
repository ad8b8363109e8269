import { EnvelopeSuiteError } from '../errors/envelope-suite.errors.js';
import { addressedSuiteOf, contentSuite, storedSuiteOf } from './registry.js';

describe('suite registry', () => {
  it('knows the suite of stored content by its number', () => {
    expect(storedSuiteOf(0x0020)).toBe(contentSuite);
  });

  it.each([[0x0001, 256, 256], [0x0002, 384, 384], [0x0010, 80, 64]])('knows suite %p with its lengths', (id, wrappedBytes, signatureBytes) => {
    expect(addressedSuiteOf(id)).toMatchObject({ id, wrappedBytes, signatureBytes });
  });

  it.each([
    [0x0001, 'A256GCM+RSA-OAEP-2048+RSA-PSS-2048'],
    [0x0002, 'A256GCM+RSA-OAEP-3072+RSA-PSS-3072'],
    [0x0010, 'C2SP-A256-SHA512+HPKE-X25519+Ed25519'],
  ])('calls suite %p %s, as the format document does', (id, name) => {
    expect(addressedSuiteOf(id).name).toBe(name);
  });

  it('has a name and both ways of sealing for stored content', () => {
    expect(contentSuite).toMatchObject({ id: 0x0020, name: 'C2SP-A256-SHA512' });
    for (const verb of ['seal', 'open', 'createSealer', 'createOpener'] as const) expect(contentSuite[verb]).toBeInstanceOf(Function);
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
