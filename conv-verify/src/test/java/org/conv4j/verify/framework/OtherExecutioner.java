package org.conv4j.verify.framework;

import org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner;

/** What a door into ND4J looks like from inside: computes the same, but is not stock. */
public final class OtherExecutioner extends NativeOpExecutioner {}
