import Docker from 'dockerode';
import { engineFault, engineStatus } from './engine-errors.js';

/** Longest silence of the Engine in a call. Stopping a container takes as long as its grace, which is shorter. */
const SILENCE_MS = 60_000;

/** The Engine, behind its socket. Nothing else in the broker talks to it. */
export class Engine {
  private readonly docker: Docker;
  /** Streams are silent as long as nothing happens. */
  private readonly patient: Docker;

  constructor(socketPath: string) {
    this.docker = new Docker({ socketPath, timeout: SILENCE_MS });
    this.patient = new Docker({ socketPath });
  }

  /** @throws DomainError ENGINE_UNAVAILABLE when the Engine is away, APP_UNAVAILABLE when it refuses. */
  async call<T>(work: (docker: Docker) => Promise<T>): Promise<T> {
    try {
      return await work(this.docker);
    } catch (error) {
      throw engineFault(error);
    }
  }

  /** The same for something that may not exist; null when it does not. */
  find<T>(work: (docker: Docker) => Promise<T>): Promise<T | null> {
    return this.unless([404], work);
  }

  /** The same for a change that may already have been made; null when the Engine answers with one of the statuses. */
  unless<T>(statuses: readonly number[], work: (docker: Docker) => Promise<T>): Promise<T | null> {
    return this.call(async (docker) => {
      try {
        return await work(docker);
      } catch (error) {
        if (statuses.includes(engineStatus(error) ?? 0)) return null;
        throw error;
      }
    });
  }

  /** A stream without an end of its own. @throws DomainError as `call` does. */
  async stream(work: (docker: Docker) => Promise<NodeJS.ReadableStream>): Promise<NodeJS.ReadableStream> {
    try {
      return await work(this.patient);
    } catch (error) {
      throw engineFault(error);
    }
  }
}
