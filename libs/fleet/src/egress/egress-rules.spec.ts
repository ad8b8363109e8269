import { aRelease } from '../../test/a-release.js';
import { egressRules } from './egress-rules.js';
import { parseEgressAddress } from './egress-address.js';

const installation = { networkPrefix: '10.213' };
const pdf = aRelease({ permissions: { egress: ['files.example.org:443'] } });
const ai = aRelease({ id: 'ai', slot: 1, permissions: { egress: ['model-providers'] } });
/** What the proxy's own README allows a line to be. */
const LINE = /^acl (app_[a-z0-9_-]+ src [0-9.]+\/29|app_[a-z0-9_-]+_host dstdomain -n \S+|app_[a-z0-9_-]+_port port \d+|egress_(declared|granted) all-of \S+ \S+ \S+)$/;

describe('egressRules', () => {
  it('allows what a manifest declares as public, and what is granted wherever it is', () => {
    expect(egressRules([ai, pdf], [{ app: 'ai', address: '192.168.1.20:11434' }], installation)).toBe(
      [
        'acl app_ai src 10.213.0.8/29',
        'acl app_ai_1_host dstdomain -n 192.168.1.20',
        'acl app_ai_1_port port 11434',
        'acl egress_granted all-of app_ai app_ai_1_host app_ai_1_port',
        'acl app_pdf src 10.213.0.16/29',
        'acl app_pdf_1_host dstdomain -n files.example.org',
        'acl app_pdf_1_port port 443',
        'acl egress_declared all-of app_pdf app_pdf_1_host app_pdf_1_port',
        '',
      ].join('\n'),
    );
  });

  it('allows nothing for an app without egress, nor for one that is not installed', () => {
    expect(egressRules([aRelease(), ai], [{ app: 'gone', address: 'a.example:443' }], installation)).toBe('');
  });

  it('says each address once, in lower case', () => {
    const grants = ['API.example:443', 'api.example:443'].map((address) => ({ app: 'ai', address }));
    expect(egressRules([ai], grants, installation).match(/dstdomain.*/g)).toEqual(['dstdomain -n api.example']);
  });

  it('writes only lines that the proxy takes, each under 200 characters', () => {
    const long = aRelease({ id: 'a'.repeat(40), slot: 8000, permissions: { egress: [`${'a'.repeat(60)}.${'b'.repeat(60)}.example:65535`] } });
    const lines = egressRules([long, pdf], [{ app: 'pdf', address: '[fd00::1]:443' }], installation).trimEnd().split('\n');
    expect(lines.filter((line) => !LINE.test(line) || line.length > 200)).toEqual([]);
  });

  it.each(['a.example', '.example:443', '*.example:443', 'a.example:0', 'a.example:65536', 'a b:443', 'a.example:443\nhttp_access allow all', '[::g]:443', '', ' a:1', `${'a'.repeat(153)}:443`])(
    'refuses to grant %j',
    (address) => {
      expect(() => egressRules([ai], [{ app: 'ai', address }], installation)).toThrow(expect.objectContaining({ code: 'VALIDATION_FAILED' }));
    },
  );
});

it('parseEgressAddress takes names, IPv4 and bracketed IPv6', () => {
  expect(['a.example:443', '10.0.0.1:80', '[::1]:8080'].map(parseEgressAddress)).toEqual([
    { host: 'a.example', port: 443 },
    { host: '10.0.0.1', port: 80 },
    { host: '[::1]', port: 8080 },
  ]);
});
