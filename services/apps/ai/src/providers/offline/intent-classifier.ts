import { createHash } from 'node:crypto';
import type { AiSkill } from '@mateship/contracts';
import { toolName } from '../../models/tool-name.js';
import { clip } from '../../retrieval/sentences.js';
import { ENGLISH_STOP_WORDS, GERMAN_STOP_WORDS } from '../../retrieval/stop-words.js';
import { stem, words } from '../../retrieval/terms.js';
import { ELSEWHERE, SMALL_TALK, type SmallTalk } from './intent-examples.js';

/** What a message is about: a kind of small talk, the function name of a skill, or nothing that is known. */
export type Intent = { kind: 'talk'; talk: SmallTalk } | { kind: 'skill'; name: string; score: number } | { kind: 'none' };

const LONGEST = 300;
const LEAST_SCORE = 0.6;
const LEAST_KNOWN = 0.5;
const KEPT = 8;
const NONE = 'none';

type Trained = (text: string) => Promise<Intent>;

/** Trains nlp.js with what people say (the skills' examples). The result is kept for each set of examples. */
export class IntentClassifier {
  private readonly trained = new Map<string, Promise<Trained>>();

  async classify(text: string, skills: readonly AiSkill[]): Promise<Intent> {
    const examples = collect(skills);
    const key = createHash('sha256').update(JSON.stringify([...examples])).digest('base64url');
    let known = this.trained.get(key);
    if (!known) {
      known = train(examples);
      this.trained.set(key, known);
      const oldest = this.trained.keys().next();
      if (this.trained.size > KEPT && !oldest.done) this.trained.delete(oldest.value);
    }
    return (await known)(clip(text, LONGEST));
  }
}

function collect(skills: readonly AiSkill[]): Map<string, readonly string[]> {
  const examples = new Map<string, readonly string[]>([...Object.entries(SMALL_TALK), [NONE, ELSEWHERE]]);
  for (const skill of skills) if (skill.examples.length > 0) examples.set(toolName(skill), skill.examples);
  return examples;
}

async function train(examples: ReadonlyMap<string, readonly string[]>): Promise<Trained> {
  const [{ containerBootstrap }, { LangEn }, { Nlp }] = await Promise.all([import('@nlpjs/core'), import('@nlpjs/lang-en'), import('@nlpjs/nlp')]);
  const container = containerBootstrap();
  container.use(LangEn);
  const nlp = new Nlp({ container, languages: ['en'], autoSave: false, autoLoad: false, calculateSentiment: false, nlu: { log: false, useNoneFeature: true } });
  const vocabulary = new Set<string>();
  for (const [intent, sentences] of examples) {
    for (const sentence of sentences) {
      nlp.addDocument('en', sentence, intent);
      meaningful(sentence).forEach((word) => vocabulary.add(word));
    }
  }
  await nlp.train();
  return async (text) => {
    const { intent, score } = await nlp.process('en', text);
    const said = meaningful(text);
    const known = said.filter((word) => vocabulary.has(word)).length / Math.max(1, said.length);
    if (intent in SMALL_TALK && score >= LEAST_SCORE && known === 1) return { kind: 'talk', talk: intent as SmallTalk };
    if (!examples.has(intent) || intent === NONE || intent in SMALL_TALK || score < LEAST_SCORE || known < LEAST_KNOWN) return { kind: 'none' };
    return { kind: 'skill', name: intent, score: score * known };
  };
}

/** Words that tell one wish from another; for "what can you do" these are all of them. */
function meaningful(text: string): string[] {
  const all = words(text).filter((word) => !/^\d/.test(word));
  const telling = all.filter((word) => !ENGLISH_STOP_WORDS.has(word) && !GERMAN_STOP_WORDS.has(word));
  return (telling.length > 0 ? telling : all).map(stem);
}
