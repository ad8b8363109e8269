/** A graph of files: what each imports when it runs. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/** Groups of files that reach each other by imports (strongly connected components of more than one file), by Tarjan's algorithm. */
export function findCycles(graph: ImportGraph): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const cycles: string[][] = [];
  for (const file of graph.keys()) if (!index.has(file)) visit(file);
  return cycles;

  function visit(file: string): void {
    index.set(file, index.size);
    low.set(file, index.get(file) ?? 0);
    stack.push(file);
    for (const next of graph.get(file) ?? []) {
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) low.set(file, Math.min(low.get(file) ?? 0, low.get(next) ?? 0));
    }
    if (low.get(file) !== index.get(file)) return;
    const component = stack.splice(stack.indexOf(file));
    if (component.length > 1) cycles.push(component.sort());
  }
}
