package org.conv4j.verify.framework;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.verify.framework.KnownFramework.Nd4j;

/** Sessions with {@link ServedChild}; also a program that opens one and is in no hurry to end. */
final class ServedSession {

  static final ConvProblem PROBLEM = ConvProblem.parse("n1_c2h5w4_k3r3s2");

  private ServedSession() {}

  static FrameworkSession open(String habit) {
    FrameworkOptions options = FrameworkOptions.defaults();
    KnownFramework plain =
        new KnownFramework("served", "", ServedChild.class.getName(), Optional.empty(), Nd4j.NONE);
    List<Path> classPath = new ArrayList<>(JvmChild.classPath(plain, options));
    classPath.add(CodeLocation.of(ServedChild.class.getName()));
    ChildCommand command =
        JvmChild.of(classPath, List.of(), plain.mainClass(), List.of(habit), options);
    return new ChildSession("served", command, options, info -> {});
  }

  /** A program that does not see its standard input end. */
  private static FrameworkSession deaf() throws IOException {
    Path program = Files.createTempFile("deaf", "");
    Files.writeString(
        program,
        """
        #!/bin/sh
        rm -- "$0"
        read -r hello
        echo '{"answer":"hello","protocol":1,"threads":1}'
        exec sleep 1000
        """);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return Frameworks.open("exec:" + program, FrameworkOptions.defaults());
  }

  static Answer forward(FrameworkSession session) {
    return session
        .run(PROBLEM, Integers.of(PROBLEM), EnumSet.of(ConvDirection.FORWARD))
        .get(ConvDirection.FORWARD);
  }

  /**
   * Opens a session, tells its child's process id, and asks for what takes for ever. Exits when
   * something comes on standard input.
   *
   * @param arguments the child's habit; {@code deaf} for one that does not listen meanwhile
   */
  public static void main(String[] arguments) throws Exception {
    FrameworkSession session = arguments[0].equals("deaf") ? deaf() : open(arguments[0]);
    Thread asking = new Thread(() -> forward(session));
    asking.setDaemon(true);
    asking.start();
    ProcessHandle.current().children().forEach(child -> System.out.println(child.pid()));
    if (System.in.read() >= 0) {
      System.exit(0);
    }
  }
}
