import { randomUUID } from 'node:crypto';
import { decodeCursor, encodeCursor } from './chat-cursor.js';

describe('chat cursor', () => {
  it('reads back what it wrote', () => {
    const place = { updatedAt: new Date('2026-01-02T03:04:05.678Z'), id: randomUUID() };
    expect(decodeCursor(encodeCursor(place))).toEqual({ updatedAt: '2026-01-02T03:04:05.678Z', id: place.id });
  });

  it.each(['', 'x', 'e30', Buffer.from('["2026-01-01T00:00:00Z","x\' OR 1=1"]').toString('base64url'), Buffer.from('[1,2,3]').toString('base64url')])('refuses %j', (text) => {
    expect(() => decodeCursor(text)).toThrow(expect.objectContaining({ code: 'CURSOR_INVALID' }));
  });
});
