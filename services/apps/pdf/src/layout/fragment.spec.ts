import { item, UPRIGHT } from '../../test/fixtures/items.js';
import { toFrames } from './fragment.js';

const same = (text: string): string => text;

describe('toFrames', () => {
  it('gives points from the top left corner', () => {
    const [frame] = toFrames([item('Hello', 72, 100)], UPRIGHT, same);
    expect(frame?.fragments).toEqual([{ text: 'Hello', x0: 72, x1: 97, baseline: 100, size: 10, font: 'f1', spaced: false }]);
  });

  it('remembers a blank that is drawn between two words', () => {
    const [frame] = toFrames([item('two', 72, 100), item(' ', 87, 100), item('words', 90, 100)], UPRIGHT, same);
    expect(frame?.fragments.map(({ text, spaced }) => [text, spaced])).toEqual([['two', false], ['words', true]]);
  });

  it('drops the second copy of a word that is drawn twice to look bold', () => {
    const [frame] = toFrames([item('Bold', 72, 100), item('Bold', 72.3, 100)], UPRIGHT, same);
    expect(frame?.fragments).toHaveLength(1);
  });

  it('keeps the same word at two places', () => {
    const [frame] = toFrames([item('Bold', 72, 100), item('Bold', 172, 100)], UPRIGHT, same);
    expect(frame?.fragments).toHaveLength(2);
  });

  it('puts a note that runs up the margin into a frame of its own, after the page', () => {
    const frames = toFrames([item('arXiv', 20, 700, { angle: 90 }), item('Title', 72, 100)], UPRIGHT, same);
    expect(frames.map(({ fragments }) => fragments.map(({ text }) => text))).toEqual([['Title'], ['arXiv']]);
  });

  it('reads a page that is stored on its side as upright', () => {
    const quarterTurn = [0, 1, 1, 0, 0, 0];
    const sideways = { ...item('Turned', 0, 0), transform: [0, 10, -10, 0, 100, 50] };
    const [frame] = toFrames([sideways], quarterTurn, same);
    expect(frame?.fragments[0]).toMatchObject({ x0: 50, baseline: 100 });
  });

  it('knows a page that is written from right to left', () => {
    expect(toFrames([item('שלום', 300, 100, { dir: 'rtl' })], UPRIGHT, same)[0]?.rtl).toBe(true);
  });
});
