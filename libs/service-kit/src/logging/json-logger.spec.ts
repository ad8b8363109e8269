import { requestContext } from '../context/request-context.js';
import { JsonLogger } from './json-logger.js';

interface Line {
  timestamp: string;
  service_name: string;
  trace_id: string | null;
  level: string;
  message: string;
  context: Record<string, unknown>;
}

/** What a logger writes to standard output while `act` runs. winston writes to the console's own stream. */
function linesOf(act: (logger: JsonLogger) => void, level?: 'debug'): Line[] {
  const stream = (console as unknown as { _stdout: NodeJS.WritableStream })._stdout;
  const lines: string[] = [];
  const spy = jest.spyOn(stream, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  try {
    act(new JsonLogger('fixture', level));
  } finally {
    spy.mockRestore();
  }
  return lines.map((line) => JSON.parse(line) as Line);
}

it('writes one JSON line with exactly the agreed fields', () => {
  const [line] = linesOf((logger) => logger.log('it\nhappened', 'Somewhere'));
  expect(Object.keys(line ?? {})).toEqual(['timestamp', 'service_name', 'trace_id', 'level', 'message', 'context']);
  expect(line).toMatchObject({ service_name: 'fixture', trace_id: null, level: 'info', message: 'it\nhappened', context: { source: 'Somewhere' } });
});

it('names the trace and the request it works for', () => {
  const [line] = requestContext.run({ requestId: 'r', traceId: 't', spanId: 's' }, () => linesOf((logger) => logger.warn('hm')));
  expect(line).toMatchObject({ trace_id: 't', level: 'warn', context: { requestId: 'r' } });
});

it('redacts what looks like a secret, however deep', () => {
  const secrets = { authorization: 'x', 'Set-Cookie': 'x', password: 'x', refreshToken: 'x', clientSecret: 'x', apiKey: 'x' };
  const [line] = linesOf((logger) => logger.log('a', { list: [{ ...secrets, inputTokens: 3, keyId: 'k' }] }));
  const redacted = Object.fromEntries(Object.keys(secrets).map((name) => [name, '[redacted]']));
  expect(line?.context.list).toEqual([{ ...redacted, inputTokens: 3, keyId: 'k' }]);
});

it('writes an error with its code, stack and cause', () => {
  const cause = Object.assign(new Error('inner'), { code: 'ECONNREFUSED' });
  const [line] = linesOf((logger) => logger.error('failed', { cause: new Error('outer', { cause }) }));
  expect(line?.context.cause).toMatchObject({ message: 'outer', stack: expect.stringContaining('json-logger.spec') as string, cause: { message: 'inner', code: 'ECONNREFUSED' } });
});

it('takes errors as message, stacks as text and odd values without failing', () => {
  const circular: Record<string, unknown> = { big: 1n, bytes: Buffer.from('secret'), at: new Date(0) };
  circular.self = circular;
  const lines = linesOf((logger) => {
    logger.error(new Error('boom'));
    logger.error('boom', new Error('x').stack, 'Source');
    logger.log({ a: 1 });
    logger.log('odd', circular);
  });
  expect(lines[0]).toMatchObject({ message: 'boom', context: { error: { message: 'boom' } } });
  expect(lines[1]?.context).toMatchObject({ source: 'Source', stack: expect.stringContaining('Error: x') as string });
  expect(lines[2]?.message).toBe('{"a":1}');
  expect(lines[3]?.context).toMatchObject({ big: '1', bytes: '[6 bytes]', at: '1970-01-01T00:00:00.000Z' });
});

it("leaves out debug lines and Nest's start-up talk unless asked", () => {
  const act = (logger: JsonLogger) => {
    logger.debug('d');
    logger.verbose('v');
    logger.log('Mapped {/a, GET} route', 'RouterExplorer');
  };
  expect(linesOf(act)).toEqual([]);
  expect(linesOf(act, 'debug').map((line) => line.level)).toEqual(['debug', 'debug', 'debug']);
});
