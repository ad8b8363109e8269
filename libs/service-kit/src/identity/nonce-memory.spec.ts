import { NonceMemory } from './nonce-memory.js';

it('knows a nonce again for a whole period, across a turn', () => {
  const memory = new NonceMemory(100, 0);
  expect(memory.accept('a', 99)).toBe(true);
  expect(memory.accept('a', 150)).toBe(false);
  expect(memory.accept('a', 199)).toBe(false);
});

it('forgets after two periods', () => {
  const memory = new NonceMemory(100, 0);
  memory.accept('a', 50);
  memory.accept('b', 120);
  expect(memory.accept('a', 230)).toBe(true);
  expect(memory.accept('b', 230)).toBe(false);
});

it('forgets all at once after a long silence', () => {
  const memory = new NonceMemory(100, 0);
  memory.accept('a', 50);
  expect(memory.accept('a', 1000)).toBe(true);
});
