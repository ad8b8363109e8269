// What scripts use to reach somebody. Each gives the name of who answered, or throws.
import dgram from 'node:dgram';
import dns from 'node:dns/promises';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';

const PATIENCE_MS = 5000;

/** Sends a request and gives the name that the answer tells. */
export function connect(host, port) {
  return talk(net.connect({ host, port }));
}

export function connectUnix(path) {
  return talk(net.connect({ path }));
}

/** Connects and says nothing. */
export function touch(host, port) {
  return new Promise((done, fail) => {
    const socket = net.connect({ host, port, timeout: PATIENCE_MS }, () => done('connected'));
    socket.on('error', fail).on('timeout', () => socket.destroy(new Error('ETIMEOUT'))).on('connect', () => socket.destroy());
  });
}

/** Ports of a host that somebody listens on. */
export async function openPorts(host, last) {
  const left = Array.from({ length: last }, (_, index) => index + 1);
  const found = [];
  const work = async () => {
    for (let port = left.pop(); port; port = left.pop()) if (await touch(host, port).then(() => true, () => false)) found.push(port);
  };
  await Promise.all(Array.from({ length: 64 }, work));
  return found.sort((one, other) => one - other);
}

/** The first of several places that answers; otherwise the errors of all. */
export async function anyOf(hosts, port) {
  if (hosts.length === 0) throw new Error('there is nowhere to go');
  return Promise.any(hosts.map((host) => connect(host, port))).catch((error) => {
    throw new Error(error.errors.map(({ message }) => message).join());
  });
}

/** Addresses where a host sits on the networks of this container: the first of each. */
export function bridgeAddresses() {
  const own = Object.values(os.networkInterfaces()).flat().filter(({ family, internal }) => family === 'IPv4' && !internal);
  return own.map(({ address, netmask }) => {
    const [a, m] = [address, netmask].map((text) => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0));
    const first = (BigInt(a) & BigInt(m)) + 1n;
    return [24n, 16n, 8n, 0n].map((shift) => (first >> shift) & 255n).join('.');
  });
}

/** Where packets for everywhere else go: none without a default route. */
export function defaultRoutes() {
  const rows = fs.readFileSync('/proc/net/route', 'utf8').trim().split('\n').slice(1).map((row) => row.split('\t'));
  return rows.filter(([, destination, gateway]) => destination === '00000000' && gateway !== '00000000').map(([, , gateway]) => gateway.match(/../g).map((part) => Number.parseInt(part, 16)).reverse().join('.'));
}

/** Asks for `host:port` through the proxy that the environment names. */
export async function viaProxy(target, method = 'CONNECT') {
  const proxy = new URL(process.env.HTTP_PROXY);
  const socket = net.connect({ host: proxy.hostname, port: Number(proxy.port) });
  if (method !== 'CONNECT') return talk(socket, `http://${target}/`, target);
  const head = await exchange(socket, `CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`, (text) => text.includes('\r\n\r\n'));
  const status = statusOf(head);
  if (status !== 200) {
    socket.destroy();
    throw new Error(`the proxy answers ${status}`);
  }
  return talk(socket);
}

/** Gives an address of a name, as the system resolves it. */
export async function resolve(name) {
  return (await dns.lookup(name, { family: 4 })).address;
}

/** Asks a name server for an address of a name, by UDP or TCP. */
export function ask(server, name, transport = 'udp') {
  const labels = name.split('.').flatMap((label) => [label.length, ...Buffer.from(label)]);
  const query = Buffer.from([0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...labels, 0, 0, 1, 0, 1]);
  const read = (answer) => {
    if (answer.readUInt16BE(6) === 0) throw new Error(`the name server answers ${answer[3] & 15}`);
    return [...answer.subarray(-4)].join('.');
  };
  return transport === 'udp' ? askUdp(server, query).then(read) : askTcp(server, query).then(read);
}

function askUdp(server, query) {
  return new Promise((done, fail) => {
    const socket = dgram.createSocket('udp4');
    const late = setTimeout(() => end(new Error('ETIMEOUT')), PATIENCE_MS);
    const end = (error, answer) => {
      clearTimeout(late);
      socket.close();
      if (error) fail(error);
      else done(answer);
    };
    socket.on('error', end).on('message', (answer) => end(null, answer));
    socket.connect(53, server, (error) => (error ? end(error) : socket.send(query, (problem) => problem && end(problem))));
  });
}

async function askTcp(server, query) {
  const socket = net.connect({ host: server, port: 53 });
  const length = Buffer.from([0, query.length]);
  const answer = await exchange(socket, Buffer.concat([length, query]), (text) => text.length > 2 && text.length >= 2 + Buffer.from(text, 'latin1').readUInt16BE(0));
  socket.destroy();
  return Buffer.from(answer, 'latin1').subarray(2);
}

async function talk(socket, url = '/', host = 'x') {
  const text = await exchange(socket, `GET ${url} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`, (received) => /reached [\w-]+\n/.test(received));
  socket.destroy();
  const reached = /reached ([\w-]+)/.exec(text)?.[1];
  if (!reached) throw new Error(`the answer is ${statusOf(text)}`);
  return reached;
}

function statusOf(text) {
  return Number(/^HTTP\/1.[01] (\d+)/.exec(text)?.[1] ?? 0);
}

/** Sends and collects until it is enough or the other side ends. */
function exchange(socket, sent, isEnough) {
  return new Promise((done, fail) => {
    let text = '';
    const finish = (error) => {
      socket.removeAllListeners();
      socket.on('error', () => undefined);
      socket.setTimeout(0);
      if (error) socket.destroy();
      if (error) fail(error);
      else done(text);
    };
    socket.setTimeout(PATIENCE_MS, () => finish(new Error('ETIMEOUT')));
    socket.on('error', finish).on('close', () => finish(null));
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (isEnough(text)) finish(null);
    });
    // A tunnel is connected already.
    if (socket.connecting) socket.once('connect', () => socket.write(sent));
    else socket.write(sent);
  });
}
