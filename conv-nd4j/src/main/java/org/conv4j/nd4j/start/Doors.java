package org.conv4j.nd4j.start;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.conv4j.ConvProblem;
import org.conv4j.nd4j.dl4j.LayerDoor;
import org.conv4j.nd4j.dl4j.ServedLayer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the doors that the user allows, once in the life of the JVM, whichever way conv4j came into
 * it first. One INFO line says what was done. Whatever goes wrong is a WARN, and ND4J goes on as if
 * conv4j were not there.
 */
final class Doors {

  private static final Logger LOG = LoggerFactory.getLogger("org.conv4j");
  private static final AtomicBoolean OPENED = new AtomicBoolean();

  private Doors() {}

  /** Opens them at the end of ND4J's start; by reflection, see {@link StartupService}. */
  static void open() {
    open(Executioners::install);
  }

  /**
   * Opens them, unless that was done before.
   *
   * @param ops opens the door of ND4J's ops and says what it did
   */
  static void open(Callable<String> ops) {
    if (!OPENED.compareAndSet(false, true)) {
      return;
    }
    Settings settings = Settings.fromSystemProperties();
    settings
        .objection()
        .ifPresent(
            objection ->
                LOG.warn("conv4j could not be installed, ND4J runs without it: {}", objection));
    if (!settings.ops() && !settings.layers()) {
      return;
    }
    if (!Backend.isCpu()) {
      LOG.info("conv4j leaves everything as it is: ND4J does not run on its CPU backend");
      return;
    }
    List<String> done = new ArrayList<>();
    if (attempt("conv4j", Doors::requireConvCore, new ArrayList<>())) {
      if (settings.ops()) {
        attempt("conv4j's door for ND4J's ops", ops, done);
      }
      if (settings.layers() && Dl4j.present()) {
        attempt(
            "conv4j's door for DL4J's layers",
            () -> LayerDoor.install(ServedLayer.allowed(settings.normalization())),
            done);
      }
    }
    if (!done.isEmpty()) {
      LOG.info("conv4j installed; {}", String.join("; ", done));
      Preparation.begin();
    }
  }

  /** A class path without conv-core is found out now and not at the first convolution. */
  private static String requireConvCore() {
    return ConvProblem.parse("n1_c1h1w1_k1r1s1").toString();
  }

  private static boolean attempt(String what, Callable<String> installation, List<String> done) {
    try {
      done.add(installation.call());
      return true;
    } catch (Exception | LinkageError failure) {
      LOG.warn("{} could not be installed, ND4J runs without it: {}", what, failure, failure);
      return false;
    }
  }
}
