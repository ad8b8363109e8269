import { answerKind, kindBonus } from './answer-kind.js';
import { queryTerms } from './terms.js';

describe('what a question asks for', () => {
  it.each([
    ['When does it end?', 'time'],
    ['Wie lange dauert es?', 'time'],
    ['How many pumps were sold?', 'number'],
    ['What was the revenue?', 'number'],
    ['Wie hoch ist die Miete?', 'number'],
    ['Who signed it?', 'person'],
    ['What is a pump?', 'definition'],
    ['Does it rain?', null],
  ])('takes "%s" for %s', (question, kind) => {
    expect(answerKind(question)).toBe(kind);
  });

  it('values texts that can hold such an answer', () => {
    expect(kindBonus('number', 'It costs 20 euros', [])).toBeGreaterThan(kindBonus('number', 'It is dear', []));
    expect(kindBonus('number', 'twelve pumps', [])).toBeGreaterThan(1);
    expect(kindBonus('time', 'on 3 May', [])).toBeGreaterThan(1);
    expect(kindBonus('person', 'signed by Ada Lovelace', [])).toBeGreaterThan(1);
    expect(kindBonus(null, 'anything', [])).toBe(1);
  });

  it('values the sentence that defines a word, not one that uses it', () => {
    const asked = queryTerms('What is a pump?');
    expect(kindBonus('definition', 'A pump is a machine that moves liquids.', asked)).toBeGreaterThan(1);
    expect(kindBonus('definition', 'The valve beside the big old pump of the plant is red.', asked)).toBe(1);
  });

  it('values the text that begins with what is asked for', () => {
    const asked = queryTerms('What does the glob element do?');
    const value = (text: string) => kindBonus('definition', text, asked);
    expect(value('• glob elements have a pattern attribute.')).toBeGreaterThan(1);
    expect(value('The glob-list element says what to leave out.')).toBe(1);
    expect(value('A glob element is a rule for names.')).toBeGreaterThan(value('• glob elements have a pattern attribute.'));
    expect(value('The glob-list element, which means a list, is optional.')).toBeLessThan(value('• glob elements have a pattern attribute.'));
  });
});
