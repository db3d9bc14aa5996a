import { afterAll, beforeAll, beforeEach } from "vitest";

import { ModelServer } from "./ModelServer.js";

/** One server for the tests of a file or of a `describe`; each of them begins with nothing scripted or billed. */
export function useModelServer(): ModelServer {
  const server = new ModelServer();
  beforeAll(() => server.listen());
  beforeEach(() => {
    server.reset();
  });
  afterAll(() => server.stop());
  return server;
}
