import http from 'node:http';

/** One client with one kept connection, and how long each of its calls takes. */
export class Caller {
  #agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  #target;

  constructor({ key, ...address }) {
    this.#target = { host: '127.0.0.1', ...address, agent: this.#agent, headers: { authorization: `Bearer ${key}` } };
  }

  /** Milliseconds of one call, to its last byte. */
  time(route, body) {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const { headers, ...target } = this.#target;
    const begun = performance.now();
    return new Promise((resolve, reject) => {
      const options = text === undefined ? { method: 'GET', headers } : { method: 'POST', headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) } };
      const request = http.request({ ...target, ...options, path: route }, (response) => {
        response.resume().once('end', () => (response.statusCode === 200 ? resolve(performance.now() - begun) : reject(new Error(`${route} answered ${response.statusCode}`))));
      });
      request.once('error', reject);
      request.end(text);
    });
  }

  async times(count, route, body) {
    const times = [];
    for (let call = 0; call < count; call += 1) times.push(await this.time(route, body));
    return times;
  }

  end() {
    this.#agent.destroy();
  }
}
