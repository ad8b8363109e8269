import { ALL_SKILLS, SUPPORT } from '../../../test/fixtures/platform.js';
import { IntentClassifier } from './intent-classifier.js';

describe('intent classifier', () => {
  it.each([
    ['how do I set up a backup of my server', 'support__search'],
    ['please make a picture of page 7', 'pdf__screenshot'],
    ['Bild von Seite 9 bitte', 'pdf__screenshot'],
    ['wie erstelle ich Backups', 'support__search'],
  ])('takes "%s" for %s', async (text, name) => {
    expect(await new IntentClassifier().classify(text, ALL_SKILLS)).toMatchObject({ kind: 'skill', name });
  });

  it.each([
    ['hello there', 'greeting'],
    ['Guten Morgen', 'greeting'],
    ['thank you', 'thanks'],
    ['what can you do?', 'capabilities'],
  ])('takes "%s" for %s', async (text, talk) => {
    expect(await new IntentClassifier().classify(text, ALL_SKILLS)).toEqual({ kind: 'talk', talk });
  });

  it.each(['what is the capital of Australia', 'the quick brown fox', '42', '', 'how do I cook rice'])('makes nothing of "%s"', async (text) => {
    expect(await new IntentClassifier().classify(text, ALL_SKILLS)).toEqual({ kind: 'none' });
  });

  it('does not know skills that are not granted', async () => {
    expect(await new IntentClassifier().classify('screenshot of the first page', [SUPPORT])).toEqual({ kind: 'none' });
  });

  it('copes with a hundred skills at once', async () => {
    const many = Array.from({ length: 100 }, (_, index) => ({ ...SUPPORT, app: `app${index}`, examples: [`do task number ${index} zeta${index}`, `run zeta${index}`] }));
    expect(await new IntentClassifier().classify('please run zeta42', many)).toMatchObject({ kind: 'skill', name: 'app42__search' });
  });
});
