import os from 'node:os';
import path from 'node:path';
import { layoutOf } from './layout.js';

describe('layoutOf', () => {
  it('keeps everything in the data folder', () => {
    const layout = layoutOf('/srv/mateship');
    for (const place of Object.values(layout) as string[]) expect(`${place}/`.startsWith('/srv/mateship/')).toBe(true);
  });

  it('moves only the run folder when its path is too long for sockets', () => {
    const data = `/${'long/'.repeat(20)}data`;
    const layout = layoutOf(data);
    expect(path.dirname(layout.run)).toBe(os.tmpdir());
    expect(layout.firstInvite.startsWith(layout.run)).toBe(true);
    expect(layout.keys.startsWith(data)).toBe(true);
  });

  it('gives each data folder a run folder of its own', () => {
    const long = '/x'.repeat(40);
    expect(layoutOf(`${long}/a`).run).not.toBe(layoutOf(`${long}/b`).run);
    expect(layoutOf(`${long}/a`).run).toBe(layoutOf(`${long}/a/../a`).run);
  });
});
