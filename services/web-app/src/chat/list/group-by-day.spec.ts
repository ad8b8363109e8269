import { groupByDay } from './group-by-day.js';

const now = new Date(2026, 5, 15, 12, 0);
const at = (day: number, hour = 12) => {
  const updatedAt = new Date(2026, 5, day, hour).toISOString();
  return { id: `${day}/${hour}`, title: '', mateId: '', createdAt: updatedAt, updatedAt };
};

describe('groupByDay', () => {
  it('puts chats under the days of the person’s own clock', () => {
    const groups = groupByDay([at(15, 0), at(14, 23), at(14, 0), at(13), at(8, 0), at(7, 23)], now);
    expect(groups.map(({ group, chats }) => [group, chats.map(({ id }) => id)])).toEqual([
      ['today', ['15/0']],
      ['yesterday', ['14/23', '14/0']],
      ['week', ['13/12', '8/0']],
      ['older', ['7/23']],
    ]);
  });

  it('leaves out empty groups', () => {
    expect(groupByDay([], now)).toEqual([]);
    expect(groupByDay([at(1)], now).map(({ group }) => group)).toEqual(['older']);
  });

  it('counts a server clock that runs ahead as today', () => {
    expect(groupByDay([at(16)], now)[0]?.group).toBe('today');
  });
});
