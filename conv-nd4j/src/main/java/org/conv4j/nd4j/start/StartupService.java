package org.conv4j.nd4j.start;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.nd4j.linalg.env.EnvironmentalAction;
import org.slf4j.LoggerFactory;

/**
 * Opens the doors when ND4J starts. ND4J asks every {@link EnvironmentalAction} for its variable at
 * the end of its start, whether or not that variable exists: that call is the hook.
 *
 * <p>Compiled for Java 8, on which ND4J runs, too. There, nothing else of conv4j can be loaded; but
 * a service that cannot be loaded would keep ND4J from starting.
 */
public final class StartupService implements EnvironmentalAction {

  private static final AtomicBoolean ASKED = new AtomicBoolean();

  /** For {@link java.util.ServiceLoader}. */
  public StartupService() {}

  @Override
  public String targetVariable() {
    if (ASKED.compareAndSet(false, true)) {
      openDoors();
    }
    return "CONV4J_STARTUP";
  }

  @Override
  public void process(String value) {}

  private static void openDoors() {
    try {
      Class.forName("org.conv4j.nd4j.start.Doors").getDeclaredMethod("open").invoke(null);
    } catch (InvocationTargetException failure) {
      warn(failure.getCause());
    } catch (ReflectiveOperationException failure) {
      warn(failure);
    } catch (LinkageError failure) {
      warn(failure);
    }
  }

  private static void warn(Throwable failure) {
    LoggerFactory.getLogger("org.conv4j")
        .warn("conv4j could not be installed, ND4J runs without it: {}", failure, failure);
  }
}
