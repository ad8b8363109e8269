import { candidate, say, ScriptedProvider } from '../../test/fixtures/scripted-provider.js';
import { ModelCatalogue, OFFLINE_MODEL } from './model-catalogue.js';

const offline = candidate(new ScriptedProvider(() => say(''), 'offline'), { id: OFFLINE_MODEL, replaceable: false });
const one = new ScriptedProvider(() => say(''), 'one');
const small = candidate(one, { id: 'one/small', name: 'small' });
const large = candidate(one, { id: 'one/large', name: 'large' });
const two = candidate(new ScriptedProvider(() => say(''), 'two'), { id: 'two/model' });
const ollama = candidate(new ScriptedProvider(() => say(''), 'ollama'), { id: 'ollama/llama3', replaceable: false });

describe('model catalogue', () => {
  it('answers offline when there is nothing else', () => {
    const catalogue = new ModelCatalogue([offline], undefined);
    expect(catalogue.chain(null)).toEqual([offline]);
    expect(catalogue.list()).toEqual([{ id: OFFLINE_MODEL, provider: 'offline', default: true, inputPrice: 0, outputPrice: 0, maxOutputTokens: 1000 }]);
  });

  it('prefers what is configured to an Ollama that was found, and that to the offline assistant', () => {
    expect(new ModelCatalogue([offline, small, ollama], undefined).chain(null)[0]).toBe(small);
    expect(new ModelCatalogue([offline, ollama], undefined).chain(null)[0]).toBe(ollama);
  });

  it('takes the default that an admin set, but not one that is gone', () => {
    expect(new ModelCatalogue([offline, small, two], 'two/model').list().find((model) => model.default)?.id).toBe('two/model');
    expect(new ModelCatalogue([offline, small, two], 'gone/model').chain(null)[0]).toBe(small);
    expect(new ModelCatalogue([offline, small], OFFLINE_MODEL).chain(null)).toEqual([offline]);
  });

  it('lets the first model of every other provider stand in, in their order', () => {
    expect(new ModelCatalogue([offline, small, large, two], undefined).chain('one/large')).toEqual([large, two]);
    expect(new ModelCatalogue([offline, small, large, two], undefined).chain('two/model')).toEqual([two, small]);
  });

  it('lets nothing stand in for the offline assistant or a local Ollama', () => {
    expect(new ModelCatalogue([offline, small, ollama], undefined).chain(OFFLINE_MODEL)).toEqual([offline]);
    expect(new ModelCatalogue([offline, small, ollama], undefined).chain('ollama/llama3')).toEqual([ollama]);
  });

  it('does not know other models', () => {
    expect(() => new ModelCatalogue([offline], undefined).chain('gpt-9')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  });
});
