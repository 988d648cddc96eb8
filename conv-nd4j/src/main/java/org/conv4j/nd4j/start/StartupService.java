package org.conv4j.nd4j.start;

import org.nd4j.linalg.env.EnvironmentalAction;

/**
 * Opens the doors when ND4J starts. ND4J asks every {@link EnvironmentalAction} for its variable at
 * the end of its start, whether or not that variable exists: that call is the hook.
 */
public final class StartupService implements EnvironmentalAction {

  /** For {@link java.util.ServiceLoader}. */
  public StartupService() {}

  @Override
  public String targetVariable() {
    Doors.open(Executioners::install);
    return "CONV4J_STARTUP";
  }

  @Override
  public void process(String value) {}
}
