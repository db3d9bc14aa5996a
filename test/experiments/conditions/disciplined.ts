import { BudgetPool } from "affine-budget";
import { BudgetMint } from "affine-budget/testing";

import { ask, clientAt } from "../support/openai.js";
import { cap, children, estimated, maxOutput, question } from "../support/fanOut.js";
import { Mutex } from "../support/Mutex.js";
import { wasMade } from "../support/refused.js";
import type { Condition } from "./Condition.js";
import { made } from "./made.js";

/** Stands for a store that answers later, as a database does: what is not locked is interleaved here. */
const storeAnswers = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The estimate is checked and taken in one locked step, and never given back. */
export const lockAroundReserve: Condition = {
  name: "lock around the reservation",
  paper: "0/30",
  over: "never",
  async run(server) {
    const client = clientAt(server);
    const lock = new Mutex();
    let left = cap;
    const child = async (): Promise<boolean> => {
      const granted = await lock.run(async () => {
        await storeAnswers();
        if (left < estimated) return false;
        left -= estimated;
        return true;
      });
      if (granted) await ask(client, question, maxOutput);
      return granted;
    };
    return made(await Promise.all(Array.from({ length: children }, child)));
  },
};

/** What is reserved is kept apart from what is spent, and the bill settles it: both under a mutex. */
export const mutexWithReservation: Condition = {
  name: "mutex with reservations",
  paper: "0/30",
  over: "never",
  async run(server) {
    const client = clientAt(server);
    const mutex = new Mutex();
    const account = { spent: 0, reserved: 0 };
    const child = async (): Promise<boolean> => {
      const granted = await mutex.run(async () => {
        await storeAnswers();
        if (account.spent + account.reserved + estimated > cap) return false;
        account.reserved += estimated;
        return true;
      });
      if (!granted) return false;
      const billed = await ask(client, question, maxOutput);
      await mutex.run(async () => {
        await storeAnswers();
        account.reserved -= estimated;
        account.spent += billed;
      });
      return true;
    };
    return made(await Promise.all(Array.from({ length: children }, child)));
  },
};

export const pool: Condition = {
  name: "BudgetPool",
  paper: "0/30",
  over: "never",
  async run(server) {
    const client = clientAt(server);
    const shared = new BudgetPool(BudgetMint.forTesting().issue(cap));
    const child = (): Promise<boolean> =>
      wasMade(
        shared.withReservation(estimated, async (reservation) =>
          reservation.commit(await ask(client, question, maxOutput)),
        ),
      );
    return made(await Promise.all(Array.from({ length: children }, child)));
  },
};
