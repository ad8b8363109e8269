import { DomainError, type AiChatEvent, type AiMessage } from '@mateship/contracts';
import { ALL_SKILLS, fakePlatform, REPORT_FILE } from '../../test/fixtures/platform.js';
import { RunBudget } from '../loop/run-budget.js';
import { SkillRunner } from '../loop/skill-runner.js';
import { AttachmentReader, unreadFiles } from './attachment-reader.js';

const message = (...attachments: AiMessage['attachments']): AiMessage => ({ role: 'user', content: 'x', attachments });
const file = (id: string, name = `${id}.pdf`, mime = 'application/pdf') => ({ id, name, mime, size: 1 });

async function read(messages: AiMessage[], options: { calls?: number; fake?: ReturnType<typeof fakePlatform>; granted?: typeof ALL_SKILLS } = {}) {
  const { platform, calls } = options.fake ?? fakePlatform();
  const granted = options.granted ?? ALL_SKILLS;
  const budget = new RunBudget({ calls: options.calls ?? 10, tokens: 1, milliseconds: 1000 }, platform.signal);
  const reader = new AttachmentReader({ skills: new SkillRunner(granted, platform), granted, platform, budget });
  const events: AiChatEvent[] = [];
  const reading = reader.read(unreadFiles(messages));
  let next = await reading.next();
  for (; !next.done; next = await reading.next()) events.push(next.value);
  budget.stop();
  return { files: next.value, events, calls };
}

describe('files of a conversation', () => {
  it('come newest first and each only once', () => {
    const files = unreadFiles([message(file('a'), file('b')), message(file('c'), file('a')), message()]);
    expect(files.attachments.map(({ id }) => id)).toEqual(['c', 'a', 'b']);
    expect(files.latest).toEqual(['c', 'a']);
  });
});

describe('reading attachments', () => {
  it('shows each call and its result', async () => {
    const { events, files } = await read([message(REPORT_FILE)]);
    expect(events.map(({ event }) => event)).toEqual(['tool_call', 'tool_result']);
    expect(files.documents[0]).toMatchObject({ fileName: 'report.pdf', pageCount: 30 });
  });

  it('reads no more than five files', async () => {
    expect((await read([message(...'abcdefg'.split('').map((id) => file(id)))])).calls).toHaveLength(5);
  });

  it('keeps to the calls that are left', async () => {
    const { calls, files } = await read([message(file('a'), file('b'))], { calls: 1 });
    expect(calls).toHaveLength(1);
    expect(files.failures).toHaveLength(1);
  });

  it('reads the name of a file when its type says nothing', async () => {
    const { files, calls } = await read([message(file('t', 'notes.md', 'application/octet-stream'), file('p', 'scan.PDF', 'application/octet-stream'))]);
    expect(calls).toHaveLength(1);
    expect(files.documents.map(({ pageCount }) => pageCount)).toEqual([null, 30]);
  });

  it('says that it cannot read a picture', async () => {
    const { files } = await read([message(file('i', 'cat.png', 'image/png'))]);
    expect(files.failures).toEqual([{ fileName: 'cat.png', message: 'This kind of file cannot be read yet.' }]);
  });

  it('passes on why a file could not be read', async () => {
    const fake = fakePlatform({ 'pdf/extract': () => { throw new DomainError('PDF_INVALID'); } });
    expect((await read([message(file('a'))], { fake })).files.failures[0]?.message).toMatch(/damaged/);
  });

  it('does not trust an answer of another shape', async () => {
    const fake = fakePlatform({ 'pdf/extract': () => ({ hello: 1 }) });
    expect((await read([message(file('a'))], { fake })).files.failures).toEqual([{ fileName: 'a.pdf', message: 'The file could not be read.' }]);
  });

  it('does not call a skill that was not granted', async () => {
    const { calls, files } = await read([message(file('a'))], { granted: [] });
    expect(calls).toEqual([]);
    expect(files.failures).toHaveLength(1);
  });
});
