import { aRelease } from '../../test/a-release.js';
import { networkOf } from './network-of.js';

it('describes a network without an address of the host', () => {
  expect(networkOf(aRelease({ permissions: { egress: ['a.example:443'] } }), { name: 'mateship', networkPrefix: '10.213' })).toEqual({
    name: 'mateship_app-pdf',
    key: 'app-pdf',
    subnet: '10.213.0.16/29',
    addresses: { gateway: '10.213.0.18', app: '10.213.0.19', egressProxy: '10.213.0.20' },
    options: { 'com.docker.network.bridge.inhibit_ipv4': 'true' },
    labels: { 'dev.mateship.installation': 'mateship', 'dev.mateship.app': 'pdf' },
  });
});
