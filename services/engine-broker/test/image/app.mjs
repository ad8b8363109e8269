// Stands for an app: prints what it was given, answers on 8080, ends when it is told to.
import fs from 'node:fs';
import http from 'node:http';

const outcome = (work) => {
  try {
    return work();
  } catch (error) {
    return error.code;
  }
};
const secrets = '/run/mateship/secrets';
const found = {
  identity: outcome(() => fs.readFileSync('/run/mateship/identity', 'utf8')),
  mode: outcome(() => (fs.statSync('/run/mateship/identity').mode & 0o777).toString(8)),
  secrets: outcome(() => Object.fromEntries(fs.readdirSync(secrets).map((name) => [name, fs.readFileSync(`${secrets}/${name}`, 'utf8')]))),
  user: `${process.getuid()}:${process.getgid()}`,
  plant: outcome(() => fs.writeFileSync('/run/mateship/planted', '')),
  root: outcome(() => fs.writeFileSync('/planted', '')),
  data: outcome(() => fs.writeFileSync('/data/kept', 'x')),
};
process.stdout.write(`${JSON.stringify(found)}\n`);
http
  .createServer((request, response) => {
    if (request.url === '/exit') process.exit(7);
    if (request.url === '/eat') {
      const eaten = [];
      for (;;) eaten.push(Buffer.alloc(8 << 20, 1));
    }
    response.end(JSON.stringify(found));
  })
  .listen(8080);
process.on('SIGTERM', () => process.exit(0));
