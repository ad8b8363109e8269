import { annualReport } from '../../test/fixtures/annual-report.js';
import { REPORT_FILE } from '../../test/fixtures/platform.js';
import { SourceList } from '../citations/source-list.js';
import type { ReadFiles } from '../models/model-provider.js';
import { fileContext } from './file-context.js';

const asked = (question: string) => ({ question, before: null });

function files(overrides: Partial<ReadFiles> = {}): ReadFiles {
  return { attachments: [REPORT_FILE], latest: [REPORT_FILE.id], documents: [annualReport()], failures: [], ...overrides };
}

describe('what a language model gets to know of files', () => {
  it('is nothing without files', () => {
    expect(fileContext(files({ attachments: [], documents: [] }), asked('x'), new SourceList())).toBe('');
  });

  it('is a whole short file, page by page', () => {
    const short = { ...annualReport(), pageCount: 2, pages: [{ page: 1, text: 'One.' }, { page: 2, text: 'Two.' }] };
    const context = fileContext(files({ documents: [short] }), asked('anything'), new SourceList());
    expect(context).toContain('[1] report.pdf, page 1:\nOne.');
    expect(context).toContain('[2] report.pdf, page 2:\nTwo.');
    expect(context).not.toContain('excerpts');
  });

  it('is the fitting passages of a long file, with their numbers and table headers', () => {
    const sources = new SourceList();
    const context = fileContext(files(), asked('How many employees does region East have?'), sources);
    expect(context).toMatch(/\[\d+\] report\.pdf, page 9 \(4 Headcount — Region \| Employees \| Change\): Region East \| 377/);
    expect(context).toContain('excerpts');
    expect(context.length).toBeLessThan(6000);
  });

  it('is the beginning of a long file when no passage fits', () => {
    expect(fileContext(files(), asked('???'), new SourceList())).toContain('[1] report.pdf, page 1: Annual Report 2025');
  });

  it('names files that could not be read', () => {
    const failures = [{ fileName: 'report.pdf', message: 'Protected.' }];
    expect(fileContext(files({ documents: [], failures }), asked('x'), new SourceList())).toBe('Attached files:\n- report.pdf (file id file-report, not readable: Protected.)');
  });
});
