// Fastify and undici with nothing of ours: bytes in, bytes out. PORT and SOCKET come from the environment.
import Fastify from 'fastify';
import { Pool } from 'undici';

const pool = new Pool('http://upstream', { socketPath: process.env.SOCKET, connections: 64, pipelining: 1 });
const fastify = Fastify();
fastify.removeAllContentTypeParsers();
fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
fastify.post('*', async (request, reply) => {
  const { statusCode, headers, body } = await pool.request({ path: request.url, method: 'POST', body: request.body, headers: { 'content-type': 'application/json' } });
  return reply.status(statusCode).headers(headers).send(body);
});
await fastify.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
