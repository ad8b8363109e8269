/** Adds a skill at the end of the `skills:` list of an app.yaml and keeps everything else, comments included. */
export function addToManifest(manifest: string, skill: { fileName: string; className: string }): string {
  const lines = manifest.trimEnd().split('\n');
  const start = lines.findIndex((line) => /^skills:/.test(line));
  if (start < 0) throw new Error('app.yaml has no "skills:".');
  const next = lines.findIndex((line, index) => index > start && /^[a-zA-Z]/.test(line));
  const end = next < 0 ? lines.length : next;
  lines[start] = 'skills:';
  lines.splice(end, 0, ...entry(skill.fileName, skill.className.replace(/(?<=[a-z0-9])(?=[A-Z])/g, ' ')));
  return `${lines.join('\n')}\n`;
}

/** What the contract template produces as JSON Schema; the conformance suite compares the two. */
function entry(id: string, title: string): string[] {
  return `  - id: ${id}
    title: ${title}
    description: Says back the text that it is given.
    input:
      type: object
      properties:
        text:
          type: string
          minLength: 1
          maxLength: 10000
          description: What to say.
      required: [text]
      additionalProperties: false
    output:
      type: object
      properties:
        text:
          type: string
      required: [text]
      additionalProperties: false
    hints:
      readOnly: true
      idempotent: true
    examples:
      - say hello back to me`.split('\n');
}
