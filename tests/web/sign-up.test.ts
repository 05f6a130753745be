import { BlockList } from 'node:net';
import { describe, expect, it } from 'vitest';
import { serveWeb } from '../../src/web/server.ts';
import { axe, launchBrowser } from '../helpers/browser.ts';
import { pages, start } from '../helpers/site.ts';

type Pages = Awaited<ReturnType<typeof pages>>;

/** The token of a form that was shown just now. */
const tokenOf = async ({ get }: Pages, path = '/'): Promise<string> =>
  /name="token" value="([^"]+)"/.exec(await (await get(path)).text())?.[1] ?? '';

/** A form that was looked at for a while. */
async function readForm(site: Pages, path = '/'): Promise<string> {
  const token = await tokenOf(site, path);
  site.clock.now = new Date(site.clock.now.getTime() + 5_000);
  return token;
}

const due = ({ store, clock }: Pages) => store.confirmations.due(clock.now, 100);

describe('signing up', () => {
  it('subscribes nobody until the link of the letter was opened and its button pressed', async () => {
    const site = await pages();
    const token = await readForm(site);
    const sent = await site.post('/subscribe?lang=fr', {
      token,
      address: 'Ana@Example.com',
      name: ' Ana ',
      language: 'en',
    });
    const said = sent.headers.get('location') ?? '';
    // The address must not stand in a URL, which servers and browsers record.
    expect([sent.status, said]).toEqual([303, expect.stringMatching(/^subscribe\/sent\/[\w-]{50,}\?lang=fr$/)]);
    const page = await (await site.get(`/${said}`)).text();
    expect(page).toContain('Vérifiez votre boîte de réception');
    expect(page).toContain('Ana@Example.com');
    for (const sealed of ['', '/x', `/${said.split('/')[2]?.replace(/^./, first => (first === 'A' ? 'B' : 'A'))}`])
      expect((await site.get(`/subscribe/sent${sealed}`)).status).not.toBe(200);
    expect(site.woken()).toBe(1);
    expect(await due(site)).toMatchObject([{ kind: 'sign_up', address: 'Ana@example.com', language: 'en' }]);
    const link = site.confirmLink(1);
    const asked = await (await site.get(link)).text();
    expect(asked).toContain('<html lang="en"');
    expect(asked).toContain('Ana@example.com');
    expect(await site.store.subscribers.find('ana@example.com')).toBeUndefined();
    expect(await (await site.post(link, {})).text()).toContain('You are subscribed');
    const ana = await site.store.subscribers.find('ana@example.com');
    expect(ana).toMatchObject({ name: 'Ana', language: 'en', status: 'active' });
    expect(await site.store.confirmations.consents(ana?.id ?? 0)).toMatchObject([
      {
        page: 'https://news.example.com/subscribe',
        askedAt: '2026-11-27T08:00:05.000Z',
        text: expect.stringContaining('En vous abonnant, vous demandez à Example Média'),
        network: expect.stringMatching(/^[\w-]{22}$/),
        confirmedNetwork: expect.stringMatching(/^[\w-]{22}$/),
      },
    ]);
  });

  it('leads on to the new subscriber’s preferences; confirmed twice it brings back nobody who has left', async () => {
    const site = await pages();
    await site.post('/subscribe', { token: await readForm(site), address: 'ana@example.com' });
    const link = site.confirmLink(1);
    const page = await (await site.post(link, {})).text();
    const preferences = /href="\.\.(\/preferences\/[^"]+)"/.exec(page)?.[1] ?? '';
    await site.post(preferences, { wish: 'leave' });
    expect(await (await site.post(link, {})).text()).toContain('Déjà confirmé');
    expect((await site.store.subscribers.find('ana@example.com'))?.status).toBe('unsubscribed');
  });

  it('tells a stranger nothing: the answer and its letter are the same for a subscriber, for one who left, and for a new address', async () => {
    const site = await pages();
    async function* left() {
      yield { address: 'left@example.com', language: 'fr', left: true };
    }
    await site.store.subscribers.upsert(left(), start, () => undefined);
    await site.store.suppressions.add('spam@example.com', 'called it spam', start);
    const answers = new Set<string>();
    for (const address of [
      'zoe@example.com',
      'left@example.com',
      'spam@example.com',
      'new@example.com',
      'new@example.com',
    ]) {
      const began = performance.now();
      const response = await site.post('/subscribe', { token: await readForm(site), address });
      const said = response.headers.get('location') ?? '';
      const page = await (await site.get(`/${said}`)).text();
      // The visitor's own words come back, sealed in the path and open in the page; all else is the same.
      const shape = said.replace(/sent\/[\w-]+/, 'sent/…');
      answers.add(`${response.status} ${shape} ${await response.text()} ${page.replace(address, '…')}`);
      // Behind this the differences of what is done cannot be measured.
      expect(performance.now() - began).toBeGreaterThan(99);
    }
    expect(answers.size).toBe(1);
    const letters = await due(site);
    expect(letters.map(({ address }) => address)).toEqual([
      'zoe@example.com',
      'left@example.com',
      'spam@example.com',
      'new@example.com',
    ]);
    expect((await site.zoe())?.status).toBe('active');
  });

  it('shows what is wrong beside the field, and keeps what was typed', async () => {
    const site = await pages();
    const response = await site.post('/subscribe', { token: await readForm(site), address: 'ana@', name: 'Ana "x"' });
    const page = await response.text();
    expect(response.status).toBe(422);
    expect(page).toContain('Ce n’est pas une adresse e-mail');
    expect(page).toContain('aria-describedby="address-error"');
    expect(page).toContain('value="Ana &quot;x&quot;"');
    expect(await due(site)).toEqual([]);
  });

  it('takes no form that was not shown, that is a day old, or that came faster than anybody reads', async () => {
    const site = await pages();
    const fresh = await tokenOf(site);
    const tries = [
      ['', 0],
      ['forged.forged', 0],
      [fresh, 1],
      [fresh, 86_401],
    ] as const;
    for (const [token, seconds] of tries) {
      site.clock.now = new Date(start.getTime() + seconds * 1_000);
      const page = await (await site.post('/subscribe', { token, address: 'ana@example.com' })).text();
      expect(page).toContain('Vérifiez le formulaire, puis renvoyez-le.');
      expect(page).toContain('value="ana@example.com"');
    }
    expect(await due(site)).toEqual([]);
  });

  it('of a program that fills in what nobody sees looks like any other, and does nothing', async () => {
    const site = await pages();
    const sent = await site.post('/subscribe', { token: await readForm(site), address: 'a@b.example', website: 'x' });
    expect(sent.status).toBe(303);
    expect(await due(site)).toEqual([]);
  });

  it('from another site’s page is shown here first', async () => {
    const site = await pages();
    const sent = { token: await readForm(site), address: 'ana@example.com' };
    const response = await site.post('/subscribe', sent, { 'sec-fetch-site': 'cross-site' });
    expect(await response.text()).toContain('value="ana@example.com"');
    expect(await due(site)).toEqual([]);
  });

  it('is closed where no mail can be sent, and the other pages work', async () => {
    const site = await pages({ wakeConfirmationSender: undefined });
    expect(await (await site.get('/')).text()).toContain('Les inscriptions sont fermées');
    expect((await site.post('/subscribe', { token: await readForm(site), address: 'a@b.example' })).status).not.toBe(
      303,
    );
    const preferences = await (await site.get(site.links.preferences_url)).text();
    expect(preferences).not.toContain('Recevoir le lien');
  });

  it('brings back one who was erased, if they confirm it', async () => {
    const site = await pages();
    await site.post(`${await accountLink(site)}/erase`, {});
    await site.post('/subscribe', { token: await readForm(site), address: 'zoe@example.com' });
    await site.post(site.confirmLink((await due(site)).at(-1)?.id ?? 0), {});
    expect(await site.store.subscribers.find('zoe@example.com')).toMatchObject({ status: 'active' });
    expect(await site.store.erasures.any()).toBe(false);
  });
});

describe('a flood of sign-ups', () => {
  it('from one network ends at ten in a quarter of an hour, with a page that says so; others go on', async () => {
    const site = await pages();
    const token = await readForm(site);
    const statuses = await Promise.all(
      Array.from({ length: 200 }, async (_, i) => {
        const response = await site.post('/subscribe', { token, address: `a${i}@example.com` });
        return [response.status, await response.text()] as const;
      }),
    );
    expect(statuses.filter(([status]) => status === 303)).toHaveLength(10);
    expect(statuses.filter(([status]) => status === 429)).toHaveLength(190);
    expect(statuses.at(-1)?.[1]).toContain('Trop de demandes');
    expect(await due(site)).toHaveLength(10);
    const other = await site.post('/subscribe', { token, address: 'b@example.com' }, {}, '192.0.2.2');
    expect(other.status).toBe(303);
  });

  it('is not told apart by a header that anybody can write', async () => {
    const site = await pages();
    const token = await readForm(site);
    const statuses: number[] = [];
    for (let i = 0; i < 12; i++) {
      const headers = { 'x-forwarded-for': `198.51.100.${i}`, forwarded: `for=198.51.100.${i}`, host: `h${i}.example` };
      statuses.push((await site.post('/subscribe', { token, address: `a${i}@example.com` }, headers)).status);
    }
    expect(statuses.slice(10)).toEqual([429, 429]);
  });

  it('is told apart by what a trusted proxy says, and only by what it added', async () => {
    const proxies = new BlockList();
    proxies.addSubnet('192.0.2.0', 24, 'ipv4');
    const site = await pages({ proxies });
    const token = await readForm(site);
    const send = async (i: number, forwarded: string) =>
      (await site.post('/subscribe', { token, address: `a${i}@example.com` }, { 'x-forwarded-for': forwarded })).status;
    for (let i = 0; i < 12; i++) expect(await send(i, `203.0.113.${i}`)).toBe(303);
    const lies: number[] = [];
    for (let i = 0; i < 12; i++) lies.push(await send(20 + i, `203.0.113.${100 + i}, 198.51.100.9, 192.0.2.7`));
    expect(lies.slice(10)).toEqual([429, 429]);
    // However much the visitor writes before it, the entry of the proxy counts.
    const padded: number[] = [];
    for (let i = 0; i < 12; i++) padded.push(await send(70 + i, `${`203.0.113.${i},`.repeat(200)}x, 198.51.100.77`));
    expect(padded.slice(10)).toEqual([429, 429]);
    // Some proxies write the port, or end the list with a comma.
    const ported: number[] = [];
    for (let i = 0; i < 12; i++)
      ported.push(await send(90 + i, `203.0.113.200:${5_000 + i}${i % 2 === 0 ? '' : ', '}`));
    expect(ported.slice(10)).toEqual([429, 429]);
    // A household has a /64 of IPv6.
    const v6: number[] = [];
    for (let i = 0; i < 12; i++) v6.push(await send(40 + i, `2001:db8:1:2::${i.toString(16)}`));
    expect(v6.slice(10)).toEqual([429, 429]);
    expect(await send(60, '2001:db8:1:3::1')).toBe(303);
  });

  it.each([
    ['/24 of IPv4', 40, (i: number) => `198.51.100.${i}`, '198.51.101.1'],
    ['/56 of IPv6', 20, (i: number) => `2001:db8:0:${i.toString(16)}::1`, '2001:db8:0:100::1'],
    ['/48 of IPv6', 40, (i: number) => `2001:db8:0:${i.toString(16)}00::1`, '2001:db8:1::1'],
  ])(
    'from many addresses of one %s ends at %i; its neighbours go on, and /health says so',
    async (_, limit, address, other) => {
      const proxies = new BlockList();
      proxies.addSubnet('192.0.2.0', 24, 'ipv4');
      const site = await pages({ proxies });
      const token = await readForm(site);
      const send = async (name: string, from: string) =>
        (await site.post('/subscribe', { token, address: `${name}@example.com` }, { 'x-forwarded-for': from })).status;
      const health = async () => (await site.get('/health')).text();
      const statuses = await Promise.all(Array.from({ length: limit }, (_, i) => send(`a${i}`, address(i))));
      expect(new Set(statuses)).toEqual(new Set([303]));
      expect(await health()).toBe('ok');
      expect(await send('b', address(limit))).toBe(429);
      expect(await send('c', other)).toBe(303);
      expect(await health()).toMatch(/^ok\nsign-ups are held off: 1 refused, 0 dropped/);
    },
  );

  it('by one host does not use up the sign-ups of its network', async () => {
    const proxies = new BlockList();
    proxies.addSubnet('192.0.2.0', 24, 'ipv4');
    const site = await pages({ proxies });
    const token = await readForm(site);
    const send = async (i: number, from: string) =>
      (await site.post('/subscribe', { token, address: `a${i}@example.com` }, { 'x-forwarded-for': from })).status;
    for (let i = 0; i < 60; i++) expect(await send(i, '198.51.100.1')).toBe(i < 10 ? 303 : 429);
    expect(await send(61, '198.51.100.2')).toBe(303);
  }, 30_000);
});

describe('the link of a letter', () => {
  it('ends after a week, and says how to get another', async () => {
    const site = await pages();
    await site.post('/subscribe', { token: await readForm(site), address: 'ana@example.com' });
    site.clock.now = new Date(start.getTime() + 8 * 86_400_000);
    for (const response of [await site.get(site.confirmLink(1)), await site.post(site.confirmLink(1), {})]) {
      expect(response.status).toBe(410);
      expect(await response.text()).toContain('href="../?lang=fr"');
    }
    expect(await site.store.subscribers.find('ana@example.com')).toBeUndefined();
  });

  it.each([
    ['forged', '/confirm/forged.forged', 404],
    ['of another purpose', undefined, 404],
    ['of a confirmation that is not there', '99', 410],
  ])('that is %s confirms nothing', async (_, link, status) => {
    const site = await pages();
    const path =
      link === undefined
        ? `/confirm/${site.links.unsubscribe_url.split('/').at(-1)}`
        : link === '99'
          ? site.confirmLink(99)
          : link;
    expect((await site.get(path)).status).toBe(status);
    expect((await site.post(path, {})).status).toBe(status);
  });
});

/** The link in the letter to a reader’s own address, asked for on their preferences page. */
async function accountLink(site: Pages): Promise<string> {
  const page = await (await site.post(site.links.preferences_url, { wish: 'account' })).text();
  expect(page).toMatch(/Nous avons envoyé un lien à z…@example.com\. Il est valable 1\sjour\./);
  const letter = (await due(site)).at(-1);
  expect(letter).toMatchObject({ kind: 'account', address: 'zoe@example.com', language: 'fr' });
  return site.accountLink(letter?.id ?? 0);
}

describe('one’s address and data', () => {
  it('need a link that is sent to one’s own address: that of an issue, which may be forwarded, does not do', async () => {
    const site = await pages();
    const { preferences_url, unsubscribe_url } = site.links;
    const asked = await site.post(preferences_url, { wish: 'account' });
    expect(asked.status).toBe(200);
    expect(await asked.text()).not.toContain('account/');
    expect(await due(site)).toHaveLength(1);
    await site.post(preferences_url, { wish: 'address', address: 'thief@example.com' });
    expect(await due(site)).toHaveLength(1);
    const tokens = [preferences_url, unsubscribe_url, site.confirmLink(1)].map(url => url.split('/').at(-1));
    for (const token of tokens)
      for (const path of ['', '/data', '/erase']) {
        expect((await site.get(`/account/${token}${path}`)).status).toBe(404);
        if (path !== '/data')
          expect((await site.post(`/account/${token}${path}`, { address: 'thief@example.com' })).status).toBe(404);
      }
    for (const path of ['data', 'erase']) {
      expect((await site.get(`${preferences_url}/${path}`)).status).toBe(404);
      expect((await site.post(`${preferences_url}/${path}`, {})).status).toBe(404);
    }
    expect((await site.zoe())?.address).toBe('zoe@example.com');
    // Nor does a link that confirms nothing.
    expect((await site.post(site.confirmLink(1), {})).status).toBe(410);
  });

  it('can be taken along as a file, and be erased after one more question', async () => {
    const site = await pages();
    const link = await accountLink(site);
    const shown = await (await site.get(link)).text();
    expect(shown).toContain('Télécharger mes données');
    const file = await site.get(`${link}/data`);
    expect(file.headers.get('content-disposition')).toContain('attachment');
    expect(await file.json()).toMatchObject({ subscriber: { address: 'zoe@example.com' }, deliveries: [] });
    expect(await (await site.get(`${link}/erase`)).text()).toContain('Oui, supprimer mes données');
    expect(await site.zoe()).toBeDefined();
    expect((await site.post(`${link}/erase`, {}, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await site.post(link, { address: 'x@example.com' }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect(await site.zoe()).toBeDefined();
    expect(await (await site.post(`${link}/erase`, {})).text()).toContain('Vos données ont été supprimées');
    expect(await site.zoe()).toBeUndefined();
    for (const path of ['', '/data', '/erase']) expect((await site.get(`${link}${path}`)).status).toBe(410);
    expect((await site.post(site.links.unsubscribe_url, {})).status).toBe(200);
  });

  it('are open for a day, with that link', async () => {
    const site = await pages();
    const link = await accountLink(site);
    site.clock.now = new Date(site.clock.now.getTime() + 86_400_000);
    for (const response of [await site.get(`${link}/data`), await site.post(`${link}/erase`, {})]) {
      expect(response.status).toBe(410);
      expect(await response.text()).toMatch(/Il était valable 1\sjour/);
    }
    expect(await site.zoe()).toBeDefined();
  });

  it('are asked for three times a day at most, which nobody is told', async () => {
    const site = await pages();
    for (let i = 0; i < 5; i++) {
      expect((await site.post(site.links.preferences_url, { wish: 'account' })).status).toBe(200);
      site.clock.now = new Date(site.clock.now.getTime() + 61_000);
    }
    expect(await due(site)).toHaveLength(3);
  });

  it('stay with the reader who moved: the old link ends', async () => {
    const site = await pages();
    const link = await accountLink(site);
    await site.post(link, { address: 'new@example.com' });
    await site.post(site.confirmLink(2), {});
    expect((await site.get(`${link}/data`)).status).toBe(410);
    await site.post(site.links.preferences_url, { wish: 'account' });
    const again = site.accountLink((await due(site)).at(-1)?.id ?? 0);
    expect(await (await site.get(`${again}/data`)).json()).toMatchObject({
      subscriber: { address: 'new@example.com' },
      formerAddresses: [{ address: 'zoe@example.com' }],
    });
  });
});

describe('a new address', () => {
  it('is asked for with the link to one’s own, is theirs once they confirm it there, and can be undone from the old one', async () => {
    const site = await pages();
    const page = await (await site.post(await accountLink(site), { address: 'new@example.com' })).text();
    expect(page).toContain('Nous avons envoyé un lien à new@example.com');
    expect((await site.zoe())?.address).toBe('zoe@example.com');
    expect((await due(site)).at(-1)).toMatchObject({ kind: 'address', address: 'new@example.com', language: 'fr' });
    const woken = site.woken();
    expect(await (await site.post(site.confirmLink(2), {})).text()).toContain('Votre adresse a été changée');
    expect((await site.zoe())?.address).toBe('new@example.com');
    expect((await due(site)).at(-1)).toMatchObject({ kind: 'undo', address: 'zoe@example.com' });
    expect(site.woken()).toBe(woken + 1);
    // The links of every issue sent before still let them leave.
    await site.post(site.links.unsubscribe_url, {});
    expect((await site.zoe())?.status).toBe('unsubscribed');
    const undo = site.confirmLink(3);
    expect(await (await site.get(undo)).text()).toContain('Annuler le changement d’adresse');
    expect((await site.zoe())?.address).toBe('new@example.com');
    expect(await (await site.post(undo, {})).text()).toContain('Le changement est annulé');
    expect((await site.zoe())?.address).toBe('zoe@example.com');
    expect(await (await site.post(undo, {})).text()).toContain('Déjà confirmé');
  });

  it('that is none is told beside its field; one that is another’s is told to whoever reads there', async () => {
    const site = await pages();
    async function* other() {
      yield { address: 'other@example.com', language: 'fr' };
    }
    await site.store.subscribers.upsert(other(), start, () => undefined);
    const link = await accountLink(site);
    const wrong = await (await site.post(link, { address: 'new" x' })).text();
    expect(wrong).toContain('Ce n’est pas une adresse e-mail');
    expect(wrong).toContain('value="new&quot; x"');
    const asked = await site.post(link, { address: 'other@example.com' });
    expect(await asked.text()).toContain('Nous avons envoyé un lien à other@example.com');
    expect(await (await site.post(site.confirmLink(2), {})).text()).toContain('déjà abonnée');
  });
});

describe('a form in letters that cannot be read', () => {
  it('is told so, and changes nothing', async () => {
    const site = await pages();
    const token = await readForm(site);
    const latin1 = { 'content-type': 'application/x-www-form-urlencoded; charset=iso-8859-1' };
    expect((await site.post('/subscribe', { token, address: 'a@b.example' }, latin1)).status).toBe(415);
    const body = `token=${token}&address=a@b.example&name=Zo%E9`;
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const garbled = await site.app.request('/subscribe', { method: 'POST', body, headers }, site.from());
    expect(garbled.status).toBe(400);
    expect(await garbled.text()).toContain('Ces caractères sont illisibles');
    expect(await due(site)).toEqual([]);
    // Leaving is another matter.
    expect((await site.post(site.links.unsubscribe_url, {}, latin1)).status).toBe(200);
    expect((await site.zoe())?.status).toBe('unsubscribed');
  });
});

describe('the form in one’s own site', () => {
  const own = 'https://www.example.com';

  it('may be framed by the sites of hebdo.yaml, and by no other', async () => {
    const policyOf = async (sites: string[], path: string) =>
      (await (await pages({ sites })).get(path)).headers.get('content-security-policy');
    expect(await policyOf([own], '/embed')).toContain(`frame-ancestors ${own}`);
    expect(await policyOf([own], '/embed/sent')).toContain(`frame-ancestors ${own}`);
    expect(await policyOf([], '/embed')).toContain("frame-ancestors 'none'");
    expect(await policyOf([own], '/')).toContain("frame-ancestors 'none'");
    expect(await policyOf([own], '/embed')).not.toContain('unsafe');
  });

  it('is sent within its frame', async () => {
    const site = await pages({ sites: [own] });
    const sent = await site.post('/embed?lang=en', {
      token: await readForm(site, '/embed'),
      address: 'ana@example.com',
    });
    const said = sent.headers.get('location') ?? '';
    expect([sent.status, said]).toEqual([303, expect.stringMatching(/^embed\/sent\/[\w-]{50,}\?lang=en$/)]);
    const page = await (await site.get(`/${said}`)).text();
    expect(page).toContain('We sent a link to ana@example.com');
    expect(page).not.toContain('<header>');
  });

  it('can be of its own making, over JSON: what to show, and what came of it', async () => {
    const site = await pages({ sites: [own] });
    const headers = { origin: own, 'content-type': 'application/json' };
    const shown = await site.get('/api/sign-up?lang=en', headers);
    expect(shown.headers.get('access-control-allow-origin')).toBe(own);
    const { token, consent } = await shown.json();
    expect(consent).toContain('By subscribing you ask Example Média');
    const send = async (body: unknown, more = {}) =>
      site.app.request(
        '/api/sign-up?lang=en',
        { method: 'POST', body: JSON.stringify(body), headers: { ...headers, ...more } },
        site.from(),
      );
    expect((await send({ token, address: 'ana@example.com' })).status).toBe(400);
    site.clock.now = new Date(start.getTime() + 5_000);
    expect(await (await send({ token, address: 'nobody' })).json()).toMatchObject({ outcome: 'bad_address' });
    expect((await send({ token, address: 'x@y.example' }, { 'content-type': 'text/plain' })).status).toBe(415);
    const done = await send({ token, address: 'ana@example.com', language: 'en' });
    expect([done.status, await done.json()]).toEqual([
      202,
      { outcome: 'asked', words: expect.stringContaining('We sent a link to ana@example.com') },
    ]);
    await site.post(site.confirmLink(1), {});
    expect(await site.store.confirmations.consents(2)).toMatchObject([{ page: own }]);
    const stranger = await site.get('/api/sign-up', { origin: 'https://evil.example' });
    expect(stranger.headers.get('access-control-allow-origin')).toBeNull();
    for (const body of ['', '{', '[]', 'null', '{"address":7,"token":{}}']) {
      const init = { method: 'POST', body, headers };
      expect((await site.app.request('/api/sign-up', init, site.from())).status).toBe(400);
    }
  });
});

describe('the pages to sign up', () => {
  it('are accessible, in light and dark, at 320 pixels, in both languages', async () => {
    const site = await pages();
    const sent = await site.post('/subscribe', { token: await readForm(site), address: 'ana@example.com' });
    const said = `/${sent.headers.get('location')?.split('?')[0]}`;
    const account = await accountLink(site);
    const server = await serveWeb(site.app, { host: '127.0.0.1', port: 0 });
    const browser = await launchBrowser();
    try {
      for (const colorScheme of ['light', 'dark'] as const) {
        const page = await browser.newPage({ viewport: { width: 320, height: 700 }, colorScheme, bypassCSP: true });
        for (const path of ['/', '/embed', said, site.confirmLink(1), site.confirmLink(9), account, `${account}/erase`])
          for (const language of ['fr', 'en']) {
            await page.goto(`http://127.0.0.1:${server.port}${path}?lang=${language}`);
            // A frame has its landmarks in the page around it.
            expect((await axe(page)).violations).toEqual([]);
            expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
          }
        await page.close();
      }
    } finally {
      await browser.close();
      await server.close();
    }
  });
});
