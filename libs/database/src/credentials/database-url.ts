/** The parts of a database URL. */
export interface DatabaseAddress {
  user: string;
  /** May be empty when the credentials come from elsewhere. */
  password: string;
  /** A host name, or the absolute path of the folder that holds PostgreSQL's Unix socket. */
  host: string;
  port: number;
  database: string;
  /** Whether the connection is encrypted; the server's certificate is then always verified. */
  tls: boolean;
}

const PORT = 5432;
const KNOWN_PARAMETERS = new Set(['host', 'port', 'sslmode']);

/**
 * Reads `postgres://user:password@host:port/database`. As in libpq, `?host=` and `?port=` win over the host
 * and port before them, and a host that starts with `/` is the folder of a Unix socket.
 * `sslmode` is `disable` (default), `require` or `verify-full`; the last two mean the same here.
 *
 * @throws TypeError with a sentence that never repeats the URL, since it holds a password.
 */
export function parseDatabaseUrl(url: string): DatabaseAddress {
  const parsed = URL.parse(url);
  if (parsed === null || !/^postgres(ql)?:$/.test(parsed.protocol)) throw new TypeError('The database URL must look like postgres://user:password@host:port/database.');
  const parameters = parsed.searchParams;
  const unknown = [...parameters.keys()].filter((name) => !KNOWN_PARAMETERS.has(name));
  if (unknown.length > 0) throw new TypeError(`The database URL has parameters that are not supported: ${unknown.join(', ')}.`);
  const sslmode = parameters.get('sslmode') ?? 'disable';
  if (!['disable', 'require', 'verify-full'].includes(sslmode)) throw new TypeError('sslmode of the database URL must be disable, require or verify-full.');
  const database = decodeURIComponent(parsed.pathname.slice(1));
  if (database === '') throw new TypeError('The database URL names no database.');
  return {
    user: decodeURIComponent(parsed.username),
    password: decodeURIComponent(parsed.password),
    host: parameters.get('host') ?? (decodeURIComponent(parsed.hostname) || 'localhost'),
    port: Number(parameters.get('port') ?? (parsed.port || PORT)),
    database,
    tls: sslmode !== 'disable',
  };
}
