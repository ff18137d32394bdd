#!/usr/bin/env node
// @ts-check
// npm run build: the page as static files in dist/, for any folder of any static host.
import { buildPage } from './build-page.mjs';
import { afterSetUp } from './set-up.mjs';

await afterSetUp(() => buildPage({ quiet: false }));
