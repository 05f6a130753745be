import { createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { brevo } from '../../src/bounces/webhooks/brevo.ts';
import { mailgun } from '../../src/bounces/webhooks/mailgun.ts';
import { postmark } from '../../src/bounces/webhooks/postmark.ts';
import type { Provider } from '../../src/bounces/webhooks/provider.ts';
import { ses } from '../../src/bounces/webhooks/ses.ts';
import { pages, start } from '../helpers/site.ts';

const address = 'zoe@example.com';

/** The pages with one provider, and what it posts. */
async function site(name: string, provider: Provider) {
  const made = await pages({ providers: { [name]: provider } });
  const post = async (body: unknown, headers: Record<string, string> = {}) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await made.app.request(`/webhooks/${name}`, { method: 'POST', body: text, headers }, made.from());
    return response.status;
  };
  const suppressed = async () => (await made.store.suppressions.find(address))?.reason;
  const bounces = async () => (await made.store.bounces.of(1)).map(({ kind, code }) => ({ kind, code }));
  return { ...made, post, suppressed, bounces };
}

describe('Amazon SES', () => {
  const topic = 'arn:aws:sns:eu-west-1:123456789012:bounces';
  const url = 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123.pem';
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const pem = String(publicKey.export({ type: 'spki', format: 'pem' }));
  const signed = (fields: Record<string, string>, version: '1' | '2' = '2', key = privateKey) => {
    const all = {
      MessageId: 'm',
      Timestamp: '2026-11-27T08:00:00.000Z',
      TopicArn: topic,
      Type: 'Notification',
      ...fields,
    };
    const names =
      all.Type === 'Notification'
        ? ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
        : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
    const canonical = Object.entries(all)
      .filter(([name]) => names.includes(name))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${name}\n${value}\n`)
      .join('');
    const Signature = createSign(version === '1' ? 'RSA-SHA1' : 'RSA-SHA256')
      .update(canonical)
      .sign(key, 'base64');
    return { ...all, Signature, SignatureVersion: version, SigningCertURL: url };
  };
  const bounce = (bounceType: string) =>
    JSON.stringify({
      notificationType: 'Bounce',
      bounce: {
        bounceType,
        feedbackId: `f-${bounceType}`,
        bouncedRecipients: [
          { emailAddress: 'Zoe@example.com', status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 unknown' },
        ],
      },
    });
  const fetched: string[] = [];
  const provider = () =>
    ses(topic, async wanted => {
      fetched.push(wanted);
      return pem;
    });

  it.each(['1', '2'] as const)('of signature version %s suppresses for a permanent bounce, once', async version => {
    const { post, suppressed, bounces } = await site('ses', provider());
    expect(await post(signed({ Message: bounce('Permanent'), Subject: 'x' }, version))).toBe(200);
    expect(await post(signed({ Message: bounce('Permanent'), MessageId: 'again' }, version))).toBe(200);
    expect(await suppressed()).toBe('bounced (5.1.1)');
    expect(await bounces()).toEqual([{ kind: 'hard', code: '5.1.1' }]);
  });

  it('counts a transient one, and suppresses for a complaint', async () => {
    const { post, suppressed, bounces } = await site('ses', provider());
    await post(signed({ Message: bounce('Transient') }));
    expect(await suppressed()).toBeUndefined();
    const complaint = (type: string) => ({
      eventType: 'Complaint',
      complaint: { feedbackId: type, complaintFeedbackType: type, complainedRecipients: [{ emailAddress: address }] },
    });
    await post(signed({ Message: JSON.stringify(complaint('not-spam')) }));
    expect(await suppressed()).toBeUndefined();
    await post(signed({ Message: JSON.stringify(complaint('abuse')) }));
    expect(await suppressed()).toBe('called it spam');
    expect((await bounces()).map(({ kind }) => kind)).toEqual(['soft', 'complaint']);
  });

  it('confirms the subscription of its own topic, at Amazon only', async () => {
    const { post } = await site('ses', provider());
    const confirmation = { Type: 'SubscriptionConfirmation', Token: 't', Message: 'm' };
    const good = 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=t';
    fetched.length = 0;
    expect(await post(signed({ ...confirmation, SubscribeURL: 'https://evil.example/' }))).toBe(401);
    expect(await post(signed({ ...confirmation, SubscribeURL: good }))).toBe(200);
    expect(fetched).toEqual([url, good]);
  });

  it('takes nothing that is forged', async () => {
    const { post, bounces } = await site('ses', provider());
    const Message = bounce('Permanent');
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey;
    fetched.length = 0;
    for (const forged of [
      signed({ Message, TopicArn: 'arn:aws:sns:eu-west-1:999999999999:mine' }),
      { ...signed({ Message }), Message: bounce('Transient') },
      signed({ Message }, '2', stranger),
      { ...signed({ Message }), Signature: 'x' },
    ])
      expect(await post(forged)).toBe(401);
    fetched.length = 0;
    for (const SigningCertURL of [
      'http://sns.eu-west-1.amazonaws.com/a.pem',
      'https://sns.eu-west-1.amazonaws.com.evil.example/a.pem',
      'https://evil.example/sns.eu-west-1.amazonaws.com/a.pem',
      'https://sns.eu-west-1.amazonaws.com@evil.example/a.pem',
      'https://s3.eu-west-1.amazonaws.com/mine/a.pem',
      'file:///etc/passwd.pem',
      'no url',
    ])
      expect(await post({ ...signed({ Message }), SigningCertURL })).toBe(401);
    // What proves nothing makes us fetch nothing: another region, another name of a file, an old call, no signature.
    for (const forged of [
      { SigningCertURL: 'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123.pem' },
      { SigningCertURL: 'https://sns.eu-west-1.amazonaws.com/anything-0123.pem' },
      { Timestamp: '2026-11-20T08:00:00.000Z' },
      { Timestamp: 'yesterday' },
      { Signature: '' },
    ])
      expect(await post({ ...signed({ Message }), ...forged })).toBe(401);
    // Nothing of a stranger's was ever asked for.
    expect(fetched).toEqual([]);
    expect(await post('not JSON')).toBe(400);
    expect(await post(signed({ Message: 'not JSON' }))).toBe(400);
    expect(await bounces()).toEqual([]);
  });
});

describe('calls that are forged', () => {
  it('are reported once a minute, not each, and make us fetch no more than some certificates', async () => {
    const fetched: string[] = [];
    const topic = 'arn:aws:sns:eu-west-1:123456789012:bounces';
    const { post, failures, clock } = await site(
      'ses',
      ses(topic, async wanted => {
        fetched.push(wanted);
        throw new Error('not found');
      }),
    );
    for (let i = 0; i < 50; i++) {
      const SigningCertURL = `https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-${1_000 + i}.pem`;
      await post({
        Type: 'Notification',
        MessageId: 'm',
        TopicArn: topic,
        Message: '{}',
        Timestamp: '2026-11-27T08:00:00.000Z',
        SignatureVersion: '2',
        Signature: 'A'.repeat(344),
        SigningCertURL,
      });
    }
    expect(fetched.length).toBeLessThan(5);
    expect(failures.length).toBeLessThan(6);
    clock.now = new Date(start.getTime() + 61_000);
    const before = failures.length;
    expect(await post('nothing')).toBe(400);
    expect(failures.length).toBe(before + 1);
  });

  it('by the name of what every object has are no events', async () => {
    const { post, bounces } = await site('brevo', brevo('a shared secret of the webhook'));
    const headers = { authorization: 'Bearer a shared secret of the webhook' };
    for (const event of ['constructor', '__proto__', 'toString', 'hasOwnProperty'])
      expect(await post({ event, email: address }, headers)).toBe(200);
    expect(await bounces()).toEqual([]);
  });
});

describe('Mailgun', () => {
  const key = 'key-of-the-webhook';
  const seconds = String(start.getTime() / 1000);
  // Each call has a token of its own.
  const event = (data: Record<string, unknown>, timestamp = seconds, by = key, token = JSON.stringify(data)) => ({
    signature: { timestamp, token, signature: createHmac('sha256', by).update(`${timestamp}${token}`).digest('hex') },
    'event-data': { id: JSON.stringify(data), recipient: address, event: 'failed', ...data },
  });

  it('suppresses an address that does not exist, and counts what only was not taken', async () => {
    const { post, suppressed, bounces } = await site('mailgun', mailgun(key));
    await post(event({ severity: 'temporary', 'delivery-status': { code: 451 } }));
    await post(event({ event: 'delivered' }));
    await post(event({ severity: 'permanent', 'delivery-status': { code: 550, message: '5.7.1 blocked for spam' } }));
    expect([await suppressed(), await bounces()]).toEqual([undefined, [{ kind: 'policy', code: '550' }]]);
    await post(
      event({
        severity: 'permanent',
        'delivery-status': { code: 550, 'enhanced-code': '5.1.1', message: 'no such user' },
      }),
    );
    expect(await suppressed()).toBe('bounced (5.1.1)');
  });

  it('takes readers off who unsubscribed, and suppresses for a complaint', async () => {
    const { post, suppressed, zoe } = await site('mailgun', mailgun(key));
    await post(event({ event: 'unsubscribed' }));
    expect((await zoe())?.status).toBe('unsubscribed');
    await post(event({ event: 'complained' }));
    expect(await suppressed()).toBe('called it spam');
  });

  it('takes a signature that was copied for no other reader, and no time that is none', async () => {
    const { post, suppressed, bounces } = await site('mailgun', mailgun(key));
    const captured = event({ event: 'complained', recipient: 'other@example.com' });
    expect(await post(captured)).toBe(200);
    const { recipient: _, ...data } = captured['event-data'];
    // Nor another event of the same reader.
    expect(await post({ ...captured, 'event-data': { ...captured['event-data'], event: 'unsubscribed' } })).toBe(401);
    expect(await post({ ...captured, 'event-data': { ...data, recipient: address, id: 'another' } })).toBe(401);
    for (const timestamp of ['NaN', '', 'tomorrow', '1e99', `${seconds}.0x`, '-1'])
      expect(await post(event({ event: 'complained' }, timestamp))).toBe(401);
    expect([await suppressed(), await bounces()]).toEqual([undefined, []]);
  });

  it('takes nothing that is forged or a day old', async () => {
    const { post, suppressed } = await site('mailgun', mailgun(key));
    expect(await post(event({ event: 'complained' }, seconds, 'another key'))).toBe(401);
    expect(await post(event({ event: 'complained' }, String(Number(seconds) - 90_000)))).toBe(401);
    expect(await post({ 'event-data': {} })).toBe(400);
    expect(await suppressed()).toBeUndefined();
  });
});

describe.each([
  [
    'postmark',
    postmark,
    { RecordType: 'Bounce', ID: 1, Type: 'HardBounce', Email: address, Details: 'smtp;550 5.1.1 unknown' },
    { RecordType: 'Bounce', ID: 2, Type: 'AutoResponder', Email: address },
    { RecordType: 'SpamComplaint', ID: 3, Email: address },
    { RecordType: 'SubscriptionChange', Recipient: address, SuppressSending: true },
  ],
  [
    'brevo',
    brevo,
    { event: 'hard_bounce', email: address, 'message-id': '<1@x>', ts_event: 1, reason: '550 5.1.1 unknown' },
    { event: 'delivered', email: address },
    [{ event: 'spam', email: address, ts_event: 2 }],
    { event: 'unsubscribed', email: address },
  ],
] as const)('%s, which does not sign', (name, make, bounced, nothing, complained, left) => {
  const secret = 'a shared secret of the webhook';
  const bearer = { authorization: `Bearer ${secret}` };
  const basic = { authorization: `Basic ${Buffer.from(`any:${secret}`).toString('base64')}` };

  it('suppresses and takes off where it bears our secret', async () => {
    const { post, suppressed, zoe, bounces } = await site(name, make(secret));
    expect(await post(nothing, bearer)).toBe(200);
    expect(await bounces()).toEqual([]);
    expect(await post(bounced, basic)).toBe(200);
    expect(await post(bounced, bearer)).toBe(200);
    expect(await bounces()).toEqual([{ kind: 'hard', code: '5.1.1' }]);
    expect(await suppressed()).toBe('bounced (5.1.1)');
    expect(await post(complained, bearer)).toBe(200);
    expect(await post(left, bearer)).toBe(200);
    expect((await zoe())?.status).toBe('unsubscribed');
  });

  it('does nothing where it does not', async () => {
    const { post, bounces } = await site(name, make(secret));
    const wrong: Record<string, string>[] = [
      {},
      { authorization: 'Bearer ' },
      { authorization: `Bearer ${secret}x` },
      { authorization: 'Basic %%%' },
    ];
    for (const headers of wrong) expect(await post(bounced, headers)).toBe(401);
    expect(await post('{"RecordType":"Else"}', bearer)).toBe(400);
    expect(await bounces()).toEqual([]);
  });
});

describe('a webhook', () => {
  it('that is not set up is not there', async () => {
    const { app } = await pages();
    for (const name of ['ses', 'mailgun', 'postmark', 'brevo', 'constructor', '__proto__'])
      expect((await app.request(`/webhooks/${name}`, { method: 'POST', body: '{}' })).status).toBe(404);
  });

  it('takes half a megabyte, and no more', async () => {
    const { post } = await site('brevo', brevo('s'));
    expect(await post('x'.repeat(500_000))).toBe(401);
    expect(await post('x'.repeat(600_000))).toBe(413);
  });

  it('about an address that is not on the list does nothing', async () => {
    const { post, store } = await site('brevo', brevo('s'));
    expect(await post({ event: 'hard_bounce', email: 'stranger@example.com' }, { authorization: 'Bearer s' })).toBe(
      200,
    );
    expect(await store.suppressions.count()).toBe(0);
  });
});
