/** Adapter: oneDNN itself, through its JavaCPP preset. */
package org.conv4j.verify.framework.onednn;
