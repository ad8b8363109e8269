import { message } from '../../test/messages.js';
import { newestMoment, pathAbove } from './pending-message.js';

const path = ['q1', 'a1', 'q2', 'a2'].map((id) => ({ message: message(id), branches: [id] }));
const ids = (parentId: string | null) => pathAbove(path, { parentId }).map((entry) => entry.message.id);

describe('pathAbove', () => {
  it('is the whole path while nothing is on its way', () => {
    expect(pathAbove(path, null)).toBe(path);
  });

  it('hides what the message on its way will replace', () => {
    expect(ids('a1')).toEqual(['q1', 'a1']);
    expect(ids('a2')).toEqual(['q1', 'a1', 'q2', 'a2']);
  });

  it('hides everything below a new beginning', () => {
    expect(ids(null)).toEqual([]);
  });
});

describe('newestMoment', () => {
  it('is that of the newest message, wherever it stands in the list', () => {
    expect(newestMoment([message('a', { seconds: 5 }), message('b', { seconds: 9 }), message('c', { seconds: 1 })])).toBe('2026-01-01T00:00:09.000Z');
  });

  it('is nothing in an empty chat', () => {
    expect(newestMoment([])).toBeUndefined();
  });
});
