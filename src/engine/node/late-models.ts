import { securityProblem } from './container-security.ts';
import { createEvictionManager } from './eviction.ts';
import { teachEviction } from './eviction-manager.ts';
import { addImages } from './image-catalogue.ts';
import { BASE_IMAGES } from './images-base.ts';
import { CONTROL_PLANE_IMAGES } from './images-control-plane.ts';
import { DATA_IMAGES } from './images-data.ts';
import { DOCUMENTATION_IMAGES } from './images-documentation.ts';
import { WEB_IMAGES } from './images-servers.ts';
import { mountedFiles } from './mounted-files.ts';
import { teachProcesses } from './process-model.ts';
import { runProcess } from './shell-run.ts';

/** What containers are but web servers: the other images, and the commands; and what becomes of them when room runs short. To be imported for its effect. */
addImages([...WEB_IMAGES, ...DATA_IMAGES, ...BASE_IMAGES, ...DOCUMENTATION_IMAGES, ...CONTROL_PLANE_IMAGES]);
teachProcesses(runProcess, mountedFiles, securityProblem);
teachEviction(createEvictionManager);
