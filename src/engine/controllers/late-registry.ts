import type { ControllerDefinition } from './controller.ts';

/** The controllers that have nothing to do until a person has done something: the page loads them after the first frame. */
export const lateControllers: readonly ControllerDefinition[] = [];
