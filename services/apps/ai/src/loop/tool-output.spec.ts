import { annualReport, extractOutput } from '../../test/fixtures/annual-report.js';
import { SourceList } from '../citations/source-list.js';
import { MAX_SHOWN, showResult, summarise } from './tool-output.js';

describe('tool results as a model reads them', () => {
  it('are trimmed, and the pages that are left out are named', () => {
    const report = annualReport();
    const long = { ...report, pages: report.pages.map(({ page }) => ({ page, text: 'Long text. '.repeat(300) })) };
    const shown = showResult({ ok: true, output: extractOutput(long) }, new SourceList());
    expect(shown.length).toBeLessThan(MAX_SHOWN * 1.1);
    expect(shown).toMatch(/Pages 9 to 30 are left out/);
  });

  it('number what support/search found', () => {
    const sources = new SourceList();
    const shown = showResult({ ok: true, output: { results: [{ file: 'a.md', heading: 'One', text: 'Text.', score: 1 }] } }, sources);
    expect(shown).toBe('[1] a.md › One\nText.');
    expect(sources.has(1)).toBe(true);
  });

  it('keep other outputs as JSON, cut to size', () => {
    expect(showResult({ ok: true, output: { a: 1 } }, new SourceList())).toBe('{"a":1}');
    expect(showResult({ ok: true, output: { a: 'x'.repeat(100_000) } }, new SourceList())).toHaveLength(MAX_SHOWN);
    expect(showResult({ ok: true, output: undefined }, new SourceList())).toBe('Done.');
  });

  it('say what went wrong', () => {
    expect(showResult({ ok: false, code: 'PDF_LIMIT', message: 'Too big.' }, new SourceList())).toBe('Error PDF_LIMIT: Too big.');
  });
});

describe('tool results as a person sees them', () => {
  it('are one line', () => {
    const report = annualReport();
    expect(summarise({ ok: true, output: extractOutput(report) })).toBe('report.pdf: 30 pages');
    expect(summarise({ ok: true, output: extractOutput({ ...report, pages: report.pages.slice(0, 2) }) })).toBe('report.pdf: 2 of 30 pages');
    expect(summarise({ ok: true, output: { results: [] } })).toBe('0 passages found');
    expect(summarise({ ok: true, output: 7 })).toBe('Done');
    expect(summarise({ ok: false, code: 'X', message: 'No.' })).toBe('No.');
  });
});
