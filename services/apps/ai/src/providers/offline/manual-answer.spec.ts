import { BACKUP, CONNECT, INVITE } from '../../../test/fixtures/manual.js';
import { SourceList } from '../../citations/source-list.js';
import { readFindings } from '../../retrieval/document.js';
import { manualAnswer } from './manual-answer.js';
import { phrasesFor } from './phrases.js';
import { Quoting } from './quoting.js';

function answer(question: string, ...results: object[]) {
  const sources = new SourceList();
  const phrases = phrasesFor(false);
  return { text: manualAnswer(readFindings({ results }) ?? [], question, phrases, new Quoting(phrases, sources)), sources };
}

describe('an answer from the manual', () => {
  it('names file and heading, cites them and quotes the section', () => {
    const { text, sources } = answer('how do I invite a colleague?', INVITE);
    expect(text).toBe(
      'docs/guides/run-it.md says under “How do I invite a person?” [1]:\n\n> 1. Sign in as administrator, open Settings → Invites and choose New invite.\n> 2. Copy the link and send it to that person.\n>\n> Others must be able to reach the server.',
    );
    expect(sources.source(1, '')).toMatchObject({ fileName: INVITE.file, heading: INVITE.heading, page: null, quote: expect.stringMatching(/^1\. Sign in as administrator/) });
  });

  it('keeps blocks of code whole and shows no source of links', () => {
    const { text } = answer('How do I connect a language model?', CONNECT);
    expect(text).toContain('> ```yaml\n> gateway:\n>   models:\n>     default: acme/large\n>     list: [1, 2]\n> ```');
    expect(text).not.toMatch(/\]\(|\\\[/);
  });

  it('adds the section that names the other half of a compound question', () => {
    const { text } = answer('How do I invite a colleague and restore files?', INVITE, CONNECT, BACKUP);
    expect(text).toMatch(/^docs\/guides\/run-it\.md says under “How do I invite a person\?”/);
    expect(text).toMatch(/See also:\n\n- docs\/guides\/run-it\.md \(under “How do I back up and restore\?”\): “1\\\. \.\/start-server\.sh stop 2\. Copy the data folder\. See the layout\.” \[2\]$/);
  });

  it('adds no section that says nothing more', () => {
    expect(answer('how do I invite a person?', INVITE, { ...INVITE, heading: 'I lost the invite link' }).text).not.toContain('See also');
  });

  it('says that it is not sure when little of the question is held', () => {
    expect(answer('How do I invite seven purple elephants?', INVITE).text).toMatch(/^I am not sure that this answers it/);
  });

  it('is none when no section holds a word of the question', () => {
    expect(answer('How do I bake bread?', INVITE).text).toBeNull();
    expect(answer('How do I bake bread?').text).toBeNull();
  });
});
