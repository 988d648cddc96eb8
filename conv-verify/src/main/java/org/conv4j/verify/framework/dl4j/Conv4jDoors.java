package org.conv4j.verify.framework.dl4j;

import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.nd4j.Convolutions;
import org.conv4j.nd4j.DoorPasses;

/**
 * conv4j's doors.
 *
 * @param problem as a door asks for it
 */
record Conv4jDoors(ConvProblem problem) implements Attribution {

  @Override
  public long passes() {
    return DoorPasses.computed();
  }

  @Override
  public String algorithm(ConvDirection direction) {
    return Convolutions.of(problem).algorithm(direction);
  }
}
