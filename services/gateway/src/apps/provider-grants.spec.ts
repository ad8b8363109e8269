import { GatewayConfig } from '../config/config.js';
import { aManifest } from '../../test/support/app-double.js';
import { providerGrants } from './provider-grants.js';

const models = (...baseUrls: string[]): GatewayConfig['models'] => ({
  providers: baseUrls.map((baseUrl, index) => ({ id: `p${index}`, baseUrl, timeoutMs: 1000, models: [] })),
  discoverOllama: true,
});
const app = (id: string, secrets: string[]) => ({ manifest: aManifest(id, [{ id: 'run' }], { permissions: { secrets } }), folder: '/' });

describe('providerGrants', () => {
  it('names the host and the port of each provider once, with the port of its scheme', () => {
    const urls = ['https://api.one.example/v1', 'https://api.one.example/v2', 'http://models.example', 'http://10.0.0.7:11434/v1', 'https://[fd00::1]/v1'];
    expect(providerGrants(models(...urls), [app('ai', ['providers'])]).map(({ address }) => address)).toEqual([
      'api.one.example:443',
      'models.example:80',
      '10.0.0.7:11434',
      '[fd00::1]:443',
    ]);
  });

  it('grants nothing to an app that does not get the providers', () => {
    expect(providerGrants(models('https://api.one.example'), [app('pdf', []), app('web', ['token'])])).toEqual([]);
  });
});
