import { mount } from 'svelte';
import './app/theme.css';
import App from './app/App.svelte';
import { present } from './shared/assert.ts';

mount(App, { target: present(document.getElementById('app'), 'the element #app') });
