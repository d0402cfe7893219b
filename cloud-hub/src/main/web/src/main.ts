import { mount } from 'svelte';
import App from './App.svelte';
import { keyboard, router } from './app/context';
import { remembered } from './app/remembered';
import { theme } from './app/theme.svelte';
import './look.css';

theme.apply();
keyboard.enabled = remembered('single-keys').read() !== 'off';
router.start();
addEventListener('keydown', (event) => keyboard.press(event));

mount(App, { target: document.getElementById('app')! });
