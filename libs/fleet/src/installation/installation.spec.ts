import { addressIn, OFFSETS, SLOTS, subnetOf, userIdOf } from './installation.js';

const installation = { networkPrefix: '10.213' };

describe('the subnet of a slot', () => {
  it.each([
    [1, '10.213.0.8/29'],
    [31, '10.213.0.248/29'],
    [32, '10.213.1.0/29'],
    [8000, '10.213.250.0/29'],
  ])('%d is %s', (slot, subnet) => {
    expect(subnetOf(installation, slot)).toBe(subnet);
  });

  it('is nobody else’s, and lies below the core networks', () => {
    const slots = Array.from({ length: SLOTS.last }, (_, index) => index + 1);
    const subnets = slots.map((slot) => subnetOf(installation, slot));
    expect(new Set(subnets).size).toBe(SLOTS.last);
    expect(subnets.filter((subnet) => Number(subnet.split('.')[2]) >= 255)).toEqual([]);
  });

  it('gives each member its own address', () => {
    expect(Object.values(OFFSETS).map((offset) => addressIn(installation, 32, offset))).toEqual(['10.213.1.2', '10.213.1.3', '10.213.1.4']);
  });
});

it('has a user of its own that is not root', () => {
  expect([userIdOf(1), userIdOf(8000)]).toEqual([20_001, 28_000]);
});
