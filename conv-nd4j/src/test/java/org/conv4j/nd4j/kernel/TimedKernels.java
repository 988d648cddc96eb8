package org.conv4j.nd4j.kernel;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntToLongFunction;

/** Plain kernels that take as long as they are told, by a clock that nothing else moves. */
final class TimedKernels implements InvocationHandler {

  static final int LANES = 8;
  private static final int WIDEST = 2;

  private final Kernels target = new PlainKernels(LANES, WIDEST);
  private final AtomicLong clock;
  private final IntToLongFunction nanos;
  private final Set<String> used = new ConcurrentSkipListSet<>();
  private int exercises;

  /**
   * Kernels.
   *
   * @param clock is moved by every exercise
   * @param nanos how long the exercise of each number takes
   */
  TimedKernels(AtomicLong clock, IntToLongFunction nanos) {
    this.clock = clock;
    this.nanos = nanos;
  }

  Kernels kernels() {
    return (Kernels)
        Proxy.newProxyInstance(
            Kernels.class.getClassLoader(), new Class<?>[] {Kernels.class}, this);
  }

  /** The operations that were used since this was last asked, other than for exercise. */
  Set<String> used() {
    Set<String> names = new TreeSet<>(used);
    used.clear();
    return names;
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    boolean computes = method.getReturnType() == void.class || method.getName().equals("winograd");
    if (computes) {
      if (Thread.currentThread().getName().equals("conv4j-warm-up")) {
        clock.addAndGet(nanos.applyAsLong(exercises++));
      } else {
        used.add(method.getName());
      }
    }
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }
}
