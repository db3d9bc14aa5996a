/** A published package that ships the TypeScript it was built from, pinned by version and content. */
export interface RealPackage {
  readonly name: string;
  readonly version: string;
  /** Of the tarball, as npm states it. */
  readonly integrity: string;
  /** Folder of the package that holds its sources. */
  readonly sources: string;
  /** What its sources need beside its own dependencies, as npm specifiers. */
  readonly besides: readonly string[];
}

/** Dependencies are resolved as of this day, so that the same types are read whenever the run is repeated. */
export const resolvedBefore = "2026-11-22";

const node = "@types/node@22.19.0";

export const packages: readonly RealPackage[] = [
  {
    name: "effect",
    version: "4.1.0",
    integrity:
      "sha512-lGx2MJJyrXA8RZb2UpQ/0Nkb5Utaimby7oD92+18noBxLPE85IFOvptdzau8dvcxAOwfwHo9iqapbKeFzqQM/Q==",
    sources: "src",
    besides: [node],
  },
  {
    name: "openai",
    version: "7.57.0",
    integrity:
      "sha512-RbmrdE5NdfW6nGq/FaCJ3KFCZpotoExPzruQUSMCTw/ouUFO08vpvVdSmgmPxQMFAiv9EXZCEXvcWYU+n6NzsQ==",
    sources: "src",
    besides: [node],
  },
  {
    name: "@anthropic-ai/sdk",
    version: "1.12.0",
    integrity:
      "sha512-0j9zwiQdkvr90LoiiBDUh7kae1lsNW2EqeE0vGceYne4BrmMDdDVoQ4KGOieUee0zWZbVJKsf/06JY8U5i63Xg==",
    sources: "src",
    besides: [node],
  },
  {
    name: "viem",
    version: "2.57.20",
    integrity:
      "sha512-LSvREzKT7xFXpmxW2YFJ/OtcZRkSGLp5zywSgadBf0qQCeqh2+FxHHWyrS2zEG7ZfBWQQvk8HI1i4HPzSMD14g==",
    sources: ".",
    besides: [node],
  },
  {
    name: "zod",
    version: "4.6.7",
    integrity:
      "sha512-g8W2D2kU6a8untc053fX1uVBKzM7yqAxW/3zwk83+6RyF2+SKOuV+c0wBDhUwzV1PaGapmZH+rmcUzPf+3CGwg==",
    sources: "src",
    besides: [node],
  },
  {
    name: "puppeteer-core",
    version: "24.43.1",
    integrity:
      "sha512-T5ScUMAsmhdNbgDR41AGESYeS6V9MSgetkSnVhhW+gXvzC42VesKCn5ld87gAZDJ6vLHL9GkRvY9WtQWSnwFbw==",
    sources: "src",
    besides: [node],
  },
  {
    name: "mongodb",
    version: "7.9.0",
    integrity:
      "sha512-HfpNb8qmfmNxno+Ml5JgHn/nyshK+8xF4ESLCXedRKuGLGRyAvkjcpjk19T2Q+rqC6/FlnZKll4if21R6xs/Tg==",
    sources: "src",
    besides: [node],
  },
  {
    name: "ethers",
    version: "6.17.0",
    integrity:
      "sha512-BpyrpIPJ3ydEVow8zGaz1DuPS7YU8DcWxuBnY9a0UA/lvAPwrMr+EPXsfrul628SRaekPNeIM4UFh/91GWZang==",
    sources: "src.ts",
    besides: [node],
  },
  {
    name: "ai",
    version: "6.0.326",
    integrity:
      "sha512-8l+12hhRUYQGSz7Du2svHqjhIdWv6PXEOAk/rg11TtMXR+3FOzrqm4rAHmup4V94utdPct7EWMfV9M+ncKYd8g==",
    sources: "src",
    besides: [node],
  },
  {
    name: "@grpc/grpc-js",
    version: "1.14.7",
    integrity:
      "sha512-W4W/fcBMGRVtG6dW2c7cw2mnpS3hvbBd+oQXjh2iYFTZDk1JJmcNqkM5KSaPubQpamlUUurrlb7G1s9NJeERmQ==",
    sources: "src",
    besides: [node],
  },
  {
    name: "rxjs",
    version: "7.8.2",
    integrity:
      "sha512-dhKf903U/PQZY6boNNtAGdWbG85WAbjT/1xYoZIC7FAY0yWapOBQVsVrDl58W86//e1VpMNBtRV4MaXfdMySFA==",
    sources: "src",
    besides: [node],
  },
  {
    name: "@tanstack/router-core",
    version: "1.171.39",
    integrity:
      "sha512-qUhoJ0meuSUqGYQbHbcJYdASr06YtK+bulbj6vtrhKYFkLgkSsZ6tXmMyym7sFxiSJSPYgasgozrL01LyyR/6A==",
    sources: "src",
    besides: [node],
  },
  {
    name: "msw",
    version: "2.15.0",
    integrity:
      "sha512-2wQAmKkQKxRuXvYJxVhPGG0wZNBQyD06oJvxqw90XqLvptdqxdlHrFUfEteKkpaNORX3Xzc+HtEl/q0nfmN2wQ==",
    sources: "src",
    besides: [node],
  },
  {
    name: "@trpc/server",
    version: "11.25.2",
    integrity:
      "sha512-zfFwyroSYSYlsAGo7yezGM+gAhHRBD9LyVMkXyCjWM2JuhorKGzl2fBzEUjHSKTtYlJ8l6DR3LHsBHBCTmAofQ==",
    sources: "src",
    besides: [node],
  },
  {
    name: "@tanstack/query-core",
    version: "5.108.0",
    integrity:
      "sha512-X9zJUtEV/0D2q9pmGS/Bza8S4bNovSBhZOtdhtu0fzsHwizC6C+Eh/q5CX3MQBchsRMrirWVQmv7Fp4OStzV9g==",
    sources: "src",
    besides: [node],
  },
  {
    name: "@mswjs/interceptors",
    version: "0.41.9",
    integrity:
      "sha512-VVPPgHyQ6ShqnrmDWuxjmUIsO9gWyOZFmuOfLd9LfBGQJwZfy0gvv9pbHSJuoFNIYC7ZDX9aoFwowjcdSC4E8w==",
    sources: "src",
    besides: [node],
  },
];

/** How a package is named on the command line and in the labels. */
export function keyOf({ name, version }: RealPackage): string {
  return `${name}@${version}`;
}
