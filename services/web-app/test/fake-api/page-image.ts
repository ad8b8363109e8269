import { crc32, deflateSync } from 'node:zlib';

/** A PNG that looks like a printed page from afar: grey lines on white, A4. */
export function drawPage(width: number): Buffer {
  const height = Math.round((width * 297) / 210);
  const line = Math.max(6, Math.round(height / 70));
  const rows: Buffer[] = [];
  for (let y = 0; y < height; y += 1) {
    const row = Buffer.alloc(width + 1, 255);
    row[0] = 0;
    const n = Math.floor(y / line);
    const written = n > 4 && n < 64 && n % 2 === 1 && n % 14 !== 13 && y % line < line * 0.55;
    const length = 0.62 + 0.2 * Math.abs(Math.sin(n * 7));
    if (written) row.fill(n < 8 ? 60 : 165, Math.round(width * 0.1), Math.round(width * (n < 8 ? 0.5 : length)));
    rows.push(row);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.concat(rows))), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
