package org.conv4j.nd4j.start;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.conv4j.nd4j.dl4j.LayerDoor;
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
    List<String> done = new ArrayList<>();
    if (settings.ops()) {
      attempt("ops", Executioners::install, done);
    }
    if (settings.layers() && Dl4j.present()) {
      attempt("layers", LayerDoor::install, done);
    }
    if (!done.isEmpty()) {
      LOG.info("conv4j installed; {}", String.join("; ", done));
    }
  }

  private static void attempt(String door, Callable<String> installation, List<String> done) {
    try {
      done.add(installation.call());
    } catch (Exception | LinkageError failure) {
      LOG.warn("conv4j's {} door could not be installed, ND4J runs without it", door, failure);
    }
  }
}
