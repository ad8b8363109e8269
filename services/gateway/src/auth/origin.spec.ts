import { refuseForeignOrigin } from './origin.js';

describe('refuseForeignOrigin', () => {
  it.each([
    [{ host: 'localhost:4000' }],
    [{ host: 'localhost:4000', origin: 'http://localhost:4000' }],
    [{ host: 'mates.example.test', origin: 'https://mates.example.test' }],
  ])('lets %j pass', (headers) => {
    expect(() => refuseForeignOrigin(headers)).not.toThrow();
  });

  it.each(['http://localhost:4001', 'http://evil.test', 'null', '', 'http://localhost:4000.evil.test', 'http://evil.test/localhost:4000'])('refuses %j', (origin) => {
    expect(() => refuseForeignOrigin({ host: 'localhost:4000', origin })).toThrow(expect.objectContaining({ code: 'ORIGIN_DENIED' }));
  });
});
