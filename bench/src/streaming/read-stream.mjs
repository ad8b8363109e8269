import http from 'node:http';

const agent = new http.Agent({ keepAlive: true, maxSockets: 1000 });

/**
 * Sends one question and reads the stream of the answer: milliseconds to the first piece of text, and the whole text.
 * `textOf` gives the text in the data of one event.
 */
export function readStream({ port, path, key, body, textOf }) {
  const bytes = Buffer.from(JSON.stringify(body));
  const headers = { 'content-type': 'application/json', 'content-length': bytes.length, accept: 'text/event-stream', authorization: `Bearer ${key}` };
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port, path, method: 'POST', agent, headers }, (response) => {
      let first = NaN;
      let text = '';
      let rest = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => {
        const events = (rest + chunk).split('\n\n');
        rest = events.pop();
        for (const event of events) text += textIn(event, textOf);
        if (Number.isNaN(first) && text !== '') first = performance.now() - begun;
      });
      response.once('end', () => (response.statusCode === 200 ? resolve({ first, text }) : reject(new Error(`${path} answered ${response.statusCode}: ${rest}`))));
      response.once('error', reject);
    });
    request.once('error', reject);
    request.end(bytes);
  });
}

function textIn(event, textOf) {
  const data = event.slice(event.indexOf('data: ') + 'data: '.length);
  return event.includes('data: {') ? (textOf(JSON.parse(data)) ?? '') : '';
}
