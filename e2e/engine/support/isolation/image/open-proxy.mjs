// A proxy without rules: what a hostile app would wish for. It reaches whatever its networks reach.
import dns from 'node:dns';
import http from 'node:http';
import net from 'node:net';

/** Looks names up once to see that they are fine and once more to connect, as careless proxies do. */
const proxy = http.createServer((request, response) => {
  const { hostname, port } = new URL(request.url);
  http.get({ hostname: bare(hostname), port: port || 80, agent: false }, (answer) => answer.pipe(response)).on('error', () => response.writeHead(502).end());
});
proxy.on('connect', ({ url }, client) => {
  const { hostname, port } = new URL(`http://${url}`);
  client.on('error', () => undefined);
  dns.lookup(bare(hostname), () => {
    const upstream = net.connect({ host: bare(hostname), port: Number(port || 80) }, () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
    client.on('close', () => upstream.destroy());
  });
});
proxy.listen(3128, '0.0.0.0');
http.createServer((_request, response) => response.end('reached loopback\n')).listen(8080, '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));

function bare(hostname) {
  return hostname.replace(/^\[|\]$/g, '');
}
