import fs from 'node:fs';
import path from 'node:path';

/** Writes a file so that after a crash either all of it is there or nothing. */
export function writeDurably(file: string, content: string, mode: number): void {
  const temporary = `${file}.${process.pid}`;
  const handle = fs.openSync(temporary, 'w', mode);
  try {
    fs.writeSync(handle, content);
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
  fs.renameSync(temporary, file);
  syncFolder(path.dirname(file));
}

function syncFolder(folder: string): void {
  const handle = fs.openSync(folder, 'r');
  try {
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}
