import { knownStep, titleOf } from './step-title.js';

describe('knownStep', () => {
  it('has words of our own for our skills', () => {
    expect(knownStep({ app: 'pdf', skill: 'extract' })).toBe('step.pdf_extract');
    expect(knownStep({ app: 'support', skill: 'search' })).toBe('step.support_search');
  });

  it('has none for others, whatever they are called', () => {
    expect(knownStep({ app: 'web', skill: 'search' })).toBeNull();
    expect(knownStep({ app: 'pdf_extract', skill: '' })).toBeNull();
  });
});

describe('titleOf', () => {
  const skills = [
    { app: 'web', id: 'search', title: 'Searching the web' },
    { app: 'maps', id: 'search', title: 'Looking at a map' },
  ];

  it('is what the app calls its skill', () => {
    expect(titleOf({ app: 'maps', skill: 'search' }, skills)).toBe('Looking at a map');
  });

  it('is the plain name of a skill that is not there any more, or not yet loaded', () => {
    expect(titleOf({ app: 'radio', skill: 'play' }, skills)).toBe('radio / play');
    expect(titleOf({ app: 'web', skill: 'search' }, undefined)).toBe('web / search');
  });
});
