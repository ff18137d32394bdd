import '../../../src/ui/base.css';
import { startPage } from '../../../src/ui/shell/start-page.tsx';
import { createFixtureHost } from '../fixture-host.ts';

const root = document.getElementById('root');
if (!root) throw new Error('the preview has no element with the id "root"');
startPage(createFixtureHost({ opened: false }), root);
