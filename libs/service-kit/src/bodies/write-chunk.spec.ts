import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { writeChunk } from './write-chunk.js';

describe('writeChunk', () => {
  const staying = new AbortController().signal;
  const server = http.createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'text/plain' }).flushHeaders();
    void Promise.resolve(handle(response, request.url ?? '')).then(() => response.end());
  });
  let handle: (response: http.ServerResponse, url: string) => unknown;
  let port: number;

  beforeAll(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    ({ port } = server.address() as AddressInfo);
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const ask = async (agent: http.Agent | false = false): Promise<http.IncomingMessage> => (await once(http.get({ port, agent }), 'response'))[0] as http.IncomingMessage;
  const textOf = async (answer: http.IncomingMessage) => Buffer.concat(await answer.toArray()).toString();
  /** Everything that the server says to these bytes until it hangs up. */
  const wire = async (asked: string) => {
    const socket = net.connect(port, '127.0.0.1').setEncoding('utf8');
    socket.write(asked);
    return (await socket.toArray()).join('');
  };

  it('sends each text as a chunk of its own, counted in bytes', async () => {
    handle = (response) => ['a', 'grüße\n\n', '🙂'].forEach((text) => void writeChunk(response, text, staying));
    const said = await wire('GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n');
    expect(said).toContain('\r\nTransfer-Encoding: chunked\r\n');
    expect(said.slice(said.indexOf('\r\n\r\n') + 4)).toBe('1\r\na\r\n9\r\ngrüße\n\n\r\n4\r\n🙂\r\n0\r\n\r\n');
  });

  it('mixes with what is written otherwise, and leaves the connection to the next request', async () => {
    handle = (response) => {
      void writeChunk(response, 'one ', staying);
      response.write('two ');
      void writeChunk(response, 'three', staying);
    };
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const first = await ask(agent);
    const { socket } = first;
    expect(await textOf(first)).toBe('one two three');
    const second = await ask(agent);
    expect(second.socket).toBe(socket);
    expect(await textOf(second)).toBe('one two three');
    agent.destroy();
  });

  it('ends nothing with a text that is empty', async () => {
    handle = (response) => ['a', '', 'b'].forEach((text) => void writeChunk(response, text, staying));
    expect(await textOf(await ask())).toBe('ab');
  });

  it('sends bare text to a client that knows no chunks', async () => {
    handle = (response) => ['a', 'b'].forEach((text) => void writeChunk(response, text, staying));
    expect((await wire('GET / HTTP/1.0\r\n\r\n')).split('\r\n\r\n')[1]).toBe('ab');
  });

  it('waits for its turn on a connection with an earlier answer', async () => {
    const late = Promise.withResolvers<void>();
    handle = async (response, url) => {
      void writeChunk(response, `${url} begins, `, staying);
      if (url === '/first') await late.promise;
      else setTimeout(late.resolve, 20);
      void writeChunk(response, `${url} ends.`, staying);
    };
    const said = await wire('GET /first HTTP/1.1\r\nhost: a\r\n\r\nGET /second HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n');
    expect(said.match(/\/\w+ (?:begins, |ends\.)/g)).toEqual(['/first begins, ', '/first ends.', '/second begins, ', '/second ends.']);
  });

  it('gives something to wait for when the client reads slowly, and loses nothing', async () => {
    const piece = 'x'.repeat(100_000);
    let waits = 0;
    handle = async (response) => {
      for (let index = 0; index < 200; index += 1) {
        const slow = writeChunk(response, piece, staying);
        if (slow) waits += 1;
        await slow;
      }
    };
    const answer = await ask();
    expect(await textOf(answer)).toHaveLength(200 * piece.length);
    expect(waits).toBeGreaterThan(0);
  });

  it('does not wait longer than the signal says', async () => {
    const leaving = new AbortController();
    const ended = Promise.withResolvers<unknown>();
    handle = async (response) => {
      const slow = writeChunk(response, 'x'.repeat(20_000_000), leaving.signal);
      leaving.abort(new Error('left'));
      ended.resolve(await slow?.catch((error: Error) => error.cause));
    };
    const answer = await ask();
    expect(await ended.promise).toMatchObject({ message: 'left' });
    answer.destroy();
  });
});
