/** The command could not do its work: exit code 2. The message is all that the user sees, so it says what to do. */
export class CannotRun extends Error {}
