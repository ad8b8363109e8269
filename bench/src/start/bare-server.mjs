// The least that answers over HTTP: the yardstick of cold starts.
import http from 'node:http';

http.createServer((_request, response) => response.end('ok')).listen(process.env.MATESHIP_LISTEN.replace(/^unix:/, ''));
process.stdin.resume().once('close', () => process.exit(0));
