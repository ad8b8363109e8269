import { engine } from './engine/engine.js';

// The worker's thread loads pdf.js while this one loads and starts the rest: nobody waits for the two in turn.
engine.warmUp();
await import('./run.js');
