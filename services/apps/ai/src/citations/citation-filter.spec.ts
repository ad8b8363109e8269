import { CitationFilter, type CitedPart } from './citation-filter.js';
import { SourceList } from './source-list.js';

function twoSources(): SourceList {
  const sources = new SourceList();
  sources.number({ fileId: 'f1', fileName: 'a.pdf', page: 3, heading: null, text: 'The fee is 20 euros.' });
  sources.number({ fileId: 'f1', fileName: 'a.pdf', page: 9, heading: 'Notice', text: 'Notice is three months.' });
  return sources;
}

function filterAll(pieces: string[], sources = twoSources()) {
  const filter = new CitationFilter(sources, 'question');
  const parts: CitedPart[] = [...pieces.flatMap((piece) => filter.push(piece)), ...filter.flush()];
  return {
    text: parts.map((part) => ('text' in part ? part.text : '')).join(''),
    cited: parts.flatMap((part) => ('source' in part ? [part.source] : [])),
    parts,
  };
}

describe('citation filter', () => {
  it('passes text without marks as it comes', () => {
    expect(filterAll(['Hello ', 'world.']).text).toBe('Hello world.');
  });

  it('announces a cited source once, with file, page and quote', () => {
    const { text, cited } = filterAll(['The fee is 20 euros [1]. Yes, 20 [1].']);
    expect(text).toBe('The fee is 20 euros [1]. Yes, 20 [1].');
    expect(cited).toEqual([{ n: 1, fileId: 'f1', fileName: 'a.pdf', page: 3, heading: null, quote: 'The fee is 20 euros.' }]);
  });

  it('drops a number that no source has, with the space before it', () => {
    expect(filterAll(['Right [99]. Fine [0].'])).toMatchObject({ text: 'Right. Fine.', cited: [] });
  });

  it('finds marks however the stream cuts them', () => {
    const whole = 'Fee [1], notice [2], nothing [99] and `x[7]` end [ 12 ].';
    for (let at = 1; at < whole.length; at += 1) {
      const { text, cited } = filterAll([whole.slice(0, at), whole.slice(at)]);
      expect(text).toBe('Fee [1], notice [2], nothing and `x[7]` end.');
      expect(cited.map(({ n }) => n)).toEqual([1, 2]);
    }
    expect(filterAll([...whole]).text).toBe('Fee [1], notice [2], nothing and `x[7]` end.');
  });

  it('keeps the known numbers of a list', () => {
    expect(filterAll(['Both [1, 2, 99].']).text).toBe('Both [1][2].');
  });

  it('reads the marks that some models write instead', () => {
    expect(filterAll(['Fee【1†source】 and【98†x】.']).text).toBe('Fee[1] and.');
  });

  it('leaves code alone', () => {
    const code = 'Use `a[99]` or\n```js\nlist[42] = [99];\n```\nbut not [99].';
    expect(filterAll([...code]).text).toBe('Use `a[99]` or\n```js\nlist[42] = [99];\n```\nbut not.');
  });

  it('leaves code alone wherever the stream cuts it', () => {
    const code = 'See:\n```js\nlist[42];\n```\nor\n```py\nlist[43]\n```\nbut not [99].';
    for (let at = 1; at < code.length; at += 1) expect(filterAll([code.slice(0, at), code.slice(at)]).text).toBe(code.replace(' [99]', ''));
  });

  it('leaves links and words in brackets alone', () => {
    const text = 'See [the page](https://example.org), [x] and [1](https://example.org).';
    expect(filterAll([text]).text).toBe(text);
  });

  it('gives back an open bracket that never closes', () => {
    expect(filterAll(['Interval [1, 2']).text).toBe('Interval [1, 2');
  });

  it('sends the text before the source that it cites', () => {
    const { parts } = filterAll(['Fee [1].']);
    expect(parts.map((part) => Object.keys(part)[0])).toEqual(['text', 'source']);
  });

  it('holds back no more than an open mark', () => {
    const filter = new CitationFilter(twoSources(), '');
    expect(filter.push('a long sentence without any mark')).toEqual([{ text: 'a long sentence without any mark' }]);
    expect(filter.push(' [')).toEqual([]);
    expect(filter.push('draft] end')).toEqual([{ text: ' [draft] end' }]);
  });

  it('gives back long runs of blanks and brackets unchanged', () => {
    const text = `${' '.repeat(50_000)}${'[ '.repeat(20_000)}${'[1,'.repeat(20_000)}end`;
    expect(filterAll([text]).text).toBe(text);
  });
});
