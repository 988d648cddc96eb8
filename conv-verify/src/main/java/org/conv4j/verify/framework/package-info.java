/** Frameworks under test: how one is asked, what it may answer, and one adapter for each. */
package org.conv4j.verify.framework;
