import { describe, expect, it } from "vitest";

import { multinomial, schedules } from "./schedules.js";

describe("the schedules of tasks", () => {
  it("are all the orders that keep each task's own", () => {
    const orders: string[] = [];
    for (const schedule of schedules([2, 1])) orders.push(schedule.join(""));
    expect(orders).toEqual(["001", "010", "100"]);
  });

  it("are as many as the multinomial coefficient says, and no two alike", () => {
    const orders = new Set<string>();
    for (const schedule of schedules([3, 3, 3])) orders.add(schedule.join(""));
    expect(orders.size).toBe(1_680);
    expect(multinomial([3, 3, 3])).toBe(1_680);
    expect(multinomial([4, 4, 4])).toBe(34_650);
  });
});
