import { REPORT_FILE, SCREENSHOT, SUPPORT } from '../../../test/fixtures/platform.js';
import { fillInput } from './fill-input.js';

const skill = (properties: Record<string, unknown>, required: string[] = []) => ({ ...SUPPORT, input: { type: 'object', properties, required } });

describe('filling the input of a skill', () => {
  it('takes the newest file, or the one that is named', () => {
    const older = { ...REPORT_FILE, id: 'older', name: 'older.pdf' };
    expect(fillInput(SCREENSHOT, 'page 2 as image', [REPORT_FILE, older]).input).toEqual({ fileId: 'file-report', page: 2 });
    expect(fillInput(SCREENSHOT, 'page 2 of older.pdf', [REPORT_FILE, older]).input).toMatchObject({ fileId: 'older' });
  });

  it('reads numbers by their name', () => {
    expect(fillInput(SCREENSHOT, 'Bild von Seite 4, 1200 px', [REPORT_FILE]).input).toEqual({ fileId: 'file-report', page: 4, width: 1200 });
    expect(fillInput(SCREENSHOT, 'image of the first page', [REPORT_FILE]).input).toMatchObject({ page: 1 });
    expect(fillInput(skill({ count: { type: 'integer' } }), 'a count of 7', []).input).toEqual({ count: 7 });
  });

  it('puts the message where text is asked for', () => {
    expect(fillInput(SUPPORT, ' How do backups work? ', []).input).toEqual({ query: 'How do backups work?' });
  });

  it('sends no more text than the skill takes', () => {
    expect(fillInput(skill({ query: { type: 'string', maxLength: 5 } }), 'How do backups work?', []).input).toEqual({ query: 'How d' });
  });

  it('finds addresses and choices', () => {
    expect(fillInput(skill({ url: { type: 'string' } }), 'read https://example.org/a?b=1 please', []).input).toEqual({ url: 'https://example.org/a?b=1' });
    expect(fillInput(skill({ format: { enum: ['png', 'jpeg'] } }), 'as JPEG', []).input).toEqual({ format: 'jpeg' });
  });

  it('says what is missing', () => {
    expect(fillInput(SCREENSHOT, 'make an image', []).missing).toEqual(['fileId', 'page']);
    expect(fillInput(skill({ n: { type: 'integer', default: 3 } }, ['n']), 'x', []).missing).toEqual([]);
  });

  it('copes with a schema without properties', () => {
    expect(fillInput({ ...SUPPORT, input: { type: 'object' } }, 'x', [])).toEqual({ input: {}, missing: [] });
  });
});
