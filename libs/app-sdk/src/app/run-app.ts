import { runService } from '@mateship/service-kit';
import { readAppEnvironment } from '../config/env.js';
import { createApp } from './create-app.js';
import type { App } from './define-app.js';

/** The whole of an app's `main.ts`: starts it as the platform asks and stays until it is told to end. */
export function runApp(app: App): Promise<void> {
  return runService(async () => createApp(app, readAppEnvironment()));
}
