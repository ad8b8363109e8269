import { AI_CHAT_EVENTS, DomainError } from '@mateship/contracts';
import { ALL_SKILLS, EXTRACT, fakePlatform, REPORT_FILE, SUPPORT, WIPE } from '../../../test/fixtures/platform.js';
import { ask, catalogueOf, chatInput, collect, eventsNamed, say, ScriptedProvider, textOf } from '../../../test/fixtures/scripted-provider.js';
import { ModelError } from '../../models/model-error.js';
import { runChat } from './run-chat.js';

async function run(provider: ScriptedProvider, input = chatInput('Hello'), platform = fakePlatform().platform) {
  return collect(runChat(input, platform, catalogueOf(provider)));
}

describe('a run of ai/chat', () => {
  it('streams the text, then usage with the model that answered, then finish', async () => {
    const events = await run(new ScriptedProvider(() => say('Hi there.')));
    expect(events).toEqual([
      { event: 'delta', data: { text: 'Hi there.' } },
      { event: 'usage', data: { inputTokens: 10, outputTokens: 5, model: 'scripted/model', provider: 'scripted' } },
      { event: 'finish', data: { reason: 'stop' } },
    ]);
  });

  it('sends only events of the contract', async () => {
    const provider = new ScriptedProvider((round) => (round === 0 ? ask('support__search', '{"query":"backup"}') : say('Run it [1].')));
    for (const { event, data } of await run(provider, chatInput('How?', { skills: [SUPPORT] }))) expect(AI_CHAT_EVENTS[event].parse(data)).toEqual(data);
  });

  it('runs the skill that the model asks for and gives it the answer', async () => {
    const { platform, calls } = fakePlatform();
    const provider = new ScriptedProvider((round) => (round === 0 ? ask('support__search', '{"query":"backup"}') : say('Run it [1].')));
    const events = await run(provider, chatInput('How do I back up?', { skills: [SUPPORT] }), platform);
    expect(calls).toEqual([{ name: 'support/search', input: { query: 'backup' } }]);
    expect(events.map(({ event }) => event)).toEqual(['tool_call', 'tool_result', 'delta', 'citation', 'usage', 'finish']);
    expect(provider.requests[1]?.turns.at(-1)).toMatchObject({ role: 'tool', result: { ok: true } });
    expect(eventsNamed(events, 'usage')[0]).toMatchObject({ inputTokens: 20, outputTokens: 10 });
  });

  it.each([
    ['a name that was made up', 'nope__nothing', '{}', 'TOOL_DENIED'],
    ['a skill that was not granted', 'pdf__extract', '{"fileId":"f"}', 'TOOL_DENIED'],
    ['a destructive skill', 'files__wipe', '{}', 'TOOL_CONFIRMATION_REQUIRED'],
    ['garbage arguments', 'support__search', '{"query": ', 'VALIDATION_FAILED'],
    ['arguments that are no object', 'support__search', '[1]', 'VALIDATION_FAILED'],
  ])('refuses %s to the model without calling anything', async (_case, name, args, code) => {
    const { platform, calls } = fakePlatform();
    const provider = new ScriptedProvider((round) => (round === 0 ? ask(name, args) : say('I could not.')));
    const events = await run(provider, chatInput('Do it', { skills: [SUPPORT, WIPE] }), platform);
    expect(calls).toEqual([]);
    expect(provider.requests[1]?.turns.at(-1)).toMatchObject({ role: 'tool', result: { ok: false, code } });
    expect(eventsNamed(events, 'tool_result')[0]).toMatchObject({ ok: false });
    expect(textOf(events).trim()).toBe('I could not.');
  });

  it('gives the fault of a skill to the model and shows it', async () => {
    const { platform } = fakePlatform({ 'pdf/extract': () => { throw new DomainError('PDF_ENCRYPTED'); } });
    const provider = new ScriptedProvider((round) => (round === 0 ? ask('pdf__extract', '{"fileId":"f"}') : say('It is locked.')));
    const events = await run(provider, chatInput('Read', { skills: [EXTRACT] }), platform);
    expect(provider.requests[1]?.turns.at(-1)).toMatchObject({ result: { ok: false, code: 'PDF_ENCRYPTED' } });
    expect(eventsNamed(events, 'tool_result')[0]?.summary).toMatch(/password/);
  });

  it('keeps what an unexpected fault says from the model', async () => {
    const { platform } = fakePlatform({ 'support/search': () => { throw new Error('secret path /etc'); } });
    const provider = new ScriptedProvider((round) => (round === 0 ? ask('support__search', '{"query":"x"}') : say('No.')));
    await run(provider, chatInput('Search', { skills: [SUPPORT] }), platform);
    expect(JSON.stringify(provider.requests[1]?.turns)).not.toContain('secret path');
  });

  it('ends tool calls that never end with TOOL_BUDGET, after usage', async () => {
    const { platform, calls } = fakePlatform();
    const provider = new ScriptedProvider(() => ask('support__search', '{"query":"more"}'));
    const events = await run(provider, chatInput('Go on', { skills: [SUPPORT] }), platform);
    expect(calls).toHaveLength(5);
    expect(events.slice(-2).map(({ event, data }) => [event, 'code' in data ? data.code : null])).toEqual([['usage', null], ['error', 'TOOL_BUDGET']]);
  });

  it('ends with TOOL_BUDGET when the tokens are used up before there is an answer', async () => {
    const provider = new ScriptedProvider(() => ask('support__search', '{"query":"more"}'));
    const events = await run(provider, chatInput('Go', { skills: [SUPPORT], budget: { calls: 100, tokens: 12, milliseconds: 10_000 } }));
    expect(provider.requests.map(({ maxTokens }) => maxTokens)).toEqual([12, 7, 2]);
    expect(eventsNamed(events, 'error')[0]?.code).toBe('TOOL_BUDGET');
  });

  it('ends with TOOL_BUDGET when the time is up, even while a skill runs', async () => {
    const { platform } = fakePlatform({ 'support/search': () => new Promise(() => {}) });
    const provider = new ScriptedProvider(() => ask('support__search', '{"query":"slow"}'));
    const events = await run(provider, chatInput('Go', { skills: [SUPPORT], budget: { calls: 3, tokens: 100, milliseconds: 50 } }), platform);
    expect(eventsNamed(events, 'error')[0]).toMatchObject({ code: 'TOOL_BUDGET', message: expect.stringContaining('longer') });
  });

  it('offers no tools when no calls are left', async () => {
    const provider = new ScriptedProvider(() => say('ok'));
    await run(provider, chatInput('Go', { skills: [SUPPORT], budget: { calls: 0, tokens: 100, milliseconds: 1000 } }));
    expect(provider.requests[0]?.tools).toEqual([]);
  });

  it('cuts off a model that ignores its token limit', async () => {
    const endless = Array.from({ length: 500 }, () => ({ type: 'text' as const, text: 'word '.repeat(10) }));
    const events = await run(new ScriptedProvider(() => [...endless]), chatInput('Go', { budget: { calls: 0, tokens: 20, milliseconds: 1000 } }));
    expect(textOf(events).length).toBeLessThan(400);
    expect(events.at(-1)).toEqual({ event: 'finish', data: { reason: 'length' } });
  });

  it('says when the provider failed and for which model the usage is', async () => {
    const fault = new ModelError('local broke off its answer', { next: true, sick: true });
    const events = await run(new ScriptedProvider(() => [{ type: 'text', text: 'Half an' }, fault]));
    expect(events.map(({ event }) => event)).toEqual(['delta', 'usage', 'error']);
    expect(events.at(-1)?.data).toEqual({ code: 'MODEL_FAILED', message: 'The model provider could not answer: local broke off its answer.' });
  });

  it('just ends when the caller is gone', async () => {
    const caller = new AbortController();
    const { platform } = fakePlatform({ 'support/search': () => { caller.abort(); return new Promise(() => {}); } }, caller.signal);
    const events = await run(new ScriptedProvider(() => ask('support__search', '{}')), chatInput('Go', { skills: [SUPPORT] }), platform);
    expect(events.map(({ event }) => event)).toEqual(['tool_call']);
  });

  it('says that a model does not exist', async () => {
    const events = await run(new ScriptedProvider(() => say('x')), chatInput('Go', { model: 'no/such' }));
    expect(events).toEqual([{ event: 'error', data: { code: 'NOT_FOUND', message: expect.stringContaining('no/such') } }]);
  });

  it('drops citations of sources that do not exist', async () => {
    const events = await run(new ScriptedProvider(() => say('True [1]. False [99].')));
    expect(textOf(events)).toBe('True. False.');
    expect(eventsNamed(events, 'citation')).toEqual([]);
  });
});

describe('a run with attachments', () => {
  const messages = [{ role: 'user' as const, content: 'What was the revenue of region North?', attachments: [REPORT_FILE] }];

  it('gives a language model the fitting passages, not the whole file', async () => {
    const provider = new ScriptedProvider(() => say('4,211 kEUR [1].'));
    const events = await run(provider, chatInput('', { messages, skills: ALL_SKILLS }));
    const content = JSON.stringify(provider.requests[0]?.turns);
    expect(content).toContain('Region North | 4,211 | 12 %');
    expect(content).toContain('report.pdf, page 17');
    expect(content.length).toBeLessThan(9000);
    expect(eventsNamed(events, 'citation')[0]).toMatchObject({ fileId: 'file-report', fileName: 'report.pdf', page: 17 });
  });

  it('reads the files of earlier messages again for a follow-up question', async () => {
    const { platform, calls } = fakePlatform();
    const followUp = [...messages, { role: 'assistant' as const, content: '4,211.', attachments: [] }, { role: 'user' as const, content: 'And how long is the warranty?', attachments: [] }];
    const provider = new ScriptedProvider(() => say('24 months.'));
    await run(provider, chatInput('', { messages: followUp, skills: ALL_SKILLS }), platform);
    expect(calls).toEqual([{ name: 'pdf/extract', input: { fileId: 'file-report' } }]);
    expect(JSON.stringify(provider.requests[0]?.turns)).toContain('twenty-four months');
  });

  it('does not read files for a word of thanks', async () => {
    const { platform, calls } = fakePlatform();
    await run(new ScriptedProvider(() => say('Welcome.')), chatInput('', { messages: [...messages, { role: 'user', content: 'Thanks!', attachments: [] }], skills: ALL_SKILLS }), platform);
    expect(calls).toEqual([]);
  });

  it('tells the model which file could not be read and why', async () => {
    const { platform } = fakePlatform({ 'pdf/extract': () => { throw new DomainError('PDF_ENCRYPTED'); } });
    const provider = new ScriptedProvider(() => say('It is locked.'));
    const events = await run(provider, chatInput('', { messages, skills: ALL_SKILLS }), platform);
    expect(JSON.stringify(provider.requests[0]?.turns)).toContain('not readable: The PDF is protected');
    expect(eventsNamed(events, 'tool_result')[0]?.ok).toBe(false);
  });

  it('reads plain text without a skill', async () => {
    const { platform, calls } = fakePlatform();
    const provider = new ScriptedProvider(() => say('Rotkehlchen [1].'));
    const text = [{ role: 'user' as const, content: 'What is the password of the cellar?', attachments: [{ id: 't1', name: 'note.txt', mime: 'text/plain', size: 50 }] }];
    const events = await run(provider, chatInput('', { messages: text, skills: ALL_SKILLS }), platform);
    expect(calls).toEqual([]);
    expect(eventsNamed(events, 'citation')[0]).toMatchObject({ fileId: 't1', page: null });
  });
});

describe('a run for a caller with tools of its own', () => {
  const passthrough = { messages: [{ role: 'user', content: 'weather? [99]' }], tools: [{ type: 'function', function: { name: 'weather' } }] };

  it('hands tool calls to the caller as they come and runs nothing', async () => {
    const fragments = [
      { type: 'caller_call' as const, index: 0, id: 'c1', name: 'weather', arguments: '' },
      { type: 'caller_call' as const, index: 0, id: '', name: '', arguments: '{"city":' },
      { type: 'end' as const, reason: 'tool_calls' as const },
    ];
    const { platform, calls } = fakePlatform();
    const provider = new ScriptedProvider(() => fragments);
    const events = await run(provider, chatInput('weather?', { passthrough, skills: ALL_SKILLS }), platform);
    expect(eventsNamed(events, 'caller_tool_call')).toEqual([
      { index: 0, id: 'c1', name: 'weather', arguments: '' },
      { index: 0, id: '', name: '', arguments: '{"city":' },
    ]);
    expect(events.at(-1)).toEqual({ event: 'finish', data: { reason: 'tool_calls' } });
    expect(provider.requests[0]).toMatchObject({ passthrough, tools: [] });
    expect(calls).toEqual([]);
  });

  it('leaves brackets in the text alone', async () => {
    const events = await run(new ScriptedProvider(() => say('a [99] b')), chatInput('x', { passthrough }));
    expect(textOf(events)).toBe('a [99] b');
  });
});
