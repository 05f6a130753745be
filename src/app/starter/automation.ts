import { join } from 'node:path';
import { packageRoot } from './origin.ts';

/** What runs hebdo unattended, by kind: where each file goes, and which of ours it is. */
export const automation: Record<string, Record<string, string>> = {
  github: {
    '.github/workflows/newsletter.yml': 'github-check.yml',
    '.github/workflows/send.yml': 'github-send.yml',
  },
  gitlab: { '.gitlab-ci.yml': 'gitlab-ci.yml' },
  systemd: {
    'deploy/hebdo-send.service': 'hebdo-send.service',
    'deploy/hebdo-send.timer': 'hebdo-send.timer',
    'deploy/hebdo-serve.service': 'hebdo-serve.service',
    'deploy/hebdo-schedule.service': 'hebdo-schedule.service',
    'deploy/hebdo-worker.service': 'hebdo-worker.service',
    'deploy/hebdo-bounces.service': 'hebdo-bounces.service',
    // systemd reads it for all units whose names begin with `hebdo-`.
    'deploy/hebdo-.service.d/hardening.conf': 'hebdo-hardening.conf',
  },
  docker: { Dockerfile: 'Dockerfile', '.dockerignore': 'dockerignore', 'compose.yaml': 'compose.yaml' },
};

/** The files of kinds of automation, by path; each is a file of hebdo's that is copied. */
export const automationFiles = (kinds: readonly string[]): Map<string, { from: string }> =>
  new Map(
    kinds.flatMap(kind =>
      Object.entries(automation[kind] ?? {}).map(
        ([path, file]) => [path, { from: join(packageRoot, 'starter', file) }] as const,
      ),
    ),
  );
