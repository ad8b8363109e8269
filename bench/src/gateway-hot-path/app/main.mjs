// The upstream of every target: a bare node:http server that answers 1 KB. It checks no caller, so that it stays cheap.
import http from 'node:http';

const listen = process.env.MATESHIP_LISTEN ?? '';
const head = '{"text":"';
const answer = Buffer.from(`${head}${'y'.repeat(1024 - head.length - 2)}"}`);
const headers = { 'content-type': 'application/json', 'content-length': answer.length };

const server = http.createServer((request, response) => {
  request.resume();
  request.once('end', () => response.writeHead(200, headers).end(answer));
});
server.listen(listen.replace(/^unix:/, ''));
process.stdin.resume().once('close', () => process.exit(0));
