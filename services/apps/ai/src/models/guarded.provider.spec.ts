import { candidate, chatInput, collect, eventsNamed, say, ScriptedProvider, textOf } from '../../test/fixtures/scripted-provider.js';
import { fakePlatform } from '../../test/fixtures/platform.js';
import { runChat } from '../skills/chat/run-chat.js';
import { GuardedProvider } from './guarded.provider.js';
import { ModelCatalogue } from './model-catalogue.js';
import { ModelError } from './model-error.js';
import type { ModelProvider } from './model-provider.js';

const sick = () => new ModelError('it is ill', { next: true, sick: true });

async function ask(catalogue: ModelCatalogue, model: string | null = null) {
  const events = await collect(runChat(chatInput('Hi', { model }), fakePlatform().platform, catalogue));
  return { text: textOf(events), usage: eventsNamed(events, 'usage')[0], error: eventsNamed(events, 'error')[0] };
}

describe('a provider behind a circuit breaker', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('is left alone after five failures and tried again after 30 seconds', async () => {
    let ill = true;
    const inner = new ScriptedProvider(() => (ill ? [sick()] : say('Better.')));
    const catalogue = new ModelCatalogue([candidate(new GuardedProvider(inner))], undefined);
    for (let call = 0; call < 5; call += 1) expect((await ask(catalogue)).error?.message).toContain('it is ill');
    expect((await ask(catalogue)).error?.message).toContain('left alone');
    expect(inner.requests).toHaveLength(5);
    ill = false;
    jest.advanceTimersByTime(29_000);
    expect((await ask(catalogue)).error?.message).toContain('left alone');
    jest.advanceTimersByTime(2000);
    expect((await ask(catalogue)).text).toBe('Better.');
    expect((await ask(catalogue)).text).toBe('Better.');
  });

  it('counts answers that break off in the middle', async () => {
    const inner = new ScriptedProvider(() => [{ type: 'text', text: 'Half' }, sick()]);
    const catalogue = new ModelCatalogue([candidate(new GuardedProvider(inner))], undefined);
    for (let call = 0; call < 5; call += 1) expect(await ask(catalogue)).toMatchObject({ text: 'Half', error: { code: 'MODEL_FAILED' } });
    expect((await ask(catalogue)).error?.message).toContain('left alone');
  });

  it('lets others through as soon as the first word of a trial arrives', async () => {
    let ill = true;
    const goOn = Promise.withResolvers<void>();
    const inner: ModelProvider = {
      id: 'slow',
      async *stream() {
        if (ill) throw sick();
        yield { type: 'text', text: 'First. ' };
        await goOn.promise;
        yield { type: 'end', reason: 'stop' };
      },
    };
    const catalogue = new ModelCatalogue([candidate(new GuardedProvider(inner))], undefined);
    for (let call = 0; call < 5; call += 1) await ask(catalogue);
    ill = false;
    jest.advanceTimersByTime(31_000);
    const trial = ask(catalogue);
    const another = ask(catalogue);
    await new Promise(setImmediate);
    goOn.resolve();
    expect([(await trial).text, (await another).text]).toEqual(['First. ', 'First. ']);
  });

  it('does not hold wrong requests against the provider', async () => {
    const inner = new ScriptedProvider(() => [new ModelError('bad request', { next: false, sick: false })]);
    const catalogue = new ModelCatalogue([candidate(new GuardedProvider(inner))], undefined);
    for (let call = 0; call < 8; call += 1) await ask(catalogue);
    expect(inner.requests).toHaveLength(8);
  });
});

describe('fallback', () => {
  it('goes to the next provider and says which model answered', async () => {
    const catalogue = new ModelCatalogue([candidate(new ScriptedProvider(() => [sick()], 'first')), candidate(new ScriptedProvider(() => say('I am here.'), 'second'))], undefined);
    expect(await ask(catalogue)).toMatchObject({ text: 'I am here.', usage: { model: 'second/model', provider: 'second' } });
  });

  it('does not start over once something was said', async () => {
    const second = new ScriptedProvider(() => say('Me too.'), 'second');
    const catalogue = new ModelCatalogue([candidate(new ScriptedProvider(() => [{ type: 'text', text: 'I' }, sick()], 'first')), candidate(second)], undefined);
    expect(await ask(catalogue)).toMatchObject({ text: 'I', usage: { model: 'first/model' }, error: { code: 'MODEL_FAILED' } });
    expect(second.requests).toEqual([]);
  });

  it('names the last fault when none answers', async () => {
    const catalogue = new ModelCatalogue([candidate(new ScriptedProvider(() => [sick()], 'first')), candidate(new ScriptedProvider(() => [new ModelError('second is ill too', { next: true, sick: true })], 'second'))], undefined);
    expect(await ask(catalogue)).toMatchObject({ usage: undefined, error: { code: 'MODEL_FAILED', message: expect.stringContaining('second is ill too') } });
  });

  it('does not ask another when the request itself was refused', async () => {
    const second = new ScriptedProvider(() => say('Me too.'), 'second');
    const refused = new ModelError('first rejected the request', { next: false, sick: false });
    const catalogue = new ModelCatalogue([candidate(new ScriptedProvider(() => [refused], 'first')), candidate(second)], undefined);
    expect((await ask(catalogue)).error?.message).toContain('rejected');
    expect(second.requests).toEqual([]);
  });
});
