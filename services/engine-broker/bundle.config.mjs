import fs from 'node:fs';
import path from 'node:path';

// What dockerode loads at once for image builds and for remote Engines. The broker does neither, and they would take a
// third of its memory.
const UNUSED = ['@grpc/grpc-js', '@grpc/proto-loader', 'protobufjs', 'ssh2'];

export default {
  external: UNUSED,
  finish(output) {
    const file = path.join(output, 'main.mjs');
    let code = fs.readFileSync(file, 'utf8');
    for (const name of UNUSED) {
      const call = new RegExp(`__require\\(["\`']${name}["\`']\\)`, 'g');
      if (!call.test(code)) throw new Error(`${name} is no longer loaded by dockerode: take it off the list in ${import.meta.filename}`);
      // As long as before, so that the source map stays true.
      code = code.replaceAll(call, (found) => '({})'.padEnd(found.length));
    }
    fs.writeFileSync(file, code);
  },
};
