import { setImmediate } from 'node:timers/promises';
import type { ModelEvent, ModelProvider, ModelRequest } from '../../models/model-provider.js';
import { decide } from './decide.js';
import { IntentClassifier } from './intent-classifier.js';

const PIECE = /\s*\S+(?:\s+\S+){0,2}/g;

/**
 * The assistant that needs no model and no network: a small trained classifier that picks a skill, and retrieval that
 * answers questions about files by quoting them. It says plainly that it is no language model.
 */
export class OfflineProvider implements ModelProvider {
  readonly id = 'offline';
  private readonly classifier = new IntentClassifier();

  async *stream(_model: string, request: ModelRequest): AsyncGenerator<ModelEvent> {
    const step = await decide(request, this.classifier);
    if ('call' in step) {
      yield { type: 'calls', calls: [step.call] };
      yield { type: 'end', reason: 'tool_calls' };
      return;
    }
    for (const [piece] of step.text.trimEnd().matchAll(PIECE)) {
      request.signal.throwIfAborted();
      yield { type: 'text', text: piece };
      await setImmediate();
    }
    yield { type: 'end', reason: 'stop' };
  }
}
