import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatMessage } from './mime-message.js';
import { Mailer, type Mail } from './mailer.js';

const FROM = 'mateship@localhost';

/** Puts each mail into a folder as an .eml file, whole or not at all; for installations without a mail transport. */
export class FolderMailer extends Mailer {
  constructor(private readonly folder: string) {
    super();
  }

  async send(mail: Mail): Promise<void> {
    const date = new Date();
    const message = formatMessage(mail, { from: FROM, date });
    const name = `${date.toISOString().replaceAll(':', '-')}-${randomUUID()}`;
    const draft = join(this.folder, `.${name}.draft`);
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await writeFile(draft, message, { mode: 0o600, flag: 'wx' });
    await rename(draft, join(this.folder, `${name}.eml`));
  }
}
