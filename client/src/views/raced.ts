/** Waits for an answer as long as a dialog should. */

const PATIENCE = 2500; // ms; after that the outbox looks after the op

/** Returns the answer, or null when it takes too long: then the op waits in the outbox. */
export async function raced<Answer>(answer: Promise<Answer>): Promise<Answer | null> {
  return Promise.race([
    answer,
    new Promise<null>((resolve) => setTimeout(() => resolve(null), PATIENCE)),
  ]);
}
