import { createTestApp, type TestApp } from '@mateship/app-sdk/testing';
import { app } from '../src/app.js';
import type { ExtractOutput } from '../src/skills/extract/extract.contract.js';
import type { ScreenshotOutput } from '../src/skills/screenshot/screenshot.contract.js';
import { failureOf } from './fixtures/engine.js';
import { flateBomb } from './fixtures/hostile-pdfs.js';
import { decodePng } from '@mateship/dev-env/documents';
import { FACTS, realWorldPdf } from '@mateship/dev-env/documents';

let platform: TestApp;
beforeAll(async () => {
  const pdf = (bytes: Buffer, name = 'Geschäftsbericht 2025.pdf') => ({ name, mime: 'application/pdf', bytes });
  platform = await createTestApp(app, {
    files: { report: pdf(await realWorldPdf()), locked: pdf(await realWorldPdf({ userPassword: 'secret' })), bomb: pdf(flateBomb()), note: pdf(Buffer.from('no pdf')) },
  });
});
afterAll(() => platform.stop());

const codeOf = async (skill: string, input: unknown): Promise<string> => (await failureOf(platform.call(skill, input))).code;

describe('pdf/extract', () => {
  it('answers with file, pages and outline', async () => {
    const answer = (await platform.call('extract', { fileId: 'report', pages: '17' })) as ExtractOutput;
    expect(answer).toMatchObject({ fileId: 'report', fileName: 'Geschäftsbericht 2025.pdf', pageCount: 30 });
    expect(answer.pages).toHaveLength(1);
    expect(answer.pages[0]?.text).toContain(FACTS.sentence.text);
  });

  it.each([
    [{ fileId: 'locked' }, 'PDF_ENCRYPTED'],
    [{ fileId: 'note' }, 'PDF_INVALID'],
    [{ fileId: 'bomb' }, 'PDF_LIMIT'],
    [{ fileId: 'absent' }, 'NOT_FOUND'],
    [{ fileId: 'report', pages: '31' }, 'PAGE_OUT_OF_RANGE'],
    [{ fileId: 'report', pages: '5-3' }, 'VALIDATION_FAILED'],
  ])('refuses %j with %s', async (input, code) => {
    expect(await codeOf('extract', input)).toBe(code);
  });

  it('does not answer from memory once the file is out of reach', async () => {
    const file = platform.gateway.files.get('report')!;
    platform.gateway.files.set('shared', file);
    await platform.call('extract', { fileId: 'shared', pages: '1' });
    platform.gateway.files.delete('shared');
    expect(await codeOf('extract', { fileId: 'shared', pages: '1' })).toBe('NOT_FOUND');
  });
});

describe('pdf/screenshot', () => {
  it('saves a PNG of the page as a file of the call', async () => {
    const answer = (await platform.call('screenshot', { fileId: 'report', page: 17 })) as ScreenshotOutput;
    expect(answer).toMatchObject({ page: 17, width: 1000, height: 1414, mime: 'image/png' });
    const saved = platform.gateway.files.get(answer.fileId);
    expect(saved?.name).toBe('Geschäftsbericht 2025-page-17.png');
    expect(decodePng(saved!.bytes)).toMatchObject({ width: 1000, height: 1414 });
  });

  it('refuses a page that the document does not have', async () => {
    expect(await codeOf('screenshot', { fileId: 'report', page: 31 })).toBe('PAGE_OUT_OF_RANGE');
  });
});
