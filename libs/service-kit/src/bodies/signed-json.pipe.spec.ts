import { z } from 'zod';
import { SignedJson } from './signed-json.pipe.js';

const pipe = new SignedJson(z.strictObject({ name: z.string() }));
const refusal = (code: string) => expect.objectContaining({ code });

describe('SignedJson', () => {
  it('reads the bytes of a body', () => {
    expect(pipe.transform(Buffer.from('{"name":"Zoë"}'))).toEqual({ name: 'Zoë' });
  });

  it.each([undefined, { name: 'parsed' }, Buffer.alloc(0), Buffer.from('{'), Buffer.from([0xff, 0xfe]), Buffer.from('{"name":"a","__proto__":{}}')])('refuses %p as malformed', (body) => {
    expect(() => pipe.transform(body)).toThrow(refusal('MALFORMED_BODY'));
  });

  it.each(['{}', '{"name":1}', '[]', 'null'])('refuses %s as another shape', (text) => {
    expect(() => pipe.transform(Buffer.from(text))).toThrow(refusal('VALIDATION_FAILED'));
  });

  it('names a property that is too much', () => {
    expect(() => pipe.transform(Buffer.from('{"name":"a","more":1}'))).toThrow(refusal('UNKNOWN_PROPERTY'));
  });
});
