import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSubscriberList } from '../../../src/subscribers/import.ts';
import { type ProgramName, programNames } from '../../../src/subscribers/list/programs/programs.ts';
import { emptyFolder } from '../../helpers/newsletter.ts';

/** Exports in the form of each program, of our own making; and each line as `standing address name language tags date`. */
const exports: [ProgramName, string, string[]][] = [
  [
    'listmonk',
    `uuid,email,name,attributes,status,created_at,updated_at
u1,ann@example.com,Ann,"{""language"": ""en"", ""tags"": [""Press""]}",enabled,2024-05-01T10:00:00Z,2024-06-01T10:00:00Z
u2,bob@example.com,Bob,{},disabled,2024-05-01T10:00:00Z,
u3,cyd@example.com,Cyd,broken{,blocklisted,2024-05-01T10:00:00Z,
u4,dee@example.com,Dee,"{""unsubscribed"": true}",enabled,2024-05-01T10:00:00Z,
`,
    [
      'active ann@example.com Ann en Press 2024-05-01',
      'left bob@example.com Bob - - 2024-05-01',
      'blocked cyd@example.com Cyd - - 2024-05-01',
      'left dee@example.com Dee - - 2024-05-01',
    ],
  ],
  [
    'mailchimp',
    `Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LAST_CHANGED,LEID,EUID,NOTES,TAGS
ann@example.com,Ann,Lee,2,"2023-01-02 03:04:05",192.0.2.1,"2023-01-03 03:05:05",192.0.2.1,"2024-01-01 00:00:00",1,e1,,"""a"",""b c"""
`,
    ['active ann@example.com Ann Lee - a,b c 2023-01-03'],
  ],
  [
    'mailchimp',
    `Adresse e-mail,Prénom,Nom,OPTIN_TIME,CONFIRM_TIME,UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_REASON,LEID,EUID
bob@example.com,Bob,,2023-01-02 03:04:05,,2023-02-02 03:04:05,Mars,,2,e2
`,
    ['left bob@example.com Bob - - 2023-01-02'],
  ],
  [
    'mailchimp',
    `Email Address,First Name,Last Name,OPTIN_TIME,CLEAN_TIME,CLEAN_CAMPAIGN_TITLE,LEID,EUID
cyd@example.com,,,2023-01-02 03:04:05,2023-02-02 03:04:05,Avril,3,e3
`,
    ['bounced cyd@example.com - - - 2023-01-02'],
  ],
  [
    'mailchimp',
    `Email Address,First Name,Last Name,Email Marketing Status,Language
a@example.com,A,,Subscribed,French
b@example.com,B,,Unsubscribed,
c@example.com,C,,Non-Subscribed,
d@example.com,D,,Cleaned,
`,
    [
      'active a@example.com A French - -',
      'left b@example.com B - - -',
      'pending the person has not confirmed (`Non-Subscribed` in `Email Marketing Status`)',
      'bounced d@example.com D - - -',
    ],
  ],
  [
    'substack',
    `email,name,active_subscription,expiry,plan,email_disabled,created_at,first_payment_at
a@example.com,Ann,false,,,true,2022-01-01T00:00:00.000Z,
b@example.com,,false,,,false,2022-01-02T00:00:00.000Z,
c@example.com,,true,2027-01-01T00:00:00.000Z,monthly,false,2022-01-03T00:00:00.000Z,2022-02-01T00:00:00.000Z
`,
    [
      'left a@example.com Ann - - 2022-01-01',
      'active b@example.com - - - 2022-01-02',
      'active c@example.com - - - 2022-01-03',
    ],
  ],
  [
    'substack',
    `Email,Name,Stripe Customer Id,Type,Start Date,Emails disabled
a@example.com,Ann,,Free,2022-01-01,Yes
b@example.com,Bo,cus_1,Monthly,2022-01-01,No
`,
    ['left a@example.com Ann - - 2022-01-01', 'active b@example.com Bo - - 2022-01-01'],
  ],
  [
    'ghost',
    `id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at,labels,tiers
1,c@example.com,Cyd,,false,,,2022-01-01T00:00:00.000Z,,"Import 2024-03-01 10:31,R&D",
2,d@example.com,Dee,,true,,,2022-01-01T00:00:00.000Z,,"Import 2024-03-01 10:31",
`,
    [
      'left c@example.com Cyd - Import 2024-03-01 10:31,R&D 2022-01-01',
      'active d@example.com Dee - Import 2024-03-01 10:31 2022-01-01',
    ],
  ],
  [
    'brevo',
    `CONTACT ID;EMAIL;PRENOM;NOM;LANGUE;EMAIL_BLACKLISTED;SMS;ADDED_TIME;MODIFIED_TIME
1;e@example.com;Eve;Aldi;en;no;;2022-01-01 10:00:00;2022-01-01 10:00:00
2;f@example.com;Fay;;Français;yes;;14-05-2023 10:00:00;
`,
    ['active e@example.com Eve Aldi en - 2022-01-01', 'blocked f@example.com Fay Français - 2023-05-14'],
  ],
  [
    'brevo',
    `ID CONTACT;EMAIL;PRENOM;NOM;STATUT E-MAIL;BLOCKLIST REASON;DATE D'AJOUT
1;a@example.com;Ann;;Abonné;;2022-01-01
2;b@example.com;Bo;;Désabonné;;2022-01-01
3;c@example.com;Cy;;Abonné;Hard bounce;2022-01-01
`,
    [
      'active a@example.com Ann - - 2022-01-01',
      'left b@example.com Bo - - 2022-01-01',
      'bounced c@example.com Cy - - 2022-01-01',
    ],
  ],
  [
    'keila',
    `Email,First name,Last name,Data,Status,External ID
a@example.com,Ann,Lee,"{""lang"": ""en"", ""tags"": [""x""]}",active,1
b@example.com,Bo,,{},unsubscribed,2
c@example.com,Cy,,,unreachable,3
`,
    ['active a@example.com Ann Lee en x -', 'left b@example.com Bo - - -', 'bounced c@example.com Cy - - -'],
  ],
  [
    'mailtrain',
    `cid,email,status,merge_first_name
1,a@example.com,1,Ann
2,b@example.com,2,Bo
3,c@example.com,3,Cy
4,d@example.com,4,Di
`,
    [
      'active a@example.com - - - -',
      'left b@example.com - - - -',
      'bounced c@example.com - - - -',
      'complained d@example.com - - - -',
    ],
  ],
  [
    'buttondown',
    `email_address,notes,metadata,tags,referrer_url,creation_date,type,source,unsubscription_date,unsubscription_reason,churn_date,last_bounce_date
a@example.com,,{},"x,y",,2021-03-04T05:06:07.000000+00:00,regular,import,,,2023-01-01,2024-01-01
b@example.com,,,,,2021-03-04T05:06:07+00:00,unactivated,api,,,,
c@example.com,,,,,2021-03-04T05:06:07+00:00,unsubscribed,api,2022-01-01,,,
d@example.com,,,,,2021-03-04T05:06:07+00:00,undeliverable,api,,,,
e@example.com,,,,,2021-03-04T05:06:07+00:00,regular,api,2022-01-01,,,
`,
    [
      'active a@example.com - - x,y 2021-03-04',
      'pending the person has not confirmed (`unactivated` in `type`)',
      'left c@example.com - - - 2021-03-04',
      'bounced d@example.com - - - 2021-03-04',
      'left e@example.com - - - 2021-03-04',
    ],
  ],
  [
    'beehiiv',
    `email,status,created_at,subscription_tier,utm_source,utm_medium,referral_code,Tags
a@example.com,active,2024-01-02T03:04:05Z,free,x,y,abc,t
b@example.com,inactive,2024-01-02T03:04:05Z,free,,,abd,
c@example.com,validating,2024-01-02T03:04:05Z,free,,,abe,
`,
    [
      'active a@example.com - - t 2024-01-02',
      'left b@example.com - - - 2024-01-02',
      'pending the person has not confirmed (`validating` in `status`)',
    ],
  ],
  [
    'mailerlite',
    `Subscriber,Name,Last name,Sent,Opens,Clicks,Subscribed,Unsubscribed,Location
a@example.com,Ann,Lee,3,1,0,2021-03-04 05:06:07,,Lyon
b@example.com,Bo,,3,1,0,2021-03-04 05:06:07,2022-03-04 05:06:07,
`,
    ['active a@example.com Ann Lee - - 2021-03-04', 'left b@example.com Bo - - 2021-03-04'],
  ],
  [
    'kit',
    `First name,Email,Status,Created at,Tags
Ann,a@example.com,active,2023-01-05 12:00:00 UTC,"x, y"
Bo,b@example.com,cancelled,2023-01-05 12:00:00 UTC,
Cy,c@example.com,bounced,2023-01-05 12:00:00 UTC,
Di,d@example.com,complained,2023-01-05 12:00:00 UTC,
Ed,e@example.com,inactive,2023-01-05 12:00:00 UTC,
`,
    [
      'active a@example.com Ann - x, y 2023-01-05',
      'left b@example.com Bo - - 2023-01-05',
      'bounced c@example.com Cy - - 2023-01-05',
      'complained d@example.com Di - - 2023-01-05',
      'pending the person has not confirmed (`inactive` in `Status`)',
    ],
  ],
  [
    'mailjet',
    `ContactID,Email,Name,IsExcludedFromCampaigns,IsOptInPending,IsSpamComplaining,IsUnsubscribed,CreatedAt,UnsubscribedAt
1,a@example.com,Ann,false,false,false,false,2021-03-04T05:06:07Z,
2,b@example.com,Bo,true,false,false,false,2021-03-04T05:06:07Z,
3,c@example.com,Cy,false,true,false,false,2021-03-04T05:06:07Z,
4,d@example.com,Di,false,false,true,false,2021-03-04T05:06:07Z,
5,e@example.com,Ed,false,false,false,true,2021-03-04T05:06:07Z,2022-01-01T00:00:00Z
`,
    [
      'active a@example.com Ann - - 2021-03-04',
      'left b@example.com Bo - - 2021-03-04',
      'pending the person has not confirmed (`true` in `IsOptInPending`)',
      'complained d@example.com Di - - 2021-03-04',
      'left e@example.com Ed - - 2021-03-04',
    ],
  ],
  [
    'phplist',
    `id,email,confirmed,blacklisted,optedin,bouncecount,entered,modified,uniqid,htmlemail,disabled
1,a@example.com,1,0,0,2,2019-03-04 05:06:07,2020-03-04 05:06:07,x,1,0
2,b@example.com,0,0,0,0,2019-03-04 05:06:07,,y,1,0
3,c@example.com,1,1,0,0,2019-03-04 05:06:07,,z,1,0
4,d@example.com,1,0,0,0,2019-03-04 05:06:07,,z,1,1
`,
    [
      'active a@example.com - - - 2019-03-04',
      'pending the person has not confirmed (`0` in `confirmed`)',
      'blocked c@example.com - - - 2019-03-04',
      'left d@example.com - - - 2019-03-04',
    ],
  ],
  [
    'hebdo',
    `email,name,language,status,since,tags,time_zone
a@example.com,'=Ann,fr,active,2024-01-02T03:04:05.000Z,x;y,Europe/Paris
b@example.com,Bo,en,unsubscribed,2024-01-02T03:04:05.000Z,,
`,
    ['active a@example.com =Ann fr x;y 2024-01-02', 'left b@example.com Bo en - 2024-01-02'],
  ],
];

async function open(text: string, from?: ProgramName) {
  const path = join(await emptyFolder(), 'list.csv');
  await writeFile(path, text);
  return openSubscriberList(path, { from });
}

async function linesOf(text: string, from?: ProgramName): Promise<string[]> {
  const { value: list } = await open(text, from);
  const lines: string[] = [];
  for await (const line of list?.lines() ?? []) {
    const { standing, raw, why } = list?.person(line) ?? {};
    lines.push(
      raw === undefined
        ? `${standing} ${why}`
        : [standing, raw.email, raw.name, raw.language, raw.tags, raw.since?.slice(0, 10)]
            .map(part => part || '-')
            .join(' '),
    );
  }
  return lines;
}

describe.each(exports)('an export of %s', (name, text, expected) => {
  it('is recognised, and read line by line', async () => {
    const { value: list } = await open(text);
    expect(list?.plan.from).toBe(name);
    expect(await linesOf(text)).toEqual(expected);
    expect(await linesOf(text, name)).toEqual(expected);
  });

  it('given as one of another program is refused, which names the right one', async () => {
    for (const other of programNames.filter(
      one => one !== name && !['kit', 'mailerlite', 'brevo', 'hebdo'].includes(one),
    )) {
      const { value, problems } = await open(text, other);
      expect(value).toBeUndefined();
      expect(problems[0]?.hint).toContain(`--from ${name}`);
    }
  });
});

it('every program has an export here', () => {
  expect(new Set(exports.map(([name]) => name))).toEqual(new Set(programNames));
});

it('a list without the columns of a program is of none', async () => {
  for (const text of ['email,name\na@example.com,Ann\n', 'Courriel;Prénom;Nom\na@example.com;Ann;Lee\n'])
    expect((await open(text)).value?.plan.from).toBeUndefined();
  for (const name of programNames) expect((await open('email,name\na@example.com,Ann\n', name)).value).toBeUndefined();
});
