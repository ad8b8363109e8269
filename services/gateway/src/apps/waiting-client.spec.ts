import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { WaitingClient } from './waiting-client.js';

class Response extends EventEmitter {
  destroyed = false;
  writableFinished = false;

  close(written: boolean): void {
    this.writableFinished = written;
    this.destroyed = true;
    this.emit('close');
  }
}

describe('WaitingClient', () => {
  let response: Response;
  let client: WaitingClient;
  const told: string[] = [];
  const [first, second] = [() => void told.push('first'), () => void told.push('second')];

  beforeEach(() => {
    told.length = 0;
    response = new Response();
    client = new WaitingClient(response as unknown as ServerResponse);
  });

  it('tells everybody who listens that it left', () => {
    client.addEventListener('abort', first);
    client.addEventListener('abort', second);
    response.close(false);
    expect([client.aborted, told]).toEqual([true, ['first', 'second']]);
  });

  it('goes on telling one listener when another was removed', () => {
    client.addEventListener('abort', first);
    client.addEventListener('abort', second);
    client.removeEventListener('abort', second);
    response.close(false);
    expect(told).toEqual(['first']);
  });

  it('has not left when the response was written', () => {
    client.addEventListener('abort', first);
    response.close(true);
    expect([client.aborted, told]).toEqual([false, []]);
  });

  it('holds on to nothing when nobody listens', () => {
    client.addEventListener('abort', first);
    client.removeEventListener('abort', first);
    expect(response.listenerCount('close')).toBe(0);
  });
});
