import { DomainError, type AiSkill } from '@mateship/contracts';
import type { ToolCall, ToolResult } from '../models/model-provider.js';
import { findTool } from '../models/tool-name.js';
import { clip } from '../retrieval/sentences.js';
import { abortable } from './abortable.js';
import type { Platform } from './skill-port.js';

/** A call as a person sees it: which skill, with what. */
export interface ReadCall {
  app: string;
  skill: string;
  input: unknown;
  refusal: ToolResult | null;
}

/** Runs the calls that a model asks for, but only those of granted skills. Faults become results that the model can read. */
export class SkillRunner {
  constructor(
    private readonly granted: readonly AiSkill[],
    private readonly platform: Platform,
  ) {}

  /** Reads a call; `refusal` says why it must not run. */
  read(call: ToolCall): ReadCall {
    const tool = findTool(this.granted, call.name);
    const input = parseInput(call.arguments);
    if (!tool) {
      const [app = '', skill = ''] = clip(call.name, 100).split('__');
      return { app, skill, input: input ?? null, refusal: refuse('TOOL_DENIED', `There is no tool named ${JSON.stringify(clip(call.name, 100))} here. Use only the tools that are listed.`) };
    }
    const { app, skill, destructive } = tool;
    if (!input) return { app, skill, input: clip(call.arguments, 500), refusal: refuse('VALIDATION_FAILED', 'The arguments are not a JSON object. Send one that fits the schema of the tool.') };
    if (destructive) return { app, skill, input, refusal: refuse('TOOL_CONFIRMATION_REQUIRED', 'This skill changes things and needs the approval of the person first.') };
    return { app, skill, input, refusal: null };
  }

  async run({ app, skill, input, refusal }: ReadCall): Promise<ToolResult> {
    if (refusal) return refusal;
    try {
      return { ok: true, output: await abortable(this.platform.skills.call(app, skill, input), this.platform.signal) };
    } catch (error) {
      this.platform.signal.throwIfAborted();
      if (error instanceof DomainError) return refuse(error.code, error.message);
      return refuse('SKILL_FAILED', 'The app could not finish this request.');
    }
  }
}

function refuse(code: string, message: string): ToolResult {
  return { ok: false, code, message };
}

/** A model that wants no arguments may send nothing at all. */
function parseInput(text: string): Record<string, unknown> | null {
  if (!text.trim()) return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}
