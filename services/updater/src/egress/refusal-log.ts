import { open } from 'node:fs/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { EgressRefusal } from '@mateship/contracts';
import { z } from 'zod';
import { InstalledApps } from '../apps/installed-apps.js';
import { CONFIG, type UpdaterConfig } from '../config/config.js';

const TAIL_BYTES = 128 * 1024;
const MOST = 500;

/** One line as deploy/egress-proxy writes it. Hosts come from apps, so they are cut rather than believed. */
const Line = z.object({
  timestamp: z.iso.datetime(),
  client: z.ipv4(),
  host: z.string().transform((host) => host.slice(0, 255)),
  port: z.int(),
});

/** What the egress proxy refused lately. Addresses in its log become apps by their subnets. */
@Injectable()
export class RefusalLog {
  constructor(
    @Inject(CONFIG) private readonly config: UpdaterConfig,
    private readonly apps: InstalledApps,
  ) {}

  /** The latest 500 attempts at most, newest first. */
  async latest(): Promise<EgressRefusal[]> {
    const { egressLog } = this.config;
    const lines = [...(await tailOf(`${egressLog}.0`)), ...(await tailOf(egressLog))];
    return lines.reverse().slice(0, MOST).flatMap((line) => this.read(line));
  }

  private read(text: string): EgressRefusal[] {
    const line = Line.safeParse(parse(text));
    if (!line.success) return [];
    const { client, host, port, timestamp } = line.data;
    const app = this.apps.appAt(client, this.config);
    return app ? [{ app, address: `${host}:${port}`, at: timestamp }] : [];
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The whole lines at the end of a file; none when it is not there. */
async function tailOf(file: string): Promise<string[]> {
  const handle = await open(file, 'r').catch(() => null);
  if (!handle) return [];
  try {
    const { size } = await handle.stat();
    const start = Math.max(0, size - TAIL_BYTES);
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(Math.min(size, TAIL_BYTES)), position: start });
    const lines = buffer.subarray(0, bytesRead).toString('utf8').split('\n');
    // The first one is cut where the tail begins in the middle of the file, the last one while it is being written.
    return lines.slice(start > 0 ? 1 : 0, -1);
  } finally {
    await handle.close();
  }
}
