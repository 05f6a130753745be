import { basename } from 'node:path';
import { said, t } from '../../../wording/wording.ts';
import type { Rule } from '../rule.ts';

/** Reports an issue whose `week` is not the name of its file. */
export const weekFile: Rule = {
  id: 'week-file',
  severity: 'error',
  doc: {
    finds: 'an issue whose week is not the name of its file',
    why: 'The week is the name of the issue in every command and in the address of its web version.',
    wrong: 'week: 2026-W47   # in issues/2026-W48.yaml',
    right: 'week: 2026-W48',
  },
  find({ issue, source }) {
    const name = basename(source.path, '.yaml');
    if (name === issue.week) return [];
    return [
      {
        path: ['week'],
        ...said('The week is %{week}, but the file is named %{file}.', {
          week: issue.week,
          file: basename(source.path),
        }),
        hint: t('Write `week: %{name}`, or rename the file to %{week}.yaml.', { name, week: issue.week }),
      },
    ];
  },
};
