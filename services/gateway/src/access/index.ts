export * from './access.policy.js';
export * from './current-principal.decorator.js';
export * from './principal.js';
export * from './route-policies.js';
export * from './throttle/limits.js';
