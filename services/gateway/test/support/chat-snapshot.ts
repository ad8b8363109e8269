import type { DataSource } from 'typeorm';

type Row = Record<string, unknown>;

/** The rows of a chat at one moment, as somebody with access to the database may keep and put back. */
export interface Snapshot {
  chat: Row;
  restore(): Promise<void>;
}

/** Takes a snapshot of a chat. */
export async function snapshotOf(dataSource: DataSource, chatId: string): Promise<Snapshot> {
  const [chat] = (await dataSource.query('SELECT * FROM chat WHERE id = $1', [chatId])) as [Row];
  const messages = await dataSource.query<Row[]>('SELECT * FROM message WHERE chat_id = $1 ORDER BY seq', [chatId]);
  const insert = (table: string, row: Row) => {
    const names = Object.keys(row);
    return dataSource.query(`INSERT INTO ${table} (${names.join(', ')}) OVERRIDING SYSTEM VALUE VALUES (${names.map((_name, index) => `$${index + 1}`).join(', ')})`, Object.values(row));
  };
  return {
    chat,
    restore: async () => {
      await dataSource.query('DELETE FROM chat WHERE id = $1', [chatId]);
      await insert('chat', chat);
      for (const row of messages) await insert('message', row);
    },
  };
}
