/** Adapter: PyTorch, through DJL. */
package org.conv4j.verify.framework.pytorch;
