import { conformance } from '@mateship/app-sdk/testing';
import { app } from '../src/app.js';

conformance(app);
