import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { AppExited, DomainError } from '@mateship/contracts';
import { LABELS } from '@mateship/fleet';
import type { GetEventsOptions } from 'dockerode';
import { Engine } from '../engine/engine.js';
import { Releases } from '../releases/releases.js';
import { readExit } from './engine-event.js';

/** The updater listens once, and once more while it reconnects. */
const MAX_LISTENERS = 4;
const ALIVE_MS = 10_000;

/** A listener that takes nothing any more is given up before more than this waits for it. */
const MAX_WAITING_BYTES = 256 * 1024;

/** Tells listeners when a container of an app ends, in JSON lines. An empty line says that the stream lives. */
@Injectable()
export class Exits {
  private readonly open = new Set<Readable>();
  private isEnding = false;

  constructor(
    private readonly engine: Engine,
    private readonly releases: Releases,
  ) {}

  /**
   * Listens from now on; the stream ends with the Engine's own.
   * @throws DomainError ENGINE_UNAVAILABLE; STREAM_LIMIT when four listen already; SHUTTING_DOWN.
   */
  async listen(): Promise<Readable> {
    if (this.isEnding) throw new DomainError('SHUTTING_DOWN');
    if (this.open.size >= MAX_LISTENERS) throw new DomainError('STREAM_LIMIT');
    const lines = new Readable({ read: () => undefined });
    this.open.add(lines);
    try {
      const events = await this.engine.stream((docker) => docker.getEvents({ filters: this.filters() }));
      this.follow(events as Readable, lines);
    } catch (error) {
      this.open.delete(lines);
      throw error;
    }
    return lines;
  }

  /** Ends all streams, since the service ends. */
  async end(): Promise<void> {
    this.isEnding = true;
    for (const lines of this.open) this.finish(lines);
  }

  private follow(events: Readable, lines: Readable): void {
    const alive = setInterval(() => this.send(lines, '\n'), ALIVE_MS);
    this.send(lines, '\n');
    lines.once('close', () => {
      clearInterval(alive);
      events.destroy();
      this.open.delete(lines);
    });
    events.once('error', () => this.finish(lines)).once('close', () => this.finish(lines));
    createInterface({ input: events }).on('line', (line) => void this.tell(line, lines));
  }

  private async tell(line: string, lines: Readable): Promise<void> {
    const exit = readExit(line);
    const container = exit && this.releases.byId(exit.app)?.container.name;
    if (!exit || container !== exit.container) return;
    const oomKilled = await this.wasKilledForMemory(exit.id);
    const { app, release, exitCode, at } = exit;
    this.send(lines, `${JSON.stringify(AppExited.parse({ app, release, exitCode, oomKilled, at }))}\n`);
  }

  /** A stream that is over takes nothing more; it is no longer among the open ones. */
  private send(lines: Readable, text: string): void {
    if (!this.open.has(lines)) return;
    lines.push(text);
    if (lines.readableLength > MAX_WAITING_BYTES) lines.destroy();
  }

  private finish(lines: Readable): void {
    if (this.open.delete(lines)) lines.push(null);
  }

  /** The event does not say; a container that was removed meanwhile was ended on purpose. */
  private async wasKilledForMemory(id: string): Promise<boolean> {
    try {
      const found = await this.engine.find((docker) => docker.getContainer(id).inspect());
      return found?.State.OOMKilled ?? false;
    } catch {
      // The Engine went away with the container: that it ended is still worth telling.
      return false;
    }
  }

  private filters(): GetEventsOptions['filters'] {
    return { type: ['container'], event: ['die'], label: [`${LABELS.installation}=${this.releases.installation.name}`] };
  }
}
