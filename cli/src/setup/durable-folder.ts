import fs from 'node:fs';
import path from 'node:path';

/** Owner of a file; null leaves it as it is. */
export type Owner = { user: number; group: number } | null;

/** Changes to folders that survive a crash. `step` is called before each; a test ends the work there. */
export class DurableFolder {
  constructor(
    readonly path: string,
    private readonly step: () => void,
  ) {}

  read(name: string): string | null {
    try {
      return fs.readFileSync(path.join(this.path, name), 'utf8').trim();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  /** All of the file or nothing; nothing is written when it already says so. */
  write(name: string, content: string, mode: number, owner: Owner): void {
    const file = path.join(this.path, name);
    if (this.read(name) !== content.trim()) {
      this.step();
      const temporary = path.join(this.path, `.${name}.new`);
      fs.rmSync(temporary, { force: true });
      const handle = fs.openSync(temporary, 'wx', mode);
      try {
        fs.writeSync(handle, `${content.trim()}\n`);
        if (owner !== null) fs.fchownSync(handle, owner.user, owner.group);
        fs.fsyncSync(handle);
      } finally {
        fs.closeSync(handle);
      }
      this.step();
      fs.renameSync(temporary, file);
      this.#sync();
    }
    this.#own(file, mode, owner);
  }

  /** Gives the folder and all in it to its owner. The modes of what services wrote are theirs. */
  own(mode: number, owner: Owner): void {
    if (owner !== null) {
      for (const entry of fs.readdirSync(this.path, { recursive: true, withFileTypes: true })) {
        const file = path.join(entry.parentPath, entry.name);
        const { uid, gid } = fs.lstatSync(file);
        if (uid !== owner.user || gid !== owner.group) fs.lchownSync(file, owner.user, owner.group);
      }
    }
    this.#own(this.path, mode, owner);
  }

  /** Names in the folder without the files that this class is just making, and without what a file system puts there. */
  entries(): string[] {
    return fs.readdirSync(this.path).filter((name) => name !== 'lost+found' && !/^\..*\.new$/.test(name));
  }

  #own(file: string, mode: number, owner: Owner): void {
    const stat = fs.lstatSync(file);
    if (owner !== null && (stat.uid !== owner.user || stat.gid !== owner.group)) fs.chownSync(file, owner.user, owner.group);
    // Giving a file away takes its set-id bits, so the mode comes last.
    if ((fs.lstatSync(file).mode & 0o7777) !== mode) fs.chmodSync(file, mode);
  }

  #sync(): void {
    const handle = fs.openSync(this.path, 'r');
    try {
      fs.fsyncSync(handle);
    } finally {
      fs.closeSync(handle);
    }
  }
}
