import type { Section } from './section.js';

/** Longer sections are cut between paragraphs, so that a quoted passage stays readable. */
const MAX_CHARACTERS = 1_200;
const HEADING = /^(#{1,6})\s+(.+?)\s*#*$/;
const FENCE = /^\s*(```|~~~)/;

/** Cuts a Markdown file at its headings, leaving code blocks whole. */
export function splitSections(file: string, markdown: string): Section[] {
  const sections: Section[] = [];
  const titles: string[] = [];
  let lines: string[] = [];
  let fenced = false;
  const flush = () => {
    const heading = titles.findLast(Boolean) ?? file.split('/').at(-1) ?? file;
    const above = titles.filter(Boolean).slice(0, -1).join(' ');
    for (const text of passages(lines.join('\n'))) sections.push({ file, heading, above, text });
    lines = [];
  };
  for (const line of markdown.split(/\r?\n/)) {
    if (FENCE.test(line)) fenced = !fenced;
    const [, marks, title] = (!fenced && HEADING.exec(line)) || [];
    if (marks === undefined || title === undefined) {
      lines.push(line);
      continue;
    }
    flush();
    titles.length = marks.length - 1;
    titles[marks.length - 1] = plain(title);
  }
  flush();
  return sections;
}

function passages(text: string): string[] {
  const found: string[] = [];
  for (const paragraph of paragraphs(text)) {
    const last = found.at(-1);
    if (last !== undefined && last.length + paragraph.length < MAX_CHARACTERS) found[found.length - 1] = `${last}\n\n${paragraph}`;
    else found.push(paragraph);
  }
  return found;
}

/** Blank lines part paragraphs, but not inside a code block. */
function paragraphs(text: string): string[] {
  const found = [''];
  let fenced = false;
  for (const line of text.split('\n')) {
    if (FENCE.test(line)) fenced = !fenced;
    if (line.trim() === '' && !fenced) found.push('');
    else found[found.length - 1] += `${line}\n`;
  }
  return found.map((paragraph) => paragraph.trim()).filter(Boolean);
}

/** A title without Markdown's marks. */
function plain(title: string): string {
  return title.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[*`]/g, '');
}
