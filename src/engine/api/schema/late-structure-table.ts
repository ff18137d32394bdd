import { MODEL_TABLE, ROOT_TABLE } from './generated/late-structure.ts';
import { addStructures } from './structure-table.ts';

/** Completes the structure tables. To be imported for its effect by whatever reads all kinds. */
addStructures(MODEL_TABLE, ROOT_TABLE);
