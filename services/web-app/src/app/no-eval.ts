import { config } from 'zod/v4/core';

// Zod tries to compile its schemas unless told not to, and the content security policy refuses that with a report.
// Loaded before any schema, since each one looks once, when it is made.
config({ jitless: true });
