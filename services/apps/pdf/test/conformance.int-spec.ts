import path from 'node:path';
import { conformance } from '@mateship/app-sdk/testing';
import { app } from '../src/app.js';

conformance(app, { project: path.resolve(import.meta.dirname, '..') });
