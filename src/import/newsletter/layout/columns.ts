import { lengthOf, type PageElement } from '../../page-document.ts';

/** Columns of articles beside each other. */
const columns = { min: 2, max: 4 };

/**
 * The cells of a table whose rows are the images, the titles and the texts of articles beside each other, in the order of the columns.
 * @returns undefined for every other element. `place` is where a cell stands: its band of rows, its column and its row
 */
export function columnCells(element: PageElement): { cell: PageElement; place: number[] }[] | undefined {
  if (element.tagName !== 'TABLE' && element.tagName !== 'TBODY') return undefined;
  const rows = [...element.children].map(row => (row.tagName === 'TR' ? [...row.children] : []));
  const width = rows[0]?.length ?? 0;
  if (width < columns.min || width > columns.max || rows.length < 2 || rows.some(({ length }) => length !== width))
    return undefined;
  // A band begins with a row of images.
  const bands: PageElement[][][] = [];
  for (const row of rows) {
    if (row.every(isImage)) bands.push([row]);
    else if (bands.at(-1) === undefined || row.some(isImage)) return undefined;
    else bands.at(-1)?.push(row);
  }
  if (bands.some(({ length }) => length < 2)) return undefined;
  return bands.flatMap((band, b) =>
    Array.from({ length: width }, (_, column) =>
      band.flatMap((row, r) => {
        const cell = row[column];
        return cell === undefined ? [] : [{ cell, place: [b, column, r] }];
      }),
    ).flat(),
  );
}

const isImage = (cell: PageElement): boolean => lengthOf(cell) === 0 && cell.querySelector('img') !== null;
