const MAX_CHARACTERS = 60;

/** A title from the first message: its first line, cut at a word; the file's name when there are no words. */
export function titleFrom(content: string, attachments: { name: string }[]): string {
  const line = content.split('\n').map((part) => part.trim()).find((part) => part !== '') ?? attachments[0]?.name ?? 'New chat';
  const plain = line.replace(/^[#>*\-\s]+/, '').replace(/\s+/g, ' ') || line;
  if (plain.length <= MAX_CHARACTERS) return plain;
  const cut = plain.slice(0, MAX_CHARACTERS - 1);
  const word = cut.lastIndexOf(' ');
  return `${(word > MAX_CHARACTERS / 2 ? cut.slice(0, word) : cut).toWellFormed()}…`;
}
