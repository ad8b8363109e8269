import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { loadPage } from './page.js';

const PLACE = '{{placeholder `http.request.uuid`}}';

describe('loadPage', () => {
  let folder: string;
  const written = (html: string): string => {
    writeFileSync(path.join(folder, 'index.html'), html);
    return folder;
  };
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'mateship-page-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('puts 128 random bits into the page and the same into its policy', () => {
    const { headers, body } = loadPage(written(`<meta nonce="${PLACE}"><p>é</p>`))();
    const nonce = /^<meta nonce="([\w-]{22})"><p>é<\/p>$/.exec(body)?.[1];
    expect(nonce).toBeDefined();
    expect(headers['content-security-policy']).toContain(`style-src 'self' 'nonce-${nonce}';`);
  });

  it('never gives the same nonce twice', () => {
    const page = loadPage(written(PLACE));
    expect(new Set(Array.from({ length: 1000 }, () => page().body)).size).toBe(1000);
  });

  it('forbids to store the page', () => {
    expect(loadPage(written(PLACE))().headers).toMatchObject({ 'cache-control': 'no-store', 'content-type': 'text/html; charset=utf-8' });
  });

  it.each(['<p>no place</p>', `${PLACE} ${PLACE}`, '{{placeholder "http.request.uuid"}}'])('refuses a page of another version: %s', (html) => {
    expect(() => loadPage(written(html))).toThrow('is of another version');
  });

  it('says that the page is not built', () => {
    expect(() => loadPage(folder)).toThrow(`The web client is not built: ${folder} holds no index.html.`);
  });

  it('knows the place in the page of the web client', () => {
    expect(loadPage(path.resolve(__dirname, '../../../web-app'))().body).toMatch(/<meta property="csp-nonce" nonce="[\w-]{22}" \/>/);
  });
});
