import { randomUUID } from 'node:crypto';
import type { Mail } from './mailer.js';

// One address and nothing else: no white space, no control characters, no list, no route.
const ADDRESS = /^[^\s\p{Cc}<>()[\],;:\\"@]+@[^\s\p{Cc}<>()[\],;:\\"@]+$/u;
const PLAIN = /^[\x20-\x7e]*$/;
const BYTES_PER_WORD = 45;
const MAX_LINE = 998;

/**
 * Writes a mail as RFC 5322 with a UTF-8 body (RFC 2045), readable as it is when it is plain ASCII. A line break in the subject ends up inside an
 * encoded word (RFC 2047), so it cannot start a header; an address with one is refused.
 */
export function formatMessage(mail: Mail, envelope: { from: string; date: Date }): string {
  const { encoding, lines: body } = encodeBody(mail.text);
  const headers = {
    From: address(envelope.from),
    To: address(mail.to),
    Subject: encodeSubject(mail.subject),
    Date: envelope.date.toUTCString().replace('GMT', '+0000'),
    'Message-ID': `<${randomUUID()}@${envelope.from.split('@')[1]}>`,
    'MIME-Version': '1.0',
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Transfer-Encoding': encoding,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [...lines, '', ...body, ''].join('\r\n');
}

function address(value: string): string {
  if (!ADDRESS.test(value)) throw new Error('The mail address is not one plain address.');
  return value;
}

function encodeSubject(subject: string): string {
  if (PLAIN.test(subject) && subject.length <= 70 && !subject.includes('=?')) return subject;
  return splitText(subject)
    .map((part) => `=?UTF-8?B?${Buffer.from(part).toString('base64')}?=`)
    .join('\r\n ');
}

/** Pieces that each fit an encoded word and break no character. */
function splitText(text: string): string[] {
  const parts = [''];
  for (const character of text) {
    const longer = parts.at(-1) + character;
    if (Buffer.byteLength(longer) <= BYTES_PER_WORD) parts[parts.length - 1] = longer;
    else parts.push(character);
  }
  return parts;
}

function encodeBody(text: string): { encoding: string; lines: string[] } {
  const lines = text.split(/\r\n|\r|\n/);
  if (lines.every((line) => PLAIN.test(line) && line.length <= MAX_LINE)) return { encoding: '7bit', lines };
  const base64 = Buffer.from(lines.join('\r\n')).toString('base64');
  return { encoding: 'base64', lines: base64.match(/.{1,76}/g) ?? [] };
}
