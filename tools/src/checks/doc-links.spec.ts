import fs from 'node:fs';
import path from 'node:path';
import { readWorkspace } from '../test-run/workspace.ts';
import { root } from './source-files.ts';

const LINK = /\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)/g;

const documents = [root, ...readWorkspace(root).map((project) => project.folder)]
  .flatMap((folder) => fs.readdirSync(folder).map((name) => path.join(folder, name)))
  .concat(fs.readdirSync(path.join(root, 'docs'), { recursive: true }).map((name) => path.join(root, 'docs', String(name))))
  .filter((file) => file.endsWith('.md'));

describe('the documentation', () => {
  it('links only to files and headings that are there', () => {
    const broken = documents.flatMap((document) =>
      [...withoutCode(document).matchAll(LINK)].flatMap(([, file, heading]) => {
        const target = file ? path.resolve(path.dirname(document), file) : document;
        const fine = fs.existsSync(target) && (!heading || anchors(target).includes(heading));
        return fine ? [] : [`${path.relative(root, document)}: ${file ?? ''}${heading ? `#${heading}` : ''}`];
      }),
    );
    expect(broken).toEqual([]);
  });

  it('never claims what encryption at rest does not give', () => {
    const claims = documents.flatMap((document) =>
      withoutCode(document)
        .split('\n')
        .filter((line) => /zero[- ]knowledge|end-to-end encrypted/i.test(line) && !/\bnot\b|\bnever\b|\bnothing\b/i.test(line))
        .map((line) => `${path.relative(root, document)}: ${line.trim()}`),
    );
    expect(claims).toEqual([]);
  });

  it('keeps the style guide to 150 lines', () => {
    expect(fs.readFileSync(path.join(root, 'STYLE.md'), 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(150);
  });
});

function withoutCode(file: string): string {
  return fs.readFileSync(file, 'utf8').replace(/```[\s\S]*?```/g, '');
}

/** The anchors that Git hosts give to headings. */
function anchors(file: string): string[] {
  return [...withoutCode(file).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-'),
  );
}
