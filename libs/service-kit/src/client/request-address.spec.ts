import { requestAddress } from './request-address.js';

describe('the address of a request', () => {
  it.each([
    ['unix:/run/app.sock', { socketPath: '/run/app.sock' }],
    ['127.0.0.1:8080', { host: '127.0.0.1', port: '8080' }],
    ['app-pdf:3000', { host: 'app-pdf', port: '3000' }],
    ['[::1]:3000', { host: '::1', port: '3000' }],
  ])('of %s', (target, address) => {
    expect(requestAddress(target)).toEqual(address);
  });

  it('refuses what is no target', () => {
    expect(() => requestAddress('a host:3000')).toThrow('Invalid URL');
  });
});
