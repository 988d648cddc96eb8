/**
 * The only door to native memory and to temporary memory: dense views of arrays with their
 * addresses, bulk copies between native memory and the heap, and each thread's bounded, reusable
 * workspace.
 */
package org.conv4j.nd4j.workspace;
