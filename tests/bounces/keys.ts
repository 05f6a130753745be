import { secret } from '../helpers/hebdo.ts';

/** What the messages in fixtures/ were signed with. */
export const fixtureKeys = { bounceAddress: 'bounces@news.example.com', secrets: [secret] };
export const fixtureWeek = '2026-W48';
