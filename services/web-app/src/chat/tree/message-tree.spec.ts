import { message } from '../../../test/messages.js';
import { choicesShowing, shownPath, withoutSubtrees } from './message-tree.js';

/** q1 → a1, a2 (→ q2 → a3); q3 is another first question. */
const tree = [
  message('q1', { seconds: 1 }),
  message('a1', { seconds: 2, parentId: 'q1' }),
  message('a2', { seconds: 3, parentId: 'q1' }),
  message('q2', { seconds: 4, parentId: 'a2' }),
  message('a3', { seconds: 5, parentId: 'q2' }),
  message('q3', { seconds: 6 }),
];

const ids = (path: ReturnType<typeof shownPath>) => path.map(({ message: { id } }) => id);

describe('shownPath', () => {
  it('follows the newest branch where nothing is chosen', () => {
    expect(ids(shownPath(tree, {}))).toEqual(['q3']);
    expect(ids(shownPath(tree.slice(0, 5), {}))).toEqual(['q1', 'a2', 'q2', 'a3']);
  });

  it('follows choices', () => {
    expect(ids(shownPath(tree, { root: 'q1', q1: 'a1' }))).toEqual(['q1', 'a1']);
  });

  it('falls back to the newest when the chosen branch is gone', () => {
    expect(ids(shownPath(tree, { root: 'deleted' }))).toEqual(['q3']);
  });

  it('lists the branches of each message, oldest first', () => {
    const [first, second] = shownPath(tree, { root: 'q1' });
    expect(first?.branches).toEqual(['q1', 'q3']);
    expect(second?.branches).toEqual(['a1', 'a2']);
  });

  it('does not depend on the order of the list', () => {
    expect(ids(shownPath(tree.toReversed(), { root: 'q1' }))).toEqual(['q1', 'a2', 'q2', 'a3']);
  });

  it('keeps the order of the list for messages of the same moment', () => {
    expect(shownPath([message('x'), message('y')], {})[0]?.branches).toEqual(['x', 'y']);
  });

  it('shows a message whose parent is unknown at the root', () => {
    expect(ids(shownPath([message('orphan', { parentId: 'gone' })], {}))).toEqual(['orphan']);
  });

  it('is empty without messages', () => {
    expect(shownPath([], {})).toEqual([]);
  });
});

describe('choicesShowing', () => {
  it('points every fork above a message its way', () => {
    const choices = choicesShowing(tree, 'a3', { root: 'q3' });
    expect(ids(shownPath(tree, choices))).toEqual(['q1', 'a2', 'q2', 'a3']);
  });

  it('keeps choices of other forks', () => {
    expect(choicesShowing(tree, 'q3', { q1: 'a1' })).toEqual({ q1: 'a1', root: 'q3' });
  });
});

describe('withoutSubtrees', () => {
  it('removes a message and everything below it', () => {
    expect(withoutSubtrees(tree, (id) => id === 'a2').map(({ id }) => id)).toEqual(['q1', 'a1', 'q3']);
  });

  it('removes what is below in whatever order the list comes', () => {
    expect(withoutSubtrees(tree.toReversed(), (id) => id === 'q1').map(({ id }) => id)).toEqual(['q3']);
  });
});
