/** What is known of a message before it is answered; mate and model may depend on it. */
export interface Preprocessed {
  legality: { allowed: boolean; reason: string | null };
  topic: string;
  difficulty: 'easy' | 'medium' | 'hard';
}

/** Looks at a message before it is answered. The adapter asks the ai app. */
export abstract class Preprocessor {
  abstract look(text: string, userId: string, signal: AbortSignal): Promise<Preprocessed>;
}
