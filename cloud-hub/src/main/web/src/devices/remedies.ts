import type { Deployment, Failure, Serving } from '../api/types';

/** What a person does about a deployment that failed, by its code. */
const REMEDIES: Record<string, string> = {
  MODEL_NOT_USED:
    'Name the model in a stream or among the shadows of the device’s configuration, or leave the device out of the rollout.',
  VARIANT_UNSUPPORTED: 'Add a variant to the package that the runtimes of this device can run.',
  SUPERSEDED: 'Nothing: a newer offer took its place.',
  DOWNLOAD_FAILED: 'See whether the device reaches the hub, then retry the rollout.',
  CONTENT_MISMATCH: 'Register the version again: what the hub has is not what its manifest promises.',
  SIGNATURE_INVALID: 'See whether the device was enrolled at this hub, whose key signs the packages.',
  MANIFEST_INVALID: 'Register the version again with a manifest that keeps the rules.',
  MANIFEST_FOREIGN: 'Register the version again: its manifest names another one.',
  STORAGE_FULL: 'Make room on the device, then retry the rollout.',
  STORAGE_FAILED: 'Look at the disk of the device and the rights of its data folder.',
  TRIAL_LOAD_FAILED: 'Export the model again for the runtime that refused it.',
  TRIAL_OUTPUT_WRONG: 'Compare the variant with the model that it was made of: its answers differ on this device.',
  TRIAL_TOO_SLOW: 'Make a faster variant, or allow more time in the brief.',
  TRIAL_TOO_LARGE: 'Make a smaller variant, or allow more memory in the brief.',
  TRIAL_CRASHED: 'Look into the log of the agent, and try the version on one device of this kind.',
  TRIAL_TIMED_OUT: 'See what else the device is doing, then retry the rollout.',
  ACCELERATOR_UNFIT: 'Look at the accelerator of the device and its driver, or let its configuration only prefer it.',
  OPERATOR_FALLBACK: 'Replace the operators that the accelerator lacks, or let the configuration allow them elsewhere.',
  SOAK_FAILED: 'Look into the log of the agent; the version that served before serves again.',
  CRASHED_WHILE_ACTIVATING: 'Look at the power and the memory of the device, then retry the rollout.',
};

/** What to do about a failure; empty for a code that these pages do not know. */
export function remedyOf(failure: Failure): string {
  return REMEDIES[failure.code] ?? '';
}

/** The stage of a deployment in a word: one that another version of its model followed has served, and does no more. */
export function stageOf(deployment: Deployment, serving: Serving[]): string {
  if (deployment.stage !== 'SERVING') return deployment.stage ?? 'waiting';
  const now = serving.filter((each) => each.model === deployment.model);
  return now.length > 0 && now.every((each) => each.version !== deployment.version) ? 'served before' : 'SERVING';
}
