import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DkimKey, dkimKey, newDkimKey } from '../../src/message/dkim.ts';
import { isInstalled, type Judge, run } from './judge.ts';

const domain = 'news.example.com';
const keys = (['rsa', 'ed25519'] as const).map(selector => ({ selector, ...newDkimKey(selector) }));

/** The keys of this run, which sign all messages. */
export const signingKeys: DkimKey[] = keys.map(({ selector, pem }) => ({ domain, selector, key: dkimKey(pem) }));

/** The verifiers, with the keys of this run in place of the DNS. @param folder for their files */
export function dkimVerifiers(folder: string): Judge[] {
  const named = keys.map(({ selector, record }) => [`${selector}._domainkey.${domain}`, record] as const);
  return [dkimpy, openDkim].map(make => make(folder, named));
}

type Records = readonly (readonly [name: string, record: string])[];
const wanted = 'pass for RSA and Ed25519';
const verdict = (results: readonly string[]) => ({
  said: results.join(' '),
  isGood: results.length === keys.length && results.every(result => result === 'pass'),
  found: [],
});

/** The index is that of the signature. */
const program = `
import dkim, json, sys
records = json.load(open(sys.argv[2]))
message = open(sys.argv[1], 'rb').read()
verifier = dkim.DKIM(message)
find = lambda name, timeout=5: records.get((name.decode() if isinstance(name, bytes) else name).rstrip('.'), '').encode()
print(' '.join('pass' if verifier.verify(idx=i, dnsfunc=find) else 'fail' for i in range(2)))
`;

function dkimpy(folder: string, records: Records): Judge {
  const file = join(folder, 'records.json');
  writeFileSync(file, JSON.stringify(Object.fromEntries(records)));
  return {
    name: 'dkimpy',
    wanted,
    install: 'python3-dkim',
    isThere: () => isInstalled('dkimverify'),
    judge: ({ eml }) => verdict(run('/usr/bin/python3', ['-c', program, eml, file]).trim().split(' ')),
  };
}

/** `opendkim -t` of the package opendkim: `opendkim-testmsg` of opendkim-tools asks the DNS for the keys. */
function openDkim(folder: string, records: Records): Judge {
  const [file, config] = [join(folder, 'public-keys'), join(folder, 'opendkim.conf')];
  writeFileSync(file, records.map(([name, record]) => `${name} ${record}\n`).join(''));
  writeFileSync(config, `Mode v\nSyslog no\nTestPublicKeys ${file}\n`);
  return {
    name: 'OpenDKIM',
    wanted,
    install: 'opendkim',
    isThere: () => isInstalled('opendkim'),
    judge: ({ eml }) =>
      verdict(
        [...run('opendkim', ['-x', config, '-v', '-v', '-t', eml]).matchAll(/dkim=(\w+)/g)].map(
          match => match[1] ?? '',
        ),
      ),
  };
}
