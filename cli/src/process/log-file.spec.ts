import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { LogFile } from './log-file.js';

describe('LogFile', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mateship-log-'));
    file = path.join(folder, 'x.log');
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  const lines = (name = file): string[] => fs.readFileSync(name, 'utf8').trim().split('\n');

  it('keeps JSON lines as they are', () => {
    const log = new LogFile(file, 'gateway');
    log.write('{"message":"hello"}');
    log.close();
    expect(lines()).toEqual(['{"message":"hello"}']);
  });

  it.each(['a plain line', '{ not json', '"text"'])('wraps %p', (line) => {
    const log = new LogFile(file, 'gateway');
    log.write(line, 'error');
    log.close();
    expect(JSON.parse(lines()[0] ?? '')).toMatchObject({ service_name: 'gateway', level: 'error', message: line, context: {} });
  });

  it('leaves out empty lines', () => {
    const log = new LogFile(file, 'gateway');
    log.write('  ');
    log.write('{}');
    log.close();
    expect(lines()).toEqual(['{}']);
  });

  it('goes on at the end of a log that exists', () => {
    for (const text of ['{"n":1}', '{"n":2}']) {
      const log = new LogFile(file, 'gateway');
      log.write(text);
      log.close();
    }
    expect(lines()).toHaveLength(2);
  });

  it('moves on to a new file at the limit and keeps so many old ones', () => {
    const log = new LogFile(file, 'gateway', { bytes: 20, old: 2 });
    for (let n = 1; n <= 8; n += 1) log.write(`{"number":${n}}`);
    log.close();
    expect(fs.readdirSync(folder).sort()).toEqual(['x.log.1', 'x.log.2']);
    expect(lines(`${file}.1`)).toEqual(['{"number":7}', '{"number":8}']);
    expect(lines(`${file}.2`)).toEqual(['{"number":5}', '{"number":6}']);
  });

  it('can be read by its user alone', () => {
    const log = new LogFile(file, 'gateway');
    log.write('{}');
    log.close();
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  });
});
