import { openPage, signIn } from './browser.js';
import { browserSuite } from './suite.js';

browserSuite('accounts in a browser', (setup) => {
  it('turns an invite link into an account and opens the first chat', async () => {
    const { browser, fake } = setup();
    fake.state.invite('welcome');
    const { page, complaints } = await openPage(browser);
    await page.goto(`${fake.url}/signup?token=welcome`);
    await page.getByText('This invite makes you an administrator.').waitFor();
    await page.getByLabel('User name').fill('kim');
    await page.getByText('kim is free.').waitFor();
    await page.getByLabel('E-mail').fill('kim@example.org');
    await page.getByLabel('Password', { exact: true }).fill('a long enough password');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByRole('heading', { name: 'Good to see you, kim.' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('says that an invite was used, or that it does not exist', async () => {
    const { browser, fake } = setup();
    fake.state.invite('spent');
    Object.assign(fake.state.invites.get('spent') ?? {}, { usedAt: new Date().toISOString() });
    const { page } = await openPage(browser);
    await page.goto(`${fake.url}/signup?token=spent`);
    await page.getByRole('heading', { name: 'This invite has been used' }).waitFor();
    await page.goto(`${fake.url}/signup?token=nonsense`);
    await page.getByRole('heading', { name: 'This invite does not work' }).waitFor();
    await page.goto(`${fake.url}/signup`);
    await page.getByRole('heading', { name: 'An invite is needed' }).waitFor();
  });

  it('names a taken user name and a short password before anything is sent', async () => {
    const { browser, fake } = setup();
    fake.state.invite('welcome');
    fake.state.account('robin', 'correct horse battery');
    const { page } = await openPage(browser);
    await page.goto(`${fake.url}/signup?token=welcome`);
    await page.getByLabel('User name').fill('robin');
    await page.getByText('robin is taken. Choose another one.').waitFor();
    await page.getByLabel('Password', { exact: true }).fill('short');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByText('Use at least 10 characters.').waitFor();
    expect(fake.state.accounts).toHaveLength(2);
  });

  it('asks for the e-mail code when the server wants one', async () => {
    const { browser, fake } = setup();
    fake.state.invite('welcome', 'user');
    fake.state.emailCode = true;
    const { page } = await openPage(browser);
    await page.goto(`${fake.url}/signup?token=welcome`);
    await page.getByLabel('User name').fill('kim');
    await page.getByLabel('E-mail').fill('kim@example.org');
    await page.getByLabel('Password', { exact: true }).fill('a long enough password');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByText('We sent a code to kim@example.org.').waitFor();
    await page.getByLabel('Code').fill('000000');
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText('The code is wrong or has expired.').waitFor();
    await page.getByLabel('Code').fill('123456');
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByRole('heading', { name: 'Good to see you, kim.' }).waitFor();
  });

  it('leads to another e-mail code by signing in', async () => {
    const { browser, fake } = setup();
    Object.assign(fake.state.account('lee', 'a long enough password', 'user'), { email: 'lee@example.org', emailVerified: false });
    const { page } = await openPage(browser);
    await page.goto(`${fake.url}/signin`);
    const askForCode = async () => {
      await page.getByLabel('User name or e-mail').fill('lee@example.org');
      await page.getByLabel('Password', { exact: true }).fill('a long enough password');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText('We sent a code to lee@example.org.').waitFor();
    };
    await askForCode();
    await page.getByRole('button', { name: 'Sign in for a new code' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await askForCode();
    await page.getByLabel('Code').fill('123456');
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByRole('heading', { name: 'Good to see you, lee.' }).waitFor();
  });

  it('stays signed in over a reload, by the cookie alone', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    await signIn(page, fake.url);
    await page.reload();
    await page.getByRole('heading', { name: 'Good to see you, jo.' }).waitFor();
    const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
    for (const token of fake.state.sessions.keys()) expect(stored).not.toContain(token);
  });

  it('renews an expired token once for all requests and goes on', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    await signIn(page, fake.url);
    fake.state.sessions.clear();
    fake.state.calls.length = 0;
    await page.getByRole('link', { name: /^Credits:/ }).click();
    await page.getByRole('link', { name: 'API keys' }).click();
    await page.getByText('No keys yet').waitFor();
    expect(fake.state.calls.filter((call) => call === 'refresh')).toHaveLength(1);
  });

  it('explains a session that has ended and returns to the page after signing in again', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    await signIn(page, fake.url, '/settings/credits');
    await page.getByRole('heading', { name: 'Credits' }).waitFor();
    fake.state.sessions.clear();
    fake.state.cookies.clear();
    await page.getByRole('link', { name: 'API keys' }).click();
    await page.getByText('Your session has ended.').waitFor();
    await page.getByLabel('User name or e-mail').fill('jo');
    await page.getByLabel('Password', { exact: true }).fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByText('The name or the password is wrong.').waitFor();
    await page.getByLabel('Password', { exact: true }).fill('correct horse battery');
    await page.keyboard.press('Enter');
    await page.getByText('No keys yet').waitFor();
  });

  it('signs out in every tab', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    await signIn(page, fake.url);
    const other = await page.context().newPage();
    await other.goto(fake.url);
    await other.getByRole('button', { name: 'Account of jo' }).waitFor();
    await page.getByRole('button', { name: 'Account of jo' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await other.getByRole('heading', { name: 'Sign in' }).waitFor();
  });
});
