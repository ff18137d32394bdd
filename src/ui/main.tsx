import './base.css';
import { connectWorker } from '../worker/connect.ts';
import { startPage } from './shell/start-page.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root"');
startPage(connectWorker(), root);
