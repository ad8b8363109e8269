import zlib from 'node:zlib';

const MEBIBYTE = 1024 * 1024;

/** A PDF of a few megabytes whose only page unpacks to `mebibytes` of nothing. */
export function unpackingPdf(mebibytes: number): Buffer {
  return pdfOf([
    ['<< /Type /Catalog /Pages 2 0 R >>'],
    ['<< /Type /Pages /Kids [3 0 R] /Count 1 >>'],
    ['<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>'],
    ['/Filter /FlateDecode', packedSpaces(mebibytes)],
  ]);
}

/** A PDF that names one page a hundred thousand times. */
export function endlessPdf(): Buffer {
  return pdfOf([
    ['<< /Type /Catalog /Pages 2 0 R >>'],
    [`<< /Type /Pages /Kids [${'3 0 R '.repeat(100_000)}] /Count 100000 >>`],
    ['<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>'],
  ]);
}

/** Objects from number 1 on with their cross-reference table; with bytes the text is what stands in the dictionary of that stream. */
function pdfOf(objects: [text: string, bytes?: Buffer][]): Buffer {
  const parts = [Buffer.from('%PDF-1.7\n')];
  const offsets: number[] = [];
  let length = parts[0]!.length;
  for (const [index, [text, bytes]] of objects.entries()) {
    const body = bytes ? [`<< ${text} /Length ${bytes.length} >>\nstream\n`, bytes, '\nendstream'] : [text];
    const object = Buffer.concat([`${index + 1} 0 obj\n`, ...body, '\nendobj\n'].map((part) => Buffer.from(part)));
    offsets.push(length);
    length += object.length;
    parts.push(object);
  }
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  return Buffer.concat([...parts, Buffer.from(`xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${length}\n%%EOF\n`)]);
}

/** A deflate stream of one packed mebibyte after the other, so that making it costs no memory. */
function packedSpaces(mebibytes: number): Buffer {
  const block = zlib.deflateRawSync(Buffer.alloc(MEBIBYTE, ' '), { level: 9, finishFlush: zlib.constants.Z_FULL_FLUSH });
  return Buffer.concat([Buffer.from([0x78, 0xda]), ...Array.from({ length: mebibytes }, () => block), Buffer.from([3, 0])]);
}
