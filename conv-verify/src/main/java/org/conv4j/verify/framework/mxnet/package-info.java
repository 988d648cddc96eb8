/** Adapter: Apache MXNet, through DJL. */
package org.conv4j.verify.framework.mxnet;
