import { mayBeInManual, namesPlatform } from './platform-question.js';

describe('questions about the platform', () => {
  it.each(['How can I delete my account?', 'Wie lade ich jemanden ein?', 'Where are my chats stored?', 'Wo finde ich meine Schlüssel?', 'Is my data encrypted?', 'What is Mateship?', 'why does an app sleep', 'I forgot my password', 'what does a message cost?', 'who can read my chats?'])('may find their answer in the manual: "%s"', (question) => {
    expect(mayBeInManual(question)).toBe(true);
  });

  it.each(['What is the capital of France?', 'Write a poem', 'Howdy', 'Wo', 'The invoice is wrong'])('are not "%s"', (question) => {
    expect(mayBeInManual(question)).toBe(false);
  });

  it('name it', () => {
    expect(namesPlatform('does MATESHIP keep logs')).toBe(true);
    expect(namesPlatform('what are mates')).toBe(false);
  });
});
