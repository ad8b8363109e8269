import { StaticCredentials } from './credential-source.js';
import { parseDatabaseUrl } from './database-url.js';

describe('parseDatabaseUrl', () => {
  it('reads host, port, database and login', () => {
    expect(parseDatabaseUrl('postgres://mate:p%40ss%2Fword@db.example:6543/chats')).toEqual({
      user: 'mate',
      password: 'p@ss/word',
      host: 'db.example',
      port: 6543,
      database: 'chats',
      tls: false,
    });
  });

  it('takes the folder of a Unix socket from the host parameter', () => {
    const address = parseDatabaseUrl('postgres://a:b@localhost/c?host=%2Ftmp%2Fmy%20data%2Fsocket&port=5433');
    expect(address).toMatchObject({ host: '/tmp/my data/socket', port: 5433 });
  });

  it('falls back to the standard port', () => {
    expect(parseDatabaseUrl('postgresql://a:b@db/c').port).toBe(5432);
  });

  it.each([
    ['disable', false],
    ['require', true],
    ['verify-full', true],
  ])('reads sslmode %s', (mode, tls) => {
    expect(parseDatabaseUrl(`postgres://a:b@db/c?sslmode=${mode}`).tls).toBe(tls);
  });

  it.each(['', 'mysql://a:s3cret@db/c', 'postgres://a:s3cret@db/', 'postgres://a:s3cret@db/c?sslmode=prefer', 'postgres://a:s3cret@db/c?sslrootcert=x'])('refuses %p without repeating the password', (url) => {
    expect(() => parseDatabaseUrl(url)).toThrow(TypeError);
    expect(() => parseDatabaseUrl(url)).not.toThrow(/s3cret/);
  });
});

describe('StaticCredentials', () => {
  it('gives the login of the URL and has no other', async () => {
    const credentials = new StaticCredentials('postgres://mate:secret@db/c');
    expect(credentials.login()).toEqual({ user: 'mate', password: 'secret' });
    await expect(credentials.replace()).resolves.toBe(false);
  });

  it('does not show the password when it is logged', () => {
    expect(JSON.stringify(new StaticCredentials('postgres://mate:secret@db/c'))).not.toContain('secret');
  });
});
