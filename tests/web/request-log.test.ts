import { expect, it } from 'vitest';
import type { ServedRequest } from '../../src/web/request-log.ts';
import { pages } from '../helpers/site.ts';

it('each request is told by its route, as docs/routes.md lists it, without a token, an address or a path', async () => {
  const told: ServedRequest[] = [];
  const { app } = await pages({ served: request => told.push(request) });
  const form = { 'content-type': 'application/x-www-form-urlencoded', 'x-forwarded-for': '203.0.113.9' };
  await app.request('/');
  await app.request('/unsubscribe/SECRET-TOKEN', { headers: form });
  await app.request('/unsubscribe/SECRET-TOKEN', { method: 'POST', headers: form, body: 'List-Unsubscribe=One-Click' });
  await app.request('/unsubscribe/SECRET-TOKEN/', { headers: form });
  await app.request('/preferences/SECRET-TOKEN?lang=fr');
  await app.request('/2026-W48/images/SECRET.jpg');
  await app.request('/SECRET/zoe@example.com');
  await app.request('/health', { method: 'SECRET' });
  expect(told.map(({ method, route, status }) => `${method} ${route} ${status}`)).toEqual([
    'GET / 200',
    'GET /unsubscribe/:token 404',
    'POST /unsubscribe/:token 404',
    'GET /:page/:token/ 301',
    'GET /preferences/:token 404',
    'GET /:week/images/:file 404',
    'GET none 404',
    'other none 404',
  ]);
  expect(told.every(({ ms }) => ms >= 0 && ms < 10_000)).toBe(true);
  expect(JSON.stringify(told)).not.toMatch(/SECRET|@|203\./);
});
