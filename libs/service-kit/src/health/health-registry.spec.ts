import { HealthReport } from '@mateship/contracts';
import { HealthRegistry } from './health-registry.js';

const up = () => Promise.resolve();
const down = () => Promise.reject(Object.assign(new Error('connect to db.internal:5432 refused'), { code: 'ECONNREFUSED' }));

function registry() {
  return new HealthRegistry('fixture', '1.0.0');
}

it('is ok without dependencies', async () => {
  expect(HealthReport.parse(await registry().report())).toEqual({ status: 'ok', service: 'fixture', version: '1.0.0', dependencies: {} });
});

it.each([
  [true, 'unavailable'],
  [false, 'degraded'],
])('with a dependency down that is needed=%s is %s', async (needed, status) => {
  const health = registry();
  health.register('a', { needed: true, check: up });
  health.register('b', { needed, check: down });
  expect(await health.report()).toMatchObject({ status, dependencies: { a: { status: 'up' }, b: { status: 'down', needed, reason: 'ECONNREFUSED' } } });
});

it('never repeats the words of a driver', async () => {
  const health = registry();
  health.register('b', { needed: true, check: down });
  expect(JSON.stringify(await health.report())).not.toContain('db.internal');
});

it('gives a check up after two seconds', async () => {
  jest.useFakeTimers();
  try {
    const health = registry();
    health.register('slow', { needed: true, check: () => new Promise(() => undefined) });
    const report = health.report();
    await jest.advanceTimersByTimeAsync(2_000);
    expect((await report).dependencies.slow).toEqual({ status: 'down', needed: true, reason: 'TIMEOUT' });
  } finally {
    jest.useRealTimers();
  }
});

it('asks once for many askers, and again a second later', async () => {
  jest.useFakeTimers();
  try {
    let asked = 0;
    const health = registry();
    health.register('a', { needed: true, check: () => Promise.resolve(void asked++) });
    await Promise.all([health.report(), health.report()]);
    expect(asked).toBe(1);
    await jest.advanceTimersByTimeAsync(1_001);
    await health.report();
    expect(asked).toBe(2);
  } finally {
    jest.useRealTimers();
  }
});
