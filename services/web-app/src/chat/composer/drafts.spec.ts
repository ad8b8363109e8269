import { draftOf, forgetDrafts, keepDraft } from './drafts.js';

afterEach(forgetDrafts);

describe('drafts', () => {
  it('are kept for each chat by itself', () => {
    keepDraft('one', 'Not sent yet');
    keepDraft('two', 'Neither');
    expect([draftOf('one'), draftOf('two'), draftOf('three')]).toEqual(['Not sent yet', 'Neither', undefined]);
  });

  it('end with their text, so that the words from an address can come again', () => {
    keepDraft('new', 'Hello');
    keepDraft('new', '');
    expect(draftOf('new')).toBeUndefined();
  });

  it('are gone for whoever signs in next', () => {
    keepDraft('one', 'Mine');
    forgetDrafts();
    expect(draftOf('one')).toBeUndefined();
  });
});
