import { sampleApp } from '../../test/sample-apps.js';
import { isWaiting, sortApps } from './sort-apps.js';

describe('sortApps', () => {
  it('puts what waits for an administrator first, and the rest by name', () => {
    const apps = [sampleApp({ name: 'Web' }), sampleApp({ name: 'AI', state: 'crashed' }), sampleApp({ name: 'PDF', state: 'needs_attention' }), sampleApp({ name: 'Maps', state: 'needs_attention' })];
    expect(sortApps(apps).map(({ name }) => name)).toEqual(['Maps', 'PDF', 'AI', 'Web']);
  });

  it('leaves the list it is given as it is', () => {
    const apps = [sampleApp({ name: 'Web' }), sampleApp({ name: 'AI' })];
    sortApps(apps);
    expect(apps.map(({ name }) => name)).toEqual(['Web', 'AI']);
  });
});

describe('isWaiting', () => {
  it('does not count an app that tries again by itself', () => {
    expect(isWaiting({ state: 'needs_attention' })).toBe(true);
    expect(isWaiting({ state: 'crashed' })).toBe(false);
  });
});
