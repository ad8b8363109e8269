/** Things people say that need no skill. */
export type SmallTalk = 'greeting' | 'thanks' | 'capabilities';

export const SMALL_TALK: Record<SmallTalk, readonly string[]> = {
  greeting: ['hello', 'hello there', 'hi', 'hey', 'hey there', 'good morning', 'good evening', 'how are you', 'hallo', 'guten tag', 'guten morgen', 'moin', 'servus', 'wie geht es dir'],
  thanks: ['thanks', 'thank you', 'thank you very much', 'great thanks', 'danke', 'vielen dank', 'danke schön', 'super danke', 'bye', 'goodbye', 'tschüss'],
  capabilities: [
    'what can you do', 'who are you', 'what are you', 'are you chatgpt', 'are you an ai', 'are you a language model', 'which model are you',
    'help', 'help me', 'how do you work', 'what can i ask you', 'was kannst du', 'wer bist du', 'was bist du', 'hilfe', 'bist du eine ki', 'welches modell bist du', 'wie funktionierst du',
  ],
};

/** Questions that belong to no skill, so that the classifier has somewhere to put them. */
export const ELSEWHERE: readonly string[] = [
  'what is the capital of france', 'tell me a joke', 'write a poem', 'translate this sentence', 'what is the weather', 'who won the match', 'what time is it',
  'what does it cost', 'when is the deadline', 'how much is the fee', 'was kostet das', 'wann ist die frist', 'erzähl mir einen witz', 'wie ist das wetter',
];
