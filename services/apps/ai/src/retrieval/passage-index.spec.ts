import fs from 'node:fs';
import path from 'node:path';
import { annualReport } from '../../test/fixtures/annual-report.js';
import type { Document } from './document.js';
import { PassageIndex } from './passage-index.js';
import { passagesOf } from './passages.js';

const LICENCE = path.resolve(__dirname, '../../../../../LICENSE');

function indexOf(document: Document): PassageIndex {
  return new PassageIndex(passagesOf(document));
}

function paged(text: string, linesPerPage: number): Document {
  const lines = text.split('\n');
  const pages = Array.from({ length: Math.ceil(lines.length / linesPerPage) }, (_, index) => ({
    page: index + 1,
    text: lines.slice(index * linesPerPage, (index + 1) * linesPerPage).join('\n'),
  }));
  return { fileId: 'f', fileName: 'LICENSE.pdf', pageCount: pages.length, outline: [], pages };
}

describe('passage index on a 30-page report', () => {
  const index = indexOf(annualReport());

  it.each([
    ['What was the revenue of region North?', 17, 'Region North | 4,211 | 12 %'],
    ['How many employees does region North have?', 9, 'Region North | 812 | 3 %'],
    ['What share of revenue did the West have?', 17, 'Region West | 15,120 | 43 %'],
    ['which region had a revenue of 9874', 17, 'Region South | 9,874 | 28 %'],
    ['Wie lang ist die Kündigungsfrist?', 12, 'drei Monate'],
    ['Muss eine Kuendigung schriftlich sein?', 12, 'Schriftform'],
    ['How long is the warranty?', 4, 'twenty-four months'],
    ['How much electricity was used in Görlitz?', 21, '18.4 GWh'],
    ['Who chairs the supervisory board?', 23, 'Öhlschläger'],
    ['why were the pumps recalled', 26, 'seal could leak'],
    ['how many Aquila-7 pumps were recalled?', 26, '1,350'],
    ['What is the efficiency of the new furnace?', 21, '87 percent'],
    ['what is the waranty period', 4, 'twenty-four months'],
  ])('finds the answer to "%s" on page %i', (question, page, words) => {
    const [best] = index.find(question, 3);
    expect(best?.passage.page).toBe(page);
    expect(best?.passage.text).toContain(words);
  });

  it('gives nothing for words that the document does not hold', () => {
    expect(index.find('capital of Mongolia', 3)).toEqual([]);
  });

  it('finds the answer to a very long question', () => {
    expect(index.find(`How long is the warranty? ${'I ask because of my pump. '.repeat(3000)}`, 1)[0]?.passage.page).toBe(4);
  });

  it('gives nothing for a question without words', () => {
    expect(index.find('???', 3)).toEqual([]);
  });

  it('understands a short follow-up question by the one before it', () => {
    const [best] = index.find('And in the South?', 1, 'What was the revenue of region North?');
    expect(best?.passage.text).toBe('Region South | 9,874 | 28 %');
  });

  it('follows a change of topic all the same', () => {
    expect(index.find('And how long is the warranty?', 1, 'What was the revenue of region North?')[0]?.passage.page).toBe(4);
    expect(index.find('And Mongolia?', 1, 'What was the revenue of region North?')).toEqual([]);
  });

  it('says how much of the question a passage holds', () => {
    expect(index.find('warranty of twenty-four months', 1)[0]?.coverage).toBeGreaterThan(0.9);
    expect(index.find('warranty of spaceships and dinosaurs', 1)[0]?.coverage ?? 0).toBeLessThan(0.5);
  });

  it('brings the header of the table along with its row', () => {
    expect(index.find('revenue region North 4211', 1)[0]?.passage.columns).toBe('Region | Revenue (kEUR) | Share');
  });
});

describe('passage index on a thousand pages', () => {
  const pages = Array.from({ length: 1000 }, (_, index) => ({
    page: index + 1,
    text: Array.from({ length: 6 }, (_part, part) => `Entry ${index * 6 + part} lists the valve, the pump and the order ${(index * 7919 + part) % 6007} of the customer.`).join('\n\n'),
  }));
  pages[700]!.text += '\n\nThe inspection of the boiler costs 340 euros.';
  const index = indexOf({ fileId: 'f', fileName: 'big.pdf', pageCount: 1000, outline: [], pages });

  it.each([
    ['How much is the inspection of the boiler?', 701],
    ['inspektion boiler', 701],
    ['what about the boilers', 701],
    ['order 5003 of the customer', 123],
  ])('finds the answer to "%s" on page %i', (question, page) => {
    expect(index.find(question, 1)[0]?.passage.page).toBe(page);
  });
});

describe('passage index on a licence text', () => {
  const index = indexOf(paged(fs.readFileSync(LICENCE, 'utf8'), 12));

  it.each([
    ['What does "Contribution" mean?', /"Contribution" shall mean any work of authorship/],
    ['When do patent licenses terminate?', /patent litigation|patent licenses granted to You/],
    ['May I use the trademarks of the Licensor?', /trade names, trademarks/],
    ['Is there a warranty?', /WITHOUT WARRANTIES/],
    ['May I charge a fee for support or indemnity?', /charge a fee for,? acceptance of support/],
    ['Must modified files carry notices?', /modified files to carry prominent notices/],
  ])('finds the answer to "%s"', (question, words) => {
    const texts = index.find(question, 2).map(({ passage }) => passage.text);
    expect(texts.join('\n')).toMatch(words);
  });
});
