// The reference of web.ts: a Hono page that says nothing, on the port given.
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

const app = new Hono();
app.all('/', c => c.html('<!doctype html><title>x</title>'));
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(process.argv[2]) });
