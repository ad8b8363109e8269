import { UndoQueue } from './undo-queue.js';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('UndoQueue', () => {
  it('hides at once and acts after the delay', async () => {
    const queue = new UndoQueue(1000);
    const commit = jest.fn(() => Promise.resolve());
    queue.schedule({ id: 'chat:1', commit });
    expect(queue.pending().has('chat:1')).toBe(true);
    await jest.advanceTimersByTimeAsync(999);
    expect(commit).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    expect(commit).toHaveBeenCalledWith(false);
    expect(queue.pending().size).toBe(0);
  });

  it('never acts on what was taken back', async () => {
    const queue = new UndoQueue(1000);
    const commit = jest.fn(() => Promise.resolve());
    queue.schedule({ id: 'chat:1', commit });
    expect(queue.undo('chat:1')).toBe(true);
    await jest.advanceTimersByTimeAsync(5000);
    expect(commit).not.toHaveBeenCalled();
    expect(queue.pending().size).toBe(0);
  });

  it('says that it is too late once it acts, and keeps hiding until it has', async () => {
    const queue = new UndoQueue(1000);
    let finish = () => {};
    queue.schedule({ id: 'chat:1', commit: () => new Promise<void>((resolve) => (finish = resolve)) });
    await jest.advanceTimersByTimeAsync(1000);
    expect(queue.undo('chat:1')).toBe(false);
    expect(queue.pending().has('chat:1')).toBe(true);
    finish();
    await jest.advanceTimersByTimeAsync(0);
    expect(queue.pending().has('chat:1')).toBe(false);
  });

  it('shows again what could not be done, and says so', async () => {
    const queue = new UndoQueue(1000);
    const onError = jest.fn();
    const failure = new Error('no');
    queue.schedule({ id: 'chat:1', commit: () => Promise.reject(failure), onError });
    await jest.advanceTimersByTimeAsync(1000);
    expect(onError).toHaveBeenCalledWith(failure);
    expect(queue.pending().size).toBe(0);
  });

  it('acts on everything at once when the page goes', () => {
    const queue = new UndoQueue(1000);
    const commits = [jest.fn(() => Promise.resolve()), jest.fn(() => Promise.resolve())];
    commits.forEach((commit, index) => queue.schedule({ id: `chat:${index}`, commit }));
    queue.flush();
    for (const commit of commits) expect(commit).toHaveBeenCalledWith(true);
  });

  it('acts once on what is asked for twice', async () => {
    const queue = new UndoQueue(1000);
    const commit = jest.fn(() => Promise.resolve());
    queue.schedule({ id: 'chat:1', commit });
    queue.schedule({ id: 'chat:1', commit });
    await jest.advanceTimersByTimeAsync(3000);
    expect(commit).toHaveBeenCalledTimes(1);
  });

  it('gives a new set with each change, and tells whoever listens', () => {
    const queue = new UndoQueue(1000);
    const before = queue.pending();
    const listener = jest.fn();
    const leave = queue.subscribe(listener);
    queue.schedule({ id: 'chat:1', commit: () => Promise.resolve() });
    expect(queue.pending()).not.toBe(before);
    leave();
    queue.undo('chat:1');
    expect(listener).toHaveBeenCalledTimes(1);
  });
});
