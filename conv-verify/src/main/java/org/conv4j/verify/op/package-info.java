/** Ops of ND4J as a whole: what each result should be, in convolutions, and how near. */
package org.conv4j.verify.op;
