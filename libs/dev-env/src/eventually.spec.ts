import { eventually } from './eventually.js';

describe('eventually', () => {
  it('asks until the answer is yes', async () => {
    let asked = 0;
    await eventually(() => ++asked === 3);
    await eventually(() => Promise.resolve(++asked === 5));
    expect(asked).toBe(5);
  });

  it('fails with what it waited for', async () => {
    await expect(eventually(() => false, { patienceMs: 1 })).rejects.toThrow('this did not come true in 1 ms: ()=>false');
    await expect(eventually(() => Promise.resolve(false), { what: 'peace', patienceMs: 1 })).rejects.toThrow('in 1 ms: peace');
  });

  it('passes on what the check throws', async () => {
    await expect(eventually(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  });
});
