// A name server. Takes names with addresses, `name=address,address`; `name=address>address` gives them in
// turn. Every answer has a lifetime of 0. Prints what it is asked.
import dgram from 'node:dgram';
import net from 'node:net';

const names = new Map(process.argv.slice(2).map((entry) => entry.split('=')).map(([name, text]) => [name, { turns: text.split('>').map((turn) => turn.split(',')), asked: 0 }]));

function answer(query) {
  const labels = [];
  let at = 12;
  for (; query[at]; at += query[at] + 1) labels.push(query.toString('latin1', at + 1, at + 1 + query[at]));
  const name = labels.join('.').toLowerCase();
  const isAddress = query.readUInt16BE(at + 1) === 1;
  const known = names.get(name);
  console.log(name);
  const addresses = known && isAddress ? known.turns[known.asked++ % known.turns.length] : [];
  const header = Buffer.from([query[0], query[1], 0x81, known ? 0x80 : 0x83, 0, 1, 0, addresses.length, 0, 0, 0, 0]);
  const records = addresses.map((address) => Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split('.').map(Number)]));
  return Buffer.concat([header, query.subarray(12, at + 5), ...records]);
}

const socket = dgram.createSocket('udp4');
socket.on('message', (query, from) => socket.send(answer(query), from.port, from.address)).bind(53);
net
  .createServer((connection) => {
    connection.on('error', () => undefined).on('data', (chunk) => {
      const reply = answer(chunk.subarray(2));
      connection.end(Buffer.concat([Buffer.from([0, reply.length]), reply]));
    });
  })
  .listen(53);
process.on('SIGTERM', () => process.exit(0));
