import { Injectable } from '@nestjs/common';
import { Email, Username, type Role, type User } from '@mateship/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import { normaliseLogin } from './login-name.js';
import { asTaken } from './users.errors.js';

/** An account with what signing in needs; never leaves the server. */
export interface Account {
  user: User;
  passwordHash: string;
  suspended: boolean;
}

export interface NewUser {
  id: string;
  username: string;
  email: string;
  passwordHash: string;
  role: Role;
  emailVerified: boolean;
}

interface Row {
  id: string;
  username: string;
  email: string;
  password_hash: string;
  role: Role;
  email_verified_at: Date | null;
  suspended_at: Date | null;
}

const COLUMNS = 'id, username, email, password_hash, role, email_verified_at, suspended_at';

@Injectable()
export class UsersRepository {
  constructor(private readonly dataSource: DataSource) {}

  async insert(manager: EntityManager, user: NewUser): Promise<User> {
    try {
      const rows: Row[] = await manager.query(
        `INSERT INTO user_account (id, username, email, password_hash, role, email_verified_at)
         VALUES ($1, $2, $3, $4, $5, CASE WHEN $6 THEN now() END) RETURNING ${COLUMNS}`,
        [user.id, user.username, user.email.toLowerCase(), user.passwordHash, user.role, user.emailVerified],
      );
      return toUser(rows[0]!);
    } catch (error) {
      throw asTaken(error);
    }
  }

  async find(id: string): Promise<User | null> {
    const rows: Row[] = await this.dataSource.query(`SELECT ${COLUMNS} FROM user_account WHERE id = $1`, [id]);
    return rows[0] ? toUser(rows[0]) : null;
  }

  /** The account that a user name or an e-mail address in any spelling belongs to. */
  async findByLogin(login: string): Promise<Account | null> {
    const name = normaliseLogin(login);
    const column = Username.safeParse(name).success ? 'username' : Email.safeParse(name).success ? 'email' : null;
    if (!column) return null;
    const rows: Row[] = await this.dataSource.query(`SELECT ${COLUMNS} FROM user_account WHERE ${column} = $1`, [name]);
    return rows[0] ? toAccount(rows[0]) : null;
  }

  async usernameExists(username: string): Promise<boolean> {
    const rows: unknown[] = await this.dataSource.query('SELECT 1 FROM user_account WHERE username = $1', [username]);
    return rows.length > 0;
  }

  async adminExists(): Promise<boolean> {
    const rows: unknown[] = await this.dataSource.query(`SELECT 1 FROM user_account WHERE role = 'admin' LIMIT 1`);
    return rows.length > 0;
  }

  async markEmailVerified(manager: EntityManager, id: string): Promise<void> {
    await manager.query('UPDATE user_account SET email_verified_at = now() WHERE id = $1 AND email_verified_at IS NULL', [id]);
  }
}

function toUser(row: Row): User {
  return { id: row.id, username: row.username, email: row.email, role: row.role, emailVerified: row.email_verified_at !== null };
}

function toAccount(row: Row): Account {
  return { user: toUser(row), passwordHash: row.password_hash, suspended: row.suspended_at !== null };
}
