import { describeVectors, wycheproof, wycheproofFiles } from './vector-files.js';

/** Which spec beside this one runs a file. */
const RUN: Record<string, string> = {
  'aes_gcm_test.json': 'aes-gcm',
  'c2sp_chunked_encryption_aes_256_gcm_test.json': 'chunked',
  'ed25519_test.json': 'ed25519',
  'hkdf_sha256_test.json': 'hkdf',
  'hkdf_sha512_test.json': 'hkdf',
  'rsa_oaep_2048_sha256_mgf1sha256_test.json': 'rsa',
  'rsa_oaep_3072_sha256_mgf1sha256_test.json': 'rsa',
  'rsa_pss_2048_sha256_mgf1_32_test.json': 'rsa',
  'rsa_pss_3072_sha256_mgf1_32_test.json': 'rsa',
  'x25519_test.json': 'x25519',
};
/** Files about something that this library does not do, and who does. */
const ELSEWHERE: Record<string, string> = {
  'json_web_signature_test.json': 'access tokens are verified by the gateway; this library reads no JWS',
};

describeVectors('the folder', () => {
  it('holds no file that nothing runs', () => {
    expect(wycheproofFiles().filter((file) => !RUN[file] && !ELSEWHERE[file])).toEqual([]);
    expect(Object.keys(RUN).filter((file) => !wycheproofFiles().includes(file))).toEqual([]);
  });

  it('holds 1,479 vectors that are run', () => {
    expect(Object.keys(RUN).reduce((sum, file) => sum + wycheproof(file).length, 0)).toBe(1479);
  });
});
