import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

const caseFile = z.strictObject({
  url: z.url(),
  /** What the article says after its title, with its pull quotes. It may stand in NAME.txt instead. */
  text: z.string().optional(),
  /** The sentence under the title that the page shows apart from the text, or null if there is none. */
  standfirst: z.string().nullable().optional(),
  title: z.string().optional(),
  language: z.string().optional(),
  author: z.string().optional(),
  /** The address of the article's image, or null if it has none. */
  image: z.string().nullable().optional(),
  /** Whether the page says that an AI wrote it. */
  aiNotice: z.boolean().default(false),
  /** Phrases that stand beside the article and must not be in its text. */
  leftovers: z.array(z.string()).default([]),
});

/** A page and what an extractor should find in it. What is undefined is not judged. */
export type Case = Omit<z.output<typeof caseFile>, 'text'> & { name: string; html: string; text: string };

/** The form of the public article-extraction-benchmark: texts in one file, pages in html/ID.html.gz. */
const groundTruth = z.record(z.string(), z.object({ articleBody: z.string(), url: z.url() }));

/**
 * Reads the cases of a folder: NAME.html with NAME.json and perhaps NAME.txt, or ground-truth.json with html/ID.html.gz.
 * @throws if a page has no expected text, or a file is not of its form
 */
export function readCases(folder: string): Case[] {
  const truth = join(folder, 'ground-truth.json');
  if (existsSync(truth))
    return Object.entries(groundTruth.parse(readJson(truth))).map(([name, { articleBody, url }]) => ({
      ...caseFile.parse({ url }),
      name,
      text: articleBody,
      html: gunzipSync(readFileSync(join(folder, 'html', `${name}.html.gz`))).toString(),
    }));
  return readdirSync(folder)
    .filter(file => file.endsWith('.html'))
    .sort()
    .map(file => {
      const name = file.slice(0, -'.html'.length);
      const read = caseFile.parse(readJson(join(folder, `${name}.json`)));
      const text = read.text ?? readFileSync(join(folder, `${name}.txt`), 'utf8');
      return { ...read, name, text, html: readFileSync(join(folder, file), 'utf8') };
    });
}

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
