import { runApp } from '@mateship/app-sdk';
import { app } from './app.js';

await runApp(app);
