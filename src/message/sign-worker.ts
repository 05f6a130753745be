// A thread that signs: see signer.ts.
import { KeyObject } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { dkimFields } from './dkim.ts';

const key = z.object({
  domain: z.string(),
  selector: z.string(),
  key: z.custom<KeyObject>(value => value instanceof KeyObject),
});
const job = z.object({
  id: z.number(),
  names: z.string(),
  canonical: z.string(),
  body: z.instanceof(Uint8Array),
  time: z.number(),
});
const keys = z.array(key).parse(workerData);

parentPort?.on('message', (message: unknown) => {
  const { id, ...rest } = job.parse(message);
  parentPort?.postMessage([id, dkimFields(keys, rest)]);
});
