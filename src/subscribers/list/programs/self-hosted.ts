import { t } from '../../../wording/wording.ts';
import { date, type Program, standing, tags } from './program.ts';

/** The exports of programs that people run themselves. */
export const selfHosted = {
  hebdo: {
    title: 'hebdo',
    tells: [['email', 'name', 'language', 'status', 'since', 'tags', 'time zone']],
    statuses: { active: 'active', unsubscribed: 'left' },
  },
  listmonk: {
    title: 'listmonk',
    tells: [
      ['uuid', 'attributes', 'status'],
      ['uuid', 'attribs', 'status'],
      ['email', 'name', 'attributes', 'status'],
    ],
    columns: {
      attributes: { kind: 'attributes' },
      attribs: { kind: 'attributes' },
      'created at': date,
      'updated at': undefined,
    },
    statuses: { enabled: 'active', disabled: 'left', blocklisted: 'blocked' },
    lacks: t(
      'listmonk keeps an ordinary unsubscribe in the subscription to a list, which this export does not hold. Export the unsubscribed of each list, too (Lists, the number beside “unsubscribed”, Export), and import them with --left.',
    ),
  },
  ghost: {
    title: 'Ghost',
    tells: [['subscribed to emails'], ['email', 'complimentary plan']],
    columns: { labels: tags, 'complimentary plan': undefined, tiers: undefined, 'created at': date },
  },
  keila: {
    title: 'Keila',
    tells: [
      ['email', 'first name', 'last name', 'data', 'status'],
      ['email', 'external id', 'status'],
      ['email', 'data', 'double opt in at'],
    ],
    columns: { data: { kind: 'attributes' }, 'double opt in at': date, 'inserted at': date, 'updated at': undefined },
    statuses: { active: 'active', unsubscribed: 'left', unreachable: 'bounced' },
  },
  mailtrain: {
    title: 'Mailtrain',
    tells: [
      ['email', 'cid', 'status'],
      ['email', 'merge email', 'status'],
      ['hash email', 'email', 'status'],
      ['email', 'subscription status', 'cid'],
      ['email', 'opt in ip', 'opt in country'],
    ],
    columns: { 'latest open': undefined, 'latest click': undefined, 'subscription status': standing('status') },
    statuses: {
      '1': 'active',
      '2': 'left',
      '3': 'bounced',
      '4': 'complained',
      subscribed: 'active',
      unsubscribed: 'left',
      bounced: 'bounced',
      complained: 'complained',
      blacklisted: 'blocked',
    },
  },
  phplist: {
    title: 'phpList',
    tells: [
      ['email', 'confirmed', 'blacklisted'],
      ['email', 'htmlemail', 'uniqid'],
      ['email', 'bouncecount', 'htmlemail'],
      ['email', 'is confirmed', 'is blacklisted'],
      ['email', 'send this user html emails', 'is this user confirmed'],
    ],
    columns: {
      bouncecount: undefined,
      'bounce count': undefined,
      'number of bounces on this user': undefined,
      'is this user confirmed': standing('confirmed'),
      'is this user blacklisted': standing('blocked'),
      'is this account disabled': standing('left'),
      disabled: standing('left'),
      // How they were added, not whether they agreed.
      optedin: undefined,
      entered: date,
      modified: undefined,
      password: undefined,
    },
  },
} as const satisfies Record<string, Program>;
