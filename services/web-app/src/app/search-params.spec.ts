import { readNewChatSearch, readSignInSearch, readSignUpSearch } from './search-params.js';

describe('readSignInSearch', () => {
  it('reads where to go on and whether a session ended', () => {
    expect(readSignInSearch({ next: '/chat/1', ended: true, other: 'x' })).toEqual({ next: '/chat/1', ended: true });
  });

  it.each([{}, { next: 7 }, { next: ['/a', '/b'] }, { ended: 'true' }, { ended: false }])('takes nothing from %p', (search) => {
    expect(readSignInSearch(search)).toEqual({});
  });
});

describe('readSignUpSearch', () => {
  it.each([
    [{ token: 'abc' }, { token: 'abc' }],
    [{ token: 12345 }, { token: '12345' }],
    [{ token: '' }, { token: '' }],
    [{}, {}],
  ])('reads %p as %p', (search, read) => {
    expect(readSignUpSearch(search)).toEqual(read);
  });
});

describe('readNewChatSearch', () => {
  it('reads the words and the mate of a chat to begin', () => {
    expect(readNewChatSearch({ q: 'What is new?', mate: 'mateship' })).toEqual({ q: 'What is new?', mate: 'mateship' });
    expect(readNewChatSearch({ q: 'Only words' })).toEqual({ q: 'Only words' });
  });

  it('takes nothing that is not a text', () => {
    expect(readNewChatSearch({ q: { a: 1 }, mate: null })).toEqual({});
  });
});
