import type { ServerResponse } from 'node:http';
import { CHAT_EVENTS, type Chat, type ChatEvent, type Message } from '@mateship/contracts';
import type { FakeState } from './state.js';

/** An answer that is being written: its events so far, and who listens. */
export class FakeStream {
  private readonly events: { id: number; frame: string }[] = [];
  private readonly listeners = new Set<ServerResponse>();
  private ended = false;
  cancelled = false;

  send(event: ChatEvent): void {
    const data = CHAT_EVENTS[event.event].parse(event.data);
    const id = this.events.length + 1;
    const frame = `id: ${id}\nevent: ${event.event}\ndata: ${JSON.stringify(data)}\n\n`;
    this.events.push({ id, frame });
    for (const listener of this.listeners) listener.write(frame);
  }

  listen(response: ServerResponse, after: number): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(': hello\n\n');
    for (const { id, frame } of this.events) if (id > after) response.write(frame);
    if (this.ended) return void response.end();
    this.listeners.add(response);
    response.on('close', () => this.listeners.delete(response));
  }

  /** The line drops; the answer goes on. */
  cut(): void {
    for (const listener of this.listeners) listener.destroy();
  }

  end(): void {
    this.ended = true;
    for (const listener of this.listeners) listener.end();
  }
}

/** Writes a scripted answer: with a PDF a tool step, text and a citation; without one, a page of Markdown. */
export async function writeAnswer(state: FakeState, stream: FakeStream, chat: Chat, question: Message, answer: Message): Promise<void> {
  let sent = 1;
  const say = async (event: ChatEvent) => {
    stream.send(event);
    sent += 1;
    if (sent === state.cutAfter) {
      state.cutAfter = null;
      stream.cut();
    }
    await new Promise((resolve) => setTimeout(resolve, state.pace));
  };
  stream.send({ event: 'message', data: { chatId: chat.id, messageId: answer.id, userMessageId: question.id, parentId: question.parentId, title: chat.title } });
  const file = question.attachments[0] ?? chat.messages.find(({ attachments }) => attachments.length > 0)?.attachments[0];
  if (file && state.script === null) {
    const step = { id: 'step-1', app: 'pdf', skill: 'extract', input: { fileId: file.id } };
    await say({ event: 'tool_call', data: step });
    await new Promise((resolve) => setTimeout(resolve, state.pace * 20));
    const result = { id: 'step-1', ok: true, summary: 'Read 30 pages' };
    await say({ event: 'tool_result', data: result });
    answer.steps.push({ ...step, ok: true, summary: result.summary });
    const citation = { n: 1, fileId: file.id, fileName: file.name, page: 17, heading: '4.2 Deliveries', quote: 'The pier at Nordhafen handled 48,210 tonnes in the third quarter, a rise of 6.4 % over the year before.' };
    await say({ event: 'citation', data: citation });
    answer.citations.push(citation);
  }
  const text = state.script ?? (file ? WITH_FILE : WITHOUT_FILE);
  for (const word of text.match(/\S+\s*/g) ?? []) {
    if (stream.cancelled) break;
    answer.content += word;
    await say({ event: 'delta', data: { text: word } });
  }
  answer.usage = { inputTokens: 120, outputTokens: 80, model: 'offline/assistant', provider: 'offline', credits: '0' };
  answer.state = stream.cancelled ? 'cancelled' : 'complete';
  await say({ event: 'usage', data: answer.usage });
  await say({ event: 'done', data: { messageId: answer.id, state: answer.state } });
  chat.updatedAt = new Date().toISOString();
  stream.end();
}

const WITH_FILE = `The report says that the pier handled **48,210 tonnes** in the third quarter [1].

| Quarter | Tonnes | Change |
|---|---:|---:|
| Q1 | 44,870 | +2.1 % |
| Q2 | 45,316 | +3.0 % |
| Q3 | 48,210 | +6.4 % |

I found this by searching the text of your file; I am not a language model. A number that does not exist, such as [9], stays as it is.`;

const WITHOUT_FILE = `I answer from your files and from the documentation of this server.

1. **Drop a PDF** into the window and ask about it.
2. Ask how something in *Mateship* works.

\`\`\`ts
// Every skill is also an address.
const pages: number = await countPages('report.pdf');
\`\`\`

> A quotation, for the looks. See [the handbook](https://example.org/handbook).`;
