import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ChunkSealer } from '../src/chunked/chunk-sealer.js';
import { derivationContext } from '../src/envelope/derivation-context.js';
import { encodeHeader } from '../src/envelope/header.js';
import { encodeContext, openBytes, sha256 } from '../src/index.js';
import { hex, vectors } from './fixtures.js';

interface EnvelopeVector {
  keyId: string;
  epoch: number;
  secret: string;
  context: string;
  salt: string;
  plaintextLabel: string;
  plaintextLength: number;
  plaintextSha256: string;
  sealed: string | null;
  sealedSha256: string;
}

/** Seals as sealBytes does, with the salt of a vector. */
function sealWithSalt(vector: Pick<EnvelopeVector, 'keyId' | 'epoch' | 'secret' | 'context' | 'salt'>, plaintext: Buffer): Buffer {
  const header = encodeHeader({ suite: 0x0020, keyId: vector.keyId, epoch: vector.epoch });
  const sealer = new ChunkSealer(hex(vector.secret), derivationContext(header, hex(vector.context)), hex(vector.salt));
  return Buffer.concat([header, ...sealer.update(plaintext, true)]);
}

function labelled({ plaintextLabel, plaintextLength }: EnvelopeVector): Buffer {
  return plaintextLength === 0 ? Buffer.alloc(0) : createHash('shake256', { outputLength: plaintextLength }).update(plaintextLabel).digest();
}

describe('own vectors of suite 0x0020', () => {
  it.each(vectors<EnvelopeVector>('envelope-0020.json'))('are made byte by byte: $plaintextLength bytes', (vector) => {
    const plaintext = labelled(vector);
    expect(sha256(plaintext).toString('hex')).toBe(vector.plaintextSha256);
    const sealed = sealWithSalt(vector, plaintext);
    expect(sha256(sealed).toString('hex')).toBe(vector.sealedSha256);
    if (vector.sealed) expect(sealed.toString('hex')).toBe(vector.sealed);
  });

  it.each(vectors<EnvelopeVector>('envelope-0020.json').filter(({ sealed }) => sealed))('are opened: $plaintextLength bytes', (vector) => {
    expect(openBytes(hex(vector.secret), hex(vector.context), hex(vector.sealed!)).equals(labelled(vector))).toBe(true);
  });
});

describe('the example of the format document', () => {
  const document = readFileSync(path.join(__dirname, '../../../docs/architecture/envelope-format.md'), 'utf8');
  const example = JSON.parse(/```json\n([\s\S]*?)```/.exec(document)![1]!) as EnvelopeVector & { plaintext: string; contextFields: Record<string, string | number> };

  it('opens', () => {
    expect(openBytes(hex(example.secret), encodeContext(example.contextFields), hex(example.sealed!)).toString('hex')).toBe(example.plaintext);
  });

  it('can be made again from its salt', () => {
    expect(encodeContext(example.contextFields).toString('hex')).toBe(example.context);
    expect(sealWithSalt(example, hex(example.plaintext)).toString('hex')).toBe(example.sealed);
  });
});
