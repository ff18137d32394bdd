import badImage from './scenarios/bad-image.yaml?raw';
import controlPlaneStopped from './scenarios/control-plane-stopped.yaml?raw';
import drain from './scenarios/drain.yaml?raw';
import firstDeployment from './scenarios/first-deployment.yaml?raw';
import nodeFailure from './scenarios/node-failure.yaml?raw';
import operator from './scenarios/operator.yaml?raw';
import rollingUpdate from './scenarios/rolling-update.yaml?raw';
import scaling from './scenarios/scaling.yaml?raw';
import selfHealing from './scenarios/self-healing.yaml?raw';

/** What the editor opens with, by scenario: the text of the beginning's objects. Apart from the rest, because only the editor needs it. */
export const manifests: ReadonlyMap<string, string> = new Map([
  ['first-deployment', firstDeployment],
  ['self-healing', selfHealing],
  ['scaling', scaling],
  ['rolling-update', rollingUpdate],
  ['drain', drain],
  ['node-failure', nodeFailure],
  ['bad-image', badImage],
  ['control-plane-stopped', controlPlaneStopped],
  ['operator', operator],
]);
