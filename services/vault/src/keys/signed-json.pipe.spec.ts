import { DomainError } from '@mateship/contracts';
import { ZodValidationException } from 'nestjs-zod';
import { z } from 'zod';
import { SignedJson } from './signed-json.pipe.js';

const pipe = new SignedJson(z.strictObject({ name: z.string() }));

describe('SignedJson', () => {
  it('reads the bytes of a body', () => {
    expect(pipe.transform(Buffer.from('{"name":"Zoë"}'))).toEqual({ name: 'Zoë' });
  });

  it.each([undefined, Buffer.alloc(0), Buffer.from('{'), Buffer.from([0xff, 0xfe])])('refuses %p as malformed', (body) => {
    expect(() => pipe.transform(body)).toThrow(DomainError);
  });

  it.each(['{}', '{"name":1}', '{"name":"a","more":1}', '{"name":"a","__proto__":{}}', '[]', 'null'])('refuses %s as another shape', (text) => {
    expect(() => pipe.transform(Buffer.from(text))).toThrow(ZodValidationException);
  });
});
