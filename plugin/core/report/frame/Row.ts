import type { Colouring } from "./Paint.js";

type Colour = Colouring | null;

interface Piece {
  readonly text: string;
  readonly colour: Colour;
}

/**
 * One printed row, filled at any column and in any order; what is put later covers what was there. Text wider than its
 * columns (source, labels) is put so that nothing stands to its right.
 */
export class Row {
  readonly #cells: Piece[] = [];

  put(column: number, text: string, colour: Colour): void {
    [...text].forEach((character, index) => {
      this.#cells[column + index] = { text: character, colour };
    });
  }

  toString(): string {
    let printed = "";
    let run: Piece = { text: "", colour: null };
    const flush = (): void => {
      printed += run.colour === null ? run.text : run.colour(run.text);
    };
    // Array.from and not map: the cells that nothing was put in are holes, and stand for blanks.
    for (const cell of Array.from(
      this.#cells,
      (piece: Piece | undefined) => piece ?? { text: " ", colour: null },
    )) {
      if (cell.colour === run.colour) {
        run = { text: run.text + cell.text, colour: run.colour };
        continue;
      }
      flush();
      run = cell;
    }
    flush();
    return printed;
  }
}
