import { cleanFileName } from './file-name.js';

describe('cleanFileName', () => {
  it.each([
    ['report.pdf', 'report.pdf'],
    ['C:\\Users\\ana\\report.pdf', 'report.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['a\r\nSet-Cookie: x.pdf', 'aSet-Cookie: x.pdf'],
    ['invoice\u202efdp.exe', 'invoicefdp.exe'],
    ['invoice\u061cfdp\u2067.exe', 'invoicefdp.exe'],
    ['a\u2028b\u2029c\u0085d.pdf', 'abcd.pdf'],
    ['👩‍🔬.pdf', '👩‍🔬.pdf'],
    ['..', 'file'],
    ['', 'file'],
    ['\ud800', 'file'],
  ])('turns %j into %j', (given, clean) => {
    expect(cleanFileName(given)).toBe(clean);
  });

  it('keeps a long name within 255 bytes and whole characters', () => {
    const clean = cleanFileName('ü'.repeat(400));
    expect(Buffer.byteLength(clean)).toBe(254);
    expect(clean).toMatch(/^ü+$/);
  });
});
