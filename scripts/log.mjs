// Progress goes to stderr: with --json stdout belongs to the result alone.

/** Prints one progress line. */
export function say(text) {
  process.stderr.write(`adit: ${text}\n`);
}

/** Prints what went wrong and what to do, then ends the process with code 1. */
export function fail(text) {
  process.stderr.write(`adit: ${text}\n`);
  process.exit(1);
}
