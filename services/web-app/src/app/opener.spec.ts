import { openerOf } from './opener.js';

/** As much of an element as is asked for. */
class FakeElement {
  constructor(private readonly menu: { id: string } | null = null) {}
  closest = () => this.menu;
}

const globals = globalThis as unknown as { HTMLElement?: unknown; document?: unknown };
const body = new FakeElement();
const buttonOfMenu = new FakeElement();
const asked: string[] = [];

beforeEach(() => {
  asked.length = 0;
  const querySelector = (selector: string) => {
    asked.push(selector);
    return selector === '[aria-controls="menu-1"]' ? buttonOfMenu : null;
  };
  Object.assign(globals, { HTMLElement: FakeElement, document: { body, querySelector } });
});
afterAll(() => {
  delete globals.HTMLElement;
  delete globals.document;
});

const opener = (focused: unknown) => openerOf(focused as Element | null);

describe('openerOf', () => {
  it('is what had the focus', () => {
    const button = new FakeElement();
    expect(opener(button)).toBe(button);
    expect(asked).toEqual([]);
  });

  it('is the button of the menu that the dialog was chosen from, since the menu goes', () => {
    expect(opener(new FakeElement({ id: 'menu-1' }))).toBe(buttonOfMenu);
  });

  it('is nothing when the menu has no button any more', () => {
    expect(opener(new FakeElement({ id: 'menu-2' }))).toBeNull();
  });

  it('is nothing when nothing had the focus', () => {
    expect(opener(body)).toBeNull();
    expect(opener(null)).toBeNull();
  });
});
