/** Pods of this image run operators; the code is the file `operator.js` of the ConfigMap that they mount. */
export const OPERATOR_IMAGE = 'kubarium/operator';
