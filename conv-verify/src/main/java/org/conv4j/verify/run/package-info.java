/** The report run: every case through every framework, each result judged and written down. */
package org.conv4j.verify.run;
