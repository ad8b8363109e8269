/** Something that will be done unless the person takes it back in time. */
export interface UndoableAction {
  /** Names what is acted on, for example `chat:<id>`; what is pending is hidden under this name. */
  id: string;
  /** Does it. May run while the page goes away. */
  commit: (leaving: boolean) => Promise<unknown>;
  onError?: (error: unknown) => void;
}

/** How long a person can take something back, in milliseconds. */
export const UNDO_DELAY = 8_000;

/** Holds deletions back for a while so that they can be undone; nothing is lost until then, not even when the page closes. */
export class UndoQueue {
  private readonly waiting = new Map<string, { action: UndoableAction; timer: ReturnType<typeof setTimeout> }>();
  private readonly listeners = new Set<() => void>();
  private ids: ReadonlySet<string> = new Set();

  constructor(private readonly delay = UNDO_DELAY) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Ids to hide: waiting to be done, or being done right now. */
  readonly pending = (): ReadonlySet<string> => this.ids;

  schedule(action: UndoableAction): void {
    if (this.ids.has(action.id)) return;
    const timer = setTimeout(() => void this.run(action.id, false), this.delay);
    this.waiting.set(action.id, { action, timer });
    this.change((ids) => ids.add(action.id));
  }

  /** Takes an action back; false when it has already been done. */
  undo(id: string): boolean {
    const entry = this.take(id);
    if (entry) this.change((ids) => ids.delete(id));
    return entry !== undefined;
  }

  /** Does everything that waits, now: the page is going away. */
  flush(): void {
    for (const id of [...this.waiting.keys()]) void this.run(id, true);
  }

  private async run(id: string, leaving: boolean): Promise<void> {
    const entry = this.take(id);
    if (!entry) return;
    try {
      await entry.action.commit(leaving);
    } catch (error) {
      entry.action.onError?.(error);
    } finally {
      this.change((ids) => ids.delete(id));
    }
  }

  private take(id: string): { action: UndoableAction } | undefined {
    const entry = this.waiting.get(id);
    if (!entry) return undefined;
    clearTimeout(entry.timer);
    this.waiting.delete(id);
    return entry;
  }

  private change(edit: (ids: Set<string>) => unknown): void {
    const ids = new Set(this.ids);
    edit(ids);
    this.ids = ids;
    for (const listener of this.listeners) listener();
  }
}
