import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { FolderMailer } from './folder.mailer.js';
import { formatMessage } from './mime-message.js';

const envelope = { from: 'mateship@localhost', date: new Date('2026-11-20T13:00:00Z') };
const mail = { to: 'alice@example.test', subject: 'Hello', text: 'Hello,\nyour code is 123456.\n' };

function partsOf(message: string): { headers: string[]; body: string } {
  const end = message.indexOf('\r\n\r\n');
  const unfolded = message.slice(0, end).replace(/\r\n[ \t]/g, ' ');
  return { headers: unfolded.split('\r\n'), body: message.slice(end + 4) };
}

describe('formatMessage', () => {
  it('writes headers, an empty line and a body that can be read as it is', () => {
    const { headers, body } = partsOf(formatMessage(mail, envelope));
    expect(headers).toEqual([
      'From: mateship@localhost',
      'To: alice@example.test',
      'Subject: Hello',
      'Date: Fri, 20 Nov 2026 13:00:00 +0000',
      expect.stringMatching(/^Message-ID: <[0-9a-f-]{36}@localhost>$/),
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: 7bit',
    ]);
    expect(body).toBe('Hello,\r\nyour code is 123456.\r\n\r\n');
  });

  it('writes other scripts and long lines as base64 in lines of 76', () => {
    for (const text of ['Grüße 🎉\n', `${'long '.repeat(300)}\n`]) {
      const { headers, body } = partsOf(formatMessage({ ...mail, text }, envelope));
      expect(headers).toContain('Content-Transfer-Encoding: base64');
      expect(body.split('\r\n').every((line) => line.length <= 76)).toBe(true);
      expect(Buffer.from(body, 'base64').toString()).toBe(text.replaceAll('\n', '\r\n'));
    }
  });

  it.each([
    'Hello\r\nBcc: mallory@example.test',
    'Hello\nBcc: mallory@example.test',
    'Hello\r\n\r\n<script>',
    'Grüße 🎉 '.repeat(20),
    '=?UTF-8?B?SGVsbG8=?=',
    'x'.repeat(500),
    'NUL \u0000 and bell \u0007',
  ])('keeps the subject %j inside its own header', (subject) => {
    const message = formatMessage({ ...mail, subject }, envelope);
    const { headers } = partsOf(message);
    expect(headers).toHaveLength(8);
    const words = headers[2]!.slice('Subject: '.length).split(' ');
    expect(words.every((word) => /^=\?UTF-8\?B\?[A-Za-z0-9+/=]*\?=$/.test(word) && word.length <= 75)).toBe(true);
    expect(words.map((word) => Buffer.from(word.slice(10, -2), 'base64').toString()).join('')).toBe(subject);
  });

  it.each([
    'alice@example.test\r\nBcc: mallory@example.test',
    'alice@example.test, mallory@example.test',
    'alice@example.test mallory@example.test',
    '<alice@example.test>',
    'alice',
    '',
    'alice@a@b',
    'ali\u0000ce@example.test',
  ])('refuses the address %j', (to) => {
    expect(() => formatMessage({ ...mail, to }, envelope)).toThrow('not one plain address');
  });
});

describe('FolderMailer', () => {
  it('leaves one whole .eml file for each mail, for its owner alone', async () => {
    const folder = path.join(await fs.mkdtemp(path.join(os.tmpdir(), 'mateship-mail-')), 'mail');
    const mailer = new FolderMailer(folder);
    await Promise.all(Array.from({ length: 10 }, () => mailer.send(mail)));
    const names = await fs.readdir(folder);
    expect(names).toHaveLength(10);
    expect(names.every((name) => name.endsWith('.eml'))).toBe(true);
    expect((await fs.stat(path.join(folder, names[0]!))).mode & 0o777).toBe(0o600);
    await fs.rm(path.dirname(folder), { recursive: true });
  });
});
