import { readLogLine } from './read-log-line.js';

const line = (fields: object) => JSON.stringify({ timestamp: '2026-06-15T11:47:58.431Z', service_name: 'maps', trace_id: null, level: 'error', message: 'No key.', context: {}, ...fields });

describe('readLogLine', () => {
  it('takes time, level and message out of a line of ours', () => {
    expect(readLogLine(line({}))).toMatchObject({ at: '2026-06-15T11:47:58.431Z', level: 'error', message: 'No key.' });
  });

  it('keeps everything else by its path, the exact time too, and leaves out what is empty', () => {
    const context = { requestId: 'r-1', pages: [1, 2], cached: false, note: '', error: { name: 'RangeError', stack: 'RangeError\n    at draw' } };
    expect(readLogLine(line({ context }))).toMatchObject({
      details: [
        { name: 'timestamp', value: '2026-06-15T11:47:58.431Z' },
        { name: 'service_name', value: 'maps' },
        { name: 'context.requestId', value: 'r-1' },
        { name: 'context.pages', value: '[1,2]' },
        { name: 'context.cached', value: 'false' },
        { name: 'context.error.name', value: 'RangeError' },
        { name: 'context.error.stack', value: 'RangeError\n    at draw' },
      ],
    });
  });

  it.each(['plain words', '', '  {"level"', 'null', '17', '[]', '{}', line({ timestamp: 'noon' }), line({ timestamp: 7 }), line({ level: 3 }), line({ message: null })])('leaves %p as it is', (text) => {
    expect(readLogLine(text)).toBe(text);
  });
});
