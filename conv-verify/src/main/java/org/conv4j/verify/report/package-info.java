/**
 * Reading and writing {@code report.jsonl}, and its views: {@code index.html}, {@code report.md}
 * and {@code junit.xml}. A view knows nothing but the {@link org.conv4j.verify.report.Report}.
 */
package org.conv4j.verify.report;
