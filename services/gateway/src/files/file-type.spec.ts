import { detectFileType } from './file-type.js';

describe('detectFileType', () => {
  it.each([
    ['%PDF-1.7\n', 'application/pdf'],
    ['\u00ff\u00d8\u00ff\u00e0', 'image/jpeg'],
    ['\u0089PNG\r\n\u001a\n', 'image/png'],
  ])('knows %j by its first bytes', (head, type) => {
    expect(detectFileType(Buffer.from(head, 'latin1'))).toBe(type);
  });

  it('takes UTF-8 as text, also when a character is cut at the end', () => {
    expect(detectFileType(Buffer.from('Grüße'))).toBe('text/plain');
    expect(detectFileType(Buffer.from('Grü').subarray(0, 3))).toBe('text/plain');
  });

  it.each([
    ['GIF89a', Buffer.from('GIF89a\u0001\u0000')],
    ['HTML', Buffer.from(' <!DOCTYPE html>')],
    ['SVG', Buffer.from('<svg onload=alert(1)>')],
    ['bytes that are no UTF-8', Buffer.from([0xc3, 0x28, 0x41])],
    ['nothing', Buffer.alloc(0)],
  ])('accepts no %s', (_what, head) => {
    expect(detectFileType(head)).toBeNull();
  });
});
