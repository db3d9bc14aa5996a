// @ts-check

/** What is wrong with the sources, worded for whoever runs the build: shown without a stack trace. */
export class BuildError extends Error {}
