export { FAKE_MODELS, type Behaviour } from './behaviours.js';
export { startFakeOpenAi, type FakeOpenAi, type FakeOpenAiOptions, type RecordedRequest } from './fake-openai.js';
export { OpenAiError, type ChatRequest, type FakeToolCall } from './protocol.js';
