import { runService } from '@mateship/service-kit';
import { createApp } from './app.js';
import { readConfig } from './config/env.js';

await runService(async () => createApp(readConfig()));
