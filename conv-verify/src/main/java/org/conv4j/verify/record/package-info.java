/** The lines of {@code report.jsonl}: the report; every other file is a view of it. */
package org.conv4j.verify.record;
