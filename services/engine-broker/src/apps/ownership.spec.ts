import { isOurs, refuseStranger } from './ownership.js';

const wanted = { 'dev.mateship.installation': 'mateship', 'dev.mateship.app': 'pdf', 'dev.mateship.release': '1.0.0' };

it('is ours with the labels of installation and app, whatever the release', () => {
  expect(isOurs({ ...wanted, 'dev.mateship.release': '0.9.0', more: 'x' }, wanted)).toBe(true);
});

it.each([undefined, null, {}, { ...wanted, 'dev.mateship.installation': 'other' }, { ...wanted, 'dev.mateship.app': 'ai' }])('is a stranger with %j, and named', (labels) => {
  expect(isOurs(labels, wanted)).toBe(false);
  expect(() => refuseStranger('network', 'mateship_app-pdf', labels, wanted)).toThrow('The network mateship_app-pdf does not belong to this installation.');
});
