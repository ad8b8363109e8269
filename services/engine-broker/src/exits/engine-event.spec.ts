import { readExit } from './engine-event.js';

const attributes = { exitCode: '137', image: 'x', name: 'mateship-app-pdf', 'dev.mateship.app': 'pdf', 'dev.mateship.release': '1.0.0' };
const event = (changes: Record<string, unknown> = {}) => JSON.stringify({ status: 'die', Type: 'container', Action: 'die', Actor: { ID: 'abc', Attributes: attributes }, time: 1, timeNano: 1_769_860_800_123e6, ...changes });

describe('readExit', () => {
  it('reads the end of a container', () => {
    expect(readExit(event())).toEqual({ id: 'abc', container: 'mateship-app-pdf', app: 'pdf', release: '1.0.0', exitCode: 137, at: '2026-01-31T12:00:00.123Z' });
  });

  it.each([
    ['an empty line', ''],
    ['half a line', event().slice(0, 40)],
    ['another action', event({ Action: 'start' })],
    ['a container without our labels', event({ Actor: { ID: 'abc', Attributes: { exitCode: '0', name: 'x' } } })],
    ['no number', event({ Actor: { ID: 'abc', Attributes: { ...attributes, exitCode: 'x' } } })],
    ['no object', '[]'],
  ])('reads nothing from %s', (_what, line) => {
    expect(readExit(line)).toBeNull();
  });
});
