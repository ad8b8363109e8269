import { Platform } from './platform.js';

// A suite that fails halfway leaves nothing running.
afterAll(() => Platform.destroyAll());
