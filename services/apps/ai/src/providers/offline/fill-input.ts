import { z } from 'zod';
import type { AiSkill } from '@mateship/contracts';
import type { Attachment } from '../../models/model-provider.js';

const Property = z.looseObject({
  type: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  default: z.unknown().optional(),
  maxLength: z.int().min(1).optional(),
});
const Schema = z.looseObject({ properties: z.record(z.string(), Property).default({}), required: z.array(z.string()).default([]) });

export interface Filled {
  input: Record<string, unknown>;
  /** Required properties for which the message holds nothing. */
  missing: string[];
}

/** Fills a skill's input from what a person wrote and attached, by the names and types of its JSON Schema. */
export function fillInput(skill: AiSkill, message: string, attachments: readonly Attachment[]): Filled {
  const { properties, required } = Schema.parse(skill.input);
  const input: Record<string, unknown> = {};
  for (const [name, property] of Object.entries(properties)) {
    const value = valueFor(name, property, message, attachments);
    if (value !== undefined && (required.includes(name) || property.default === undefined || value !== property.default)) input[name] = value;
  }
  return { input, missing: required.filter((name) => !(name in input) && properties[name]?.default === undefined) };
}

function valueFor(name: string, property: z.infer<typeof Property>, message: string, attachments: readonly Attachment[]): unknown {
  if (/^file(?:_?id)?$/i.test(name)) return (mentioned(message, attachments) ?? attachments[0])?.id;
  if (/^file_?ids$/i.test(name)) return attachments.length > 0 ? attachments.map(({ id }) => id) : undefined;
  if (property.enum) return property.enum.find((choice) => typeof choice === 'string' && new RegExp(`\\b${escape(choice)}\\b`, 'i').test(message));
  if (isNumeric(property.type)) return numberFor(name, message);
  if (property.type !== 'string') return undefined;
  if (/^(?:url|link|address)$/i.test(name)) return /https?:\/\/[^\s<>"')]+/.exec(message)?.[0];
  if (/^(?:query|q|question|text|prompt|message|search|topic|term)$/i.test(name)) return message.trim().slice(0, property.maxLength);
  if (/^pages?$/i.test(name)) return /\b(?:pages?|seiten?)\s*(\d+(?:\s*[-–]\s*\d+)?)/i.exec(message)?.[1]?.replace(/\s*[-–]\s*/, '-');
  return undefined;
}

function numberFor(name: string, message: string): number | undefined {
  const word = escape(name);
  const near = new RegExp(`\\b${word}\\s*(?:of|=|:|is)?\\s*(\\d+)|(\\d+)\\s*${word}\\b`, 'i').exec(message);
  if (near) return Number(near[1] ?? near[2]);
  if (/^page$/i.test(name)) {
    const page = /\b(?:page|seite|p\.|s\.)\s*(\d+)/i.exec(message)?.[1];
    if (page) return Number(page);
    if (/\b(?:first|cover|title|erste[nr]?|titel)\s*-?(?:page|seite)\b/i.test(message)) return 1;
  }
  if (/width|breite/i.test(name)) {
    const width = /(\d{2,5})\s*(?:px|pixels?)\b/i.exec(message)?.[1];
    return width ? Number(width) : undefined;
  }
  return undefined;
}

function mentioned(message: string, attachments: readonly Attachment[]): Attachment | undefined {
  const text = message.toLowerCase();
  return attachments.find(({ name }) => text.includes(name.toLowerCase()));
}

function isNumeric(type: unknown): boolean {
  return type === 'integer' || type === 'number';
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
