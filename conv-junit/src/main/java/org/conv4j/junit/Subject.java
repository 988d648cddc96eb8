package org.conv4j.junit;

import org.conv4j.ConvDirection;
import org.conv4j.Tensor;
import org.conv4j.check.Operands;

/** Something that computes the directions of one problem. */
interface Subject {

  /** What a message calls it. */
  String label();

  /** The result of one direction, of whatever shape. */
  Tensor compute(ConvDirection direction, Operands operands);
}
