export { FACTS, PAGE_COUNT, realWorldPdf } from './real-world-pdf.js';
export { decodePng, gradientPng, type Pixels } from './gradient-png.js';
