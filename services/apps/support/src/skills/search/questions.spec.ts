import { createTestApp, type TestApp } from '@mateship/app-sdk/testing';
import { app } from '../../app.js';
import { SearchOutput } from './search.contract.js';

let running: TestApp;
beforeAll(async () => {
  running = await createTestApp(app);
});
afterAll(() => running.stop());

async function search(query: string) {
  return SearchOutput.parse(await running.call('search', { query })).results;
}

const RUN = 'docs/guides/run-it.md';
const USE = 'docs/guides/use-it.md';
const API = 'docs/guides/use-the-api.md';
const APPS = 'docs/guides/write-a-skill-app.md';
const TROUBLE = 'docs/guides/troubleshooting.md';
const MISSING = 'docs/guides/what-is-not-there-yet.md';

describe('what people ask about this server', () => {
  it.each([
    ['how do I invite a colleague?', RUN, 'How do I invite a person?'],
    ['How can I add a new user?', RUN, 'How do I invite a person?'],
    ['can I invite somebody?', RUN, 'How do I invite a person?'],
    ['invite a team-mate', RUN, 'How do I invite a person?'],
    ['How do I connect a language model?', RUN, 'How do I connect a language model?'],
    ['how do I use Ollama', RUN, 'How do I connect a language model?'],
    ['how do I install Mateship?', RUN, 'How do I install and start the server?'],
    ['how do I make backups?', RUN, 'How do I back up and restore?'],
    ['How do I restore a backup?', RUN, 'How do I back up and restore?'],
    ['Where is my data?', RUN, 'Where is my data stored?'],
    ['where are my chats stored', RUN, 'Where is my data stored?'],
    ['How do I stop the server?', RUN, 'How do I stop the server?'],
    ['How can I change the port?', RUN, 'How do I change the port?'],
    ['Why does an app sleep?', RUN, 'Why does an app sleep?'],
    ['how do I update Mateship?', RUN, 'How do I update?'],
    ['how do I upgrade to a new version', RUN, 'How do I update?'],
    ['How do I uninstall it?', RUN, 'How do I uninstall it?'],
    ['how do I reach the server from my phone?', RUN, 'How do I reach it from another device?'],
    ['What can Mateship do?', USE, 'What can Mateship do?'],
    ['What is a mate?', USE, 'What is a mate?'],
    ['which file types can I upload?', USE, 'How do I ask about a file?'],
    ['How do I delete a chat?', USE, 'How do I delete a chat?'],
    ['how do I delete my account?', USE, 'How do I change or delete my account?'],
    ['Who can read my chats?', USE, 'Who can read my chats?'],
    ['can the admin read my messages?', USE, 'Who can read my chats?'],
    ['What does a message cost?', USE, 'What does a message cost?'],
    ['How do I use the API with the OpenAI package?', API, "How do I use OpenAI's client with Mateship?"],
    ['how do I make an API key?', API, 'How do I get an API key?'],
    ['How do I write a skill app?', APPS, 'How do I write the skill?'],
    ['what is a skill?', APPS, 'What is an app, and what is a skill?'],
    ['the server does not start, what can I do?', TROUBLE, 'The server does not start'],
    ['I forgot my password', TROUBLE, 'I forgot my password'],
    ['how do I get more credits', TROUBLE, 'I get INSUFFICIENT_CREDITS'],
    ['is there two-factor sign-in?', MISSING, 'Which functions for people are missing?'],
    ['can I run it in Docker?', RUN, 'How do I run it in containers?'],
    ['is there Kubernetes?', MISSING, 'Which ways of running are missing?'],
  ])('finds for "%s" first %s, %s', async (question, file, heading) => {
    expect((await search(question))[0]).toMatchObject({ file, heading });
  });

  it('finds both parts of a compound question', async () => {
    const headings = (await search('How do I invite a colleague and back up the server?')).map(({ heading }) => heading);
    expect(headings).toEqual(expect.arrayContaining(['How do I invite a person?', 'How do I back up and restore?']));
  });

  it.each(['How do I bake bread?', 'what is the capital of France', 'how do I print a photo?', 'where can I buy a bicycle for my colleague', 'how do I pay my taxes', 'it does not work', 'and what about that?'])(
    'finds nothing for "%s"',
    async (question) => {
      expect(await search(question)).toEqual([]);
    },
  );
});
