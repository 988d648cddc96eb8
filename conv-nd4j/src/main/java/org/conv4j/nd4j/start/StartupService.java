package org.conv4j.nd4j.start;

import java.util.concurrent.atomic.AtomicBoolean;
import org.nd4j.linalg.env.EnvironmentalAction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Installs the doors when ND4J starts. ND4J asks every {@link EnvironmentalAction} for its variable
 * at the end of its start, whether or not that variable exists: that call is the hook. Whatever
 * goes wrong here, ND4J starts.
 */
public final class StartupService implements EnvironmentalAction {

  private static final Logger LOG = LoggerFactory.getLogger("org.conv4j");
  private static final AtomicBoolean DONE = new AtomicBoolean();

  /** For {@link java.util.ServiceLoader}. */
  public StartupService() {}

  @Override
  public String targetVariable() {
    if (DONE.compareAndSet(false, true)) {
      install(Settings.fromSystemProperties());
    }
    return "CONV4J_STARTUP";
  }

  @Override
  public void process(String value) {}

  private static void install(Settings settings) {
    try {
      if (settings.ops()) {
        LOG.info("conv4j installed; {}", Executioners.install());
      }
    } catch (ReflectiveOperationException | RuntimeException | LinkageError failure) {
      LOG.warn("conv4j could not be installed, ND4J runs without it: {}", failure.toString());
    }
  }
}
