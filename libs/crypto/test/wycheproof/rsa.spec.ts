import { createPrivateKey, createPublicKey } from 'node:crypto';
import { addressedSuiteOf } from '../../src/suites/registry.js';
import { hex } from '../fixtures.js';
import { describeVectors, wycheproof } from './vector-files.js';

interface Oaep {
  msg: string;
  ct: string;
  label: string;
}
interface Pss {
  msg: string;
  sig: string;
}

describeVectors('RSA through suites 0x0001 and 0x0002', () => {
  describe.each([[0x0001, 2048], [0x0002, 3072]])('suite %p, %p bits', (id, bits) => {
    const suite = addressedSuiteOf(id);
    const oaep = wycheproof<Oaep, { privateKeyPkcs8: string }>(`rsa_oaep_${bits}_sha256_mgf1sha256_test.json`);
    const pss = wycheproof<Pss, { publicKeyDer: string }>(`rsa_pss_${bits}_sha256_mgf1_32_test.json`);
    const privateKey = createPrivateKey({ key: hex(oaep[0]!.privateKeyPkcs8), format: 'der', type: 'pkcs8' });
    const publicKey = createPublicKey({ key: hex(pss[0]!.publicKeyDer), format: 'der', type: 'spki' });

    it('has all 37 and 108 vectors, each under one key', () => {
      expect([oaep.length, pss.length]).toEqual([37, 108]);
      expect(new Set([...oaep.map((vector) => vector.privateKeyPkcs8), ...pss.map((vector) => vector.publicKeyDer)]).size).toBe(2);
    });

    it.each(oaep)('OAEP $result $tcId: $comment', async (vector) => {
      const unwrapped = await suite.unwrap(privateKey, hex(vector.label), hex(vector.ct));
      expect(unwrapped?.toString('hex') ?? 'invalid').toBe(vector.result === 'invalid' ? 'invalid' : vector.msg);
    });

    it.each(pss)('PSS $result $tcId: $comment', async (vector) => {
      expect(await suite.verify(publicKey, hex(vector.msg), hex(vector.sig))).toBe(vector.result === 'valid');
    });
  });
});
