import { Progress } from './progress.js';

describe('Progress', () => {
  const record = (isTTY: boolean): { text: () => string; progress: Progress } => {
    const parts: string[] = [];
    return { text: () => parts.join(''), progress: new Progress({ isTTY, write: (part) => parts.push(part) }) };
  };

  it('writes plain lines, only when a step is done, where nobody watches', () => {
    const { text, progress } = record(false);
    const done = progress.step('Gateway');
    expect(text()).toBe('');
    done();
    expect(text()).toMatch(/^ {2}✓ Gateway \(\d\.\d s\)\n$/);
  });

  it('shows a step on a terminal while it runs', () => {
    const { text, progress } = record(true);
    const done = progress.step('Gateway');
    expect(text()).toBe('  … Gateway');
    done();
    expect(text()).toContain('\r\u001b[2K  ✓ Gateway');
  });
});
