export { conformance, type ConformanceOptions } from './conformance.js';
export { createTestApp, type TestApp, type TestAppOptions } from './test-app.js';
export { envelopeWith, GatewayDouble, type DoubleFile, type DoubleCall } from './gateway-double.js';
export { AppClient, type ClientCall, type RawAnswer, type StreamEvent } from './app-client.js';
export { startBundle, type BundleProcess } from './bundle-process.js';
