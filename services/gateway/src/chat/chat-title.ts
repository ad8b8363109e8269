const MAX_CHARACTERS = 60;
/** Of the line that a title is made from: enough for its words, and little work whatever somebody sends. */
const READ_CHARACTERS = 300;
const FENCE = /^(```|~~~)/;

/** A title from the first message: its first line in plain words, cut at a word; the file's name when there are no words. */
export function titleFrom(content: string, attachments: { name: string }[]): string {
  const lines = content.split('\n').map((part) => part.trim().slice(0, READ_CHARACTERS).toWellFormed());
  const plain = lines.filter((line) => !FENCE.test(line)).map(plainWords).find((words) => words !== '');
  return cut(plain ?? lines.find((line) => line !== '') ?? attachments[0]?.name ?? 'New chat');
}

/** Without the signs of Markdown that are not words; underscores stay, since names have them. */
function plainWords(line: string): string {
  return line
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(\*\*|\*|~~|`+)(?=\S)(.+?)(?<=\S)\1/g, '$2')
    .replace(/^[#>*+\-\s]+/, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function cut(title: string): string {
  if (title.length <= MAX_CHARACTERS) return title;
  const start = title.slice(0, MAX_CHARACTERS - 1);
  const word = start.lastIndexOf(' ');
  return `${(word > MAX_CHARACTERS / 2 ? start.slice(0, word) : start).toWellFormed()}…`;
}
