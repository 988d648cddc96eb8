/** Suites: named lists of cases. */
package org.conv4j.verify.cases;
