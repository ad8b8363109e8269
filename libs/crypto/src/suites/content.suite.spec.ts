import { randomBytes } from 'node:crypto';
import { contentSuite } from './content.suite.js';

describe('content suite', () => {
  const context = Buffer.from('context');

  it('opens what it sealed', () => {
    const secret = randomBytes(32);
    const sealed = Buffer.concat(contentSuite.createSealer(secret, context).update(Buffer.from('hello'), true));
    expect(Buffer.concat(contentSuite.createOpener(secret, context).update(sealed, true)).toString()).toBe('hello');
  });

  it('does not continue a message that has ended', () => {
    const secret = randomBytes(32);
    const sealer = contentSuite.createSealer(secret, context);
    const sealed = Buffer.concat(sealer.update(Buffer.from('hello'), true));
    expect(() => sealer.update(Buffer.from('more'), true)).toThrow();
    const opener = contentSuite.createOpener(secret, context);
    opener.update(sealed, true);
    expect(() => opener.update(sealed, true)).toThrow();
  });

  it('does not work on after it was closed', () => {
    const sealer = contentSuite.createSealer(randomBytes(32), context);
    sealer.close();
    expect(() => sealer.update(Buffer.from('hello'), true)).toThrow();
  });
});
