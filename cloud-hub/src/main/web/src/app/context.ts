import { HubClient } from '../api/client';
import { connect } from '../api/hub';
import { LiveConnection } from '../api/live.svelte';
import { Keyboard } from './keyboard.svelte';
import { Router } from './router.svelte';
import { signedIn } from './session.svelte';

/** The few things that there is one of, for all pages. */
export const router = new Router();
export const keyboard = new Keyboard();
export const live = new LiveConnection();
export const hub = connect(
  new HubClient(() => {
    signedIn.session = null;
    live.stop();
  }),
);
