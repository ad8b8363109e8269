/** A run of glyphs in one font. Coordinates are points, y grows downwards, `baseline` is where the letters stand. */
export interface Fragment {
  text: string;
  x0: number;
  x1: number;
  baseline: number;
  size: number;
  font: string;
  /** Whether the document draws a blank just before it. */
  spaced: boolean;
}

/** All fragments of a page that run in the same direction, in the order in which the document draws them. */
export interface TextFrame {
  fragments: Fragment[];
  rtl: boolean;
}

/** The part of a pdf.js text item that layout needs. */
export interface TextItem {
  str: string;
  dir: string;
  transform: number[];
  width: number;
  height: number;
  fontName: string;
  hasEOL: boolean;
}

type Matrix = readonly number[];

function multiply(m: Matrix, n: Matrix): [number, number, number, number, number, number] {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = m;
  const [p = 1, q = 0, r = 0, s = 1, t = 0, u = 0] = n;
  return [a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f];
}

/**
 * Sorts the items of a page into one frame per writing direction (page upright first, margin notes that run
 * up the side after it) and gives every fragment coordinates in its own frame.
 */
export function toFrames(items: readonly TextItem[], pageTransform: Matrix, clean: (text: string) => string): TextFrame[] {
  const frames = new Map<number, Fragment[]>();
  const seen = new Set<string>();
  let rightToLeft = 0;
  let spaced = false;
  for (const item of items) {
    const text = clean(item.str);
    if (text.trim() === '') {
      spaced ||= item.str !== '' || item.hasEOL;
      continue;
    }
    const [a, b, c, d, e, f] = multiply(pageTransform, item.transform);
    const size = Math.hypot(c, d) || item.height || 1;
    const angle = Math.round((Math.atan2(b, a) * 180) / Math.PI) || 0;
    const [cos, sin] = angle === 0 ? [1, 0] : [Math.cos(Math.atan2(b, a)), Math.sin(Math.atan2(b, a))];
    const x0 = e * cos + f * sin;
    const baseline = f * cos - e * sin;
    // Some producers draw a word twice, slightly shifted, to make it bold.
    const place = `${angle} ${Math.round((x0 / size) * 3)} ${Math.round((baseline / size) * 3)} ${text}`;
    if (!seen.has(place)) {
      seen.add(place);
      if (item.dir === 'rtl') rightToLeft += text.length;
      else rightToLeft -= text.length;
      const frame = frames.get(angle) ?? [];
      frames.set(angle, frame);
      frame.push({ text: text.trim(), x0, x1: x0 + item.width, baseline, size, font: item.fontName, spaced: spaced || /^\s/.test(text) });
    }
    spaced = /\s$/.test(text) || item.hasEOL;
  }
  return [...frames]
    .sort(([a], [b]) => Math.abs(a) - Math.abs(b))
    .map(([, fragments]) => ({ fragments, rtl: rightToLeft > 0 }));
}
