import { isVisible } from './visible.js';

it.each(['', 'laptop', 'Büro 2. OG', '日本語', 'זה', '🙂', "O'Neill – home"])('takes %j', (name) => {
  expect(isVisible(name)).toBe(true);
});

it.each(['a\u0000b', 'a\nb', 'a\u001b[31mb', 'a\u202eb', 'a\u200bb', 'a\ufeff', 'a\u2028b', 'a\ud800b'])('refuses %j', (name) => {
  expect(isVisible(name)).toBe(false);
});
