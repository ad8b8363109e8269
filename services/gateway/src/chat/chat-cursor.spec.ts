import { randomUUID } from 'node:crypto';
import { decodeCursor, encodeCursor } from './chat-cursor.js';

describe('chat cursor', () => {
  it('reads back what it wrote', () => {
    const place = { updatedAt: new Date('2026-01-02T03:04:05.678Z'), id: randomUUID() };
    expect(decodeCursor(encodeCursor(place))).toEqual({ updatedAt: '2026-01-02T03:04:05.678Z', id: place.id });
  });

  it.each(['0000-01-01T00:00:00.000Z', '0001-01-01T00:00:00Z', '2020-02-30T00:00:00Z', '-infinity', 'now'])('refuses the time %s', (at) => {
    expect(() => decodeCursor(Buffer.from(JSON.stringify([at, randomUUID()])).toString('base64url'))).toThrow(expect.objectContaining({ code: 'CURSOR_INVALID' }));
  });

  it.each(['', 'x', 'e30', Buffer.from('["2026-01-01T00:00:00Z","x\' OR 1=1"]').toString('base64url'), Buffer.from('[1,2,3]').toString('base64url')])('refuses %j', (text) => {
    expect(() => decodeCursor(text)).toThrow(expect.objectContaining({ code: 'CURSOR_INVALID' }));
  });
});
