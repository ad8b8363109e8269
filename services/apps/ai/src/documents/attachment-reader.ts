import { randomUUID } from 'node:crypto';
import { DomainError, type AiChatEvent, type AiMessage, type AiSkill } from '@mateship/contracts';
import type { RunBudget } from '../loop/run-budget.js';
import type { Platform } from '../loop/skill-port.js';
import type { SkillRunner } from '../loop/skill-runner.js';
import { summarise } from '../loop/tool-output.js';
import type { Attachment, ReadFiles } from '../models/model-provider.js';
import { toolName } from '../models/tool-name.js';
import { readDocument, type Document } from '../retrieval/document.js';

const READER = { app: 'pdf', skill: 'extract' };
const MOST_FILES = 5;
const MAX_TEXT_BYTES = 2_000_000;

export interface ReaderParts {
  skills: SkillRunner;
  granted: readonly AiSkill[];
  platform: Platform;
  budget: RunBudget;
}

/** The attachments of a whole conversation, newest message first, each file once; nothing of them is read yet. */
export function unreadFiles(messages: readonly AiMessage[]): ReadFiles {
  const lists = messages.toReversed().map(({ attachments }) => attachments).filter((list) => list.length > 0);
  const all = lists.flat();
  const attachments = all.filter((file, index) => all.findIndex(({ id }) => id === file.id) === index);
  return { attachments, latest: (lists[0] ?? []).map(({ id }) => id), documents: [], failures: [] };
}

/** Reads the files of a conversation: PDFs by the skill pdf/extract, plain text directly. What cannot be read is said, not hidden. */
export class AttachmentReader {
  constructor(private readonly parts: ReaderParts) {}

  async *read(unread: ReadFiles): AsyncGenerator<AiChatEvent, ReadFiles> {
    const files: ReadFiles = { ...unread, documents: [], failures: [] };
    for (const file of unread.attachments.slice(0, MOST_FILES)) {
      if (isPdf(file)) yield* this.readPdf(file, files);
      else if (isText(file)) await this.readText(file, files);
      else files.failures.push({ fileName: file.name, message: 'This kind of file cannot be read yet.' });
    }
    return files;
  }

  private async *readPdf(file: Attachment, files: ReadFiles): AsyncGenerator<AiChatEvent> {
    const { skills, granted, budget } = this.parts;
    if (budget.callsLeft === 0 || !granted.some(({ app, skill }) => app === READER.app && skill === READER.skill)) {
      files.failures.push({ fileName: file.name, message: 'The skill that reads PDF files may not be used here.' });
      return;
    }
    budget.takeCalls(1);
    const id = randomUUID();
    const call = skills.read({ id, name: toolName(READER), arguments: JSON.stringify({ fileId: file.id }) });
    yield { event: 'tool_call', data: { id, app: call.app, skill: call.skill, input: call.input } };
    const result = await skills.run(call);
    yield { event: 'tool_result', data: { id, ok: result.ok, summary: summarise(result) } };
    const document = result.ok ? readDocument(result.output) : null;
    if (document) files.documents.push({ ...document, fileId: file.id, fileName: file.name });
    else files.failures.push({ fileName: file.name, message: result.ok ? 'The file could not be read.' : result.message });
  }

  private async readText(file: Attachment, files: ReadFiles): Promise<void> {
    try {
      const bytes = await this.parts.platform.files.bytes(file.id, MAX_TEXT_BYTES);
      files.documents.push(textDocument(file, new TextDecoder().decode(bytes)));
    } catch (error) {
      this.parts.platform.signal.throwIfAborted();
      files.failures.push({ fileName: file.name, message: error instanceof DomainError ? error.message : 'The file could not be read.' });
    }
  }
}

function textDocument({ id, name }: Attachment, text: string): Document {
  return { fileId: id, fileName: name, pageCount: null, outline: [], pages: [{ page: null, text }] };
}

function isPdf({ mime, name }: Attachment): boolean {
  return mime === 'application/pdf' || name.toLowerCase().endsWith('.pdf');
}

function isText({ mime, name }: Attachment): boolean {
  return mime.startsWith('text/') || mime === 'application/json' || /\.(?:md|txt|csv|tsv|json|ya?ml|log)$/i.test(name);
}
