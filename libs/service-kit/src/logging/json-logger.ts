import { isNativeError } from 'node:util/types';
import type { LoggerService } from '@nestjs/common';
import { createLogger, transports, format, type Logger } from 'winston';
import { requestContext } from '../context/request-context.js';
import { redact } from './redact.js';

/** Levels from loudest to quietest. */
export type LogLevelName = 'error' | 'warn' | 'info' | 'debug';

/** Nest tells of every module and route it sets up; that is only wanted when debugging. */
const BOOT_SOURCES = new Set(['InstanceLoader', 'NestFactory', 'NestApplication', 'RoutesResolver', 'RouterExplorer']);

const line = format((info) => {
  const { level, message, service_name, context } = info;
  const request = requestContext.getStore();
  const entry = { timestamp: new Date().toISOString(), service_name, trace_id: request?.traceId ?? null, level, message };
  const where = { ...(request ? { requestId: request.requestId } : {}), ...(context as object) };
  info[Symbol.for('message')] = JSON.stringify({ ...entry, context: where });
  return info;
});

/**
 * One JSON line on standard output per entry: timestamp, service_name, trace_id, level, message, context.
 * Besides the message it takes Nest's trailing source name, and objects, whose fields go into `context` with
 * secret-looking values redacted.
 */
export class JsonLogger implements LoggerService {
  private readonly winston: Logger;

  constructor(serviceName: string, level: LogLevelName = 'info') {
    this.winston = createLogger({
      level,
      defaultMeta: { service_name: serviceName },
      format: line(),
      transports: [new transports.Console()],
    });
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.write(BOOT_SOURCES.has(String(rest.at(-1))) ? 'debug' : 'info', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  private write(level: LogLevelName, message: unknown, rest: unknown[]): void {
    if (!this.winston.isLevelEnabled(level)) return;
    this.winston.log({ level, message: textOf(message), context: contextOf(message, rest) });
  }
}

function textOf(message: unknown): string {
  if (isNativeError(message)) return message.message;
  return typeof message === 'string' ? message : JSON.stringify(redact(message));
}

function contextOf(message: unknown, rest: unknown[]): Record<string, unknown> {
  const context: Record<string, unknown> = isNativeError(message) ? { error: redact(message) } : {};
  rest.forEach((part, index) => {
    if (isNativeError(part)) context.error = redact(part);
    else if (typeof part === 'object' && part !== null) Object.assign(context, redact(part));
    else if (typeof part !== 'string') return;
    else if (part.includes('\n    at ')) context.stack = part;
    else if (index === rest.length - 1) context.source = part;
    else context.detail = part;
  });
  return context;
}
