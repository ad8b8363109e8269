import { tellingTerms, tokenize } from './terms.js';

describe('the terms of a question', () => {
  it.each([
    ['How do I invite a colleague?', ['invit']],
    ['invite a team-mate', ['invit']],
    ['What is a user?', ['user']],
    ['What can Mateship do?', ['mateship']],
    ['update Mateship', ['updat']],
    ['constructor __proto__', ['constructor', 'proto']],
    ['how do I', []],
    ['', []],
  ])('of "%s" are %j', (question, terms) => {
    expect(tellingTerms(question)).toEqual(terms);
  });

  it.each([
    ['backing up', 'backups'],
    ['log in', 'sign-in'],
    ['upgrade', 'updates'],
    ['running', 'run'],
    ['inviting', 'invites'],
    ['remove', 'deleting'],
  ])('are the same for "%s" and "%s"', (one, other) => {
    expect(tellingTerms(one)).toEqual(tellingTerms(other));
  });

  it('come from words of any language', () => {
    expect(tokenize('Schlüssel, 日本')).toEqual(['Schlüssel', '日本']);
  });
});
