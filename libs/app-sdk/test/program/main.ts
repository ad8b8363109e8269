import { runApp } from '../../src/index.js';
import { app } from './app.js';

void runApp(app);
