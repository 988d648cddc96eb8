package org.conv4j.verify.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.conv4j.check.Verdict;

/**
 * One line of {@code report.jsonl}. Its JSON names are the components' names. A component is never
 * null unless its description says when.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "record")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ReportRecord.Header.class, name = "header"),
  @JsonSubTypes.Type(value = ReportRecord.Framework.class, name = "framework"),
  @JsonSubTypes.Type(value = ReportRecord.Case.class, name = "case"),
  @JsonSubTypes.Type(value = ReportRecord.Result.class, name = "result"),
  @JsonSubTypes.Type(value = ReportRecord.Relation.class, name = "relation"),
  @JsonSubTypes.Type(value = ReportRecord.Smallest.class, name = "smallest"),
  @JsonSubTypes.Type(value = ReportRecord.Mutant.class, name = "mutant"),
  @JsonSubTypes.Type(value = ReportRecord.Footer.class, name = "footer")
})
@JsonInclude(JsonInclude.Include.ALWAYS)
public sealed interface ReportRecord {

  /**
   * First line.
   *
   * @param schema version of the format: 1
   * @param tool what wrote the report
   * @param started ISO 8601, UTC
   * @param suite names of the suites, comma-separated
   * @param seed of generated cases
   * @param planned number of results the run intends to write
   * @param host where it ran
   * @param thresholds the formulas of the verdicts, by name
   */
  record Header(
      int schema,
      Tool tool,
      String started,
      String suite,
      long seed,
      long planned,
      Host host,
      Map<String, String> thresholds)
      implements ReportRecord {

    /** The format that this version writes and reads. */
    public static final int SCHEMA = 1;

    /** Checks that nothing is missing. */
    public Header {
      required("tool", tool);
      required("started", started);
      required("suite", suite);
      required("host", host);
      required("thresholds", thresholds);
      thresholds = Collections.unmodifiableMap(new LinkedHashMap<>(thresholds));
    }
  }

  /**
   * What wrote the report.
   *
   * @param version of conv4j
   * @param commit of its sources; "unknown" where it cannot be told
   * @param dirty whether the sources differed from that commit
   */
  record Tool(String version, String commit, boolean dirty) {

    /** Checks that nothing is missing. */
    public Tool {
      required("version", version);
      required("commit", commit);
    }
  }

  /**
   * Where the report was made.
   *
   * @param os name and version
   * @param cpu model name
   * @param cores available processors
   * @param java version and vendor
   */
  record Host(String os, String cpu, int cores, String java) {

    /** Checks that nothing is missing. */
    public Host {
      required("os", os);
      required("cpu", cpu);
      required("java", java);
    }
  }

  /**
   * A framework, after its handshake.
   *
   * @param id for instance {@code nd4j}
   * @param name for people
   * @param version as found at run time
   * @param libraries the native libraries it runs
   * @param threads threads it may use
   * @param executioner class name of ND4J's executioner; null where there is none
   * @param helper class name of DL4J's convolution helper; null where there is none
   */
  record Framework(
      String id,
      String name,
      String version,
      List<Library> libraries,
      int threads,
      String executioner,
      String helper)
      implements ReportRecord {

    /** Checks that nothing is missing. */
    public Framework {
      required("id", id);
      required("name", name);
      required("version", version);
      libraries = List.copyOf(required("libraries", libraries));
    }
  }

  /**
   * A native library.
   *
   * @param file its name, without folder
   * @param sha256 of its content, in hex
   */
  record Library(String file, String sha256) {

    /** Checks that nothing is missing. */
    public Library {
      required("file", file);
      required("sha256", sha256);
    }
  }

  /**
   * A case, before its results.
   *
   * @param id {@code notation/tier/seed}
   * @param notation of the problem
   * @param layout of input and output
   * @param filterLayout of the filter
   * @param dtype {@code float32} or {@code float64}
   * @param tier {@code integer}, {@code real} or {@code special}
   * @param inputSha256 of the operands' values: input, filter, bias, output gradient, as
   *     little-endian elements of the case's type
   */
  record Case(
      String id,
      String notation,
      String layout,
      String filterLayout,
      String dtype,
      String tier,
      String inputSha256)
      implements ReportRecord {

    /** Checks that nothing is missing. */
    public Case {
      required("id", id);
      required("notation", notation);
      required("layout", layout);
      required("filterLayout", filterLayout);
      required("dtype", dtype);
      required("tier", tier);
      required("inputSha256", inputSha256);
    }
  }

  /**
   * A verdict.
   *
   * @param case_ id of the case
   * @param framework id of the framework
   * @param algorithm what computed it; null where unknown
   * @param direction id of the direction
   * @param verdict the verdict
   * @param terms n of the bound; null where nothing was compared, as all that follow
   * @param ratio largest |error| / (u * gauge); JSON string for non-finite values
   * @param bound largest ratio that passes
   * @param index of the worst element
   * @param expected there, decimal
   * @param actual there, decimal
   * @param expectedHex expected, rounded to the case's type, as hexadecimal floating point
   * @param actualHex actual, as hexadecimal floating point
   * @param millis time of the computation; null where it gave none
   * @param reason why; null where the verdict needs none
   * @param repro command line that runs exactly this case
   */
  record Result(
      @JsonProperty("case") String case_,
      String framework,
      String algorithm,
      String direction,
      Verdict verdict,
      Long terms,
      Double ratio,
      Double bound,
      long[] index,
      Double expected,
      Double actual,
      String expectedHex,
      String actualHex,
      Double millis,
      String reason,
      String repro)
      implements ReportRecord {

    /** Checks that nothing is missing. */
    public Result {
      required("case", case_);
      required("framework", framework);
      required("direction", direction);
      required("verdict", verdict);
      required("repro", repro);
    }

    /** The same with another verdict. */
    public Result withVerdict(Verdict other) {
      return new Result(
          case_,
          framework,
          algorithm,
          direction,
          other,
          terms,
          ratio,
          bound,
          index,
          expected,
          actual,
          expectedHex,
          actualHex,
          millis,
          reason,
          repro);
    }

    /** The same with another reason. */
    public Result withReason(String other) {
      return new Result(
          case_,
          framework,
          algorithm,
          direction,
          verdict,
          terms,
          ratio,
          bound,
          index,
          expected,
          actual,
          expectedHex,
          actualHex,
          millis,
          other,
          repro);
    }
  }

  /**
   * Whether a relation between results holds. Planned numbers count results only.
   *
   * @param relation its name
   * @param statement what is to hold, in one sentence
   * @param case_ the problem and its data, as the id of a case; the relation asks for others that
   *     are made of it
   * @param framework id of the framework, which computed both sides
   * @param verdict EXACT: both sides are equal; PASS: alike, where nobody promises more; FAIL: they
   *     differ; others as of a result
   * @param reason why; null for EXACT
   * @param repro command line that tries it again
   */
  record Relation(
      String relation,
      String statement,
      @JsonProperty("case") String case_,
      String framework,
      Verdict verdict,
      String reason,
      String repro)
      implements ReportRecord {

    /** Checks that nothing is missing. */
    public Relation {
      required("relation", relation);
      required("statement", statement);
      required("case", case_);
      required("framework", framework);
      required("verdict", verdict);
      required("repro", repro);
    }
  }

  /**
   * The smallest case to which a failing result could be reduced.
   *
   * @param case_ id of the case that failed
   * @param framework id of the framework
   * @param direction id of the direction
   * @param smallest id of the smallest case that fails too; the same if no smaller one does
   * @param verdict there
   * @param reason there; null where the verdict needs none
   * @param tried number of cases tried
   * @param repro command line that runs exactly the smallest
   */
  record Smallest(
      @JsonProperty("case") String case_,
      String framework,
      String direction,
      String smallest,
      Verdict verdict,
      String reason,
      int tried,
      String repro)
      implements ReportRecord {

    /** Checks that nothing is missing. */
    public Smallest {
      required("case", case_);
      required("framework", framework);
      required("direction", direction);
      required("smallest", smallest);
      required("verdict", verdict);
      required("repro", repro);
    }
  }

  /**
   * A deliberately wrong implementation and whether the run exposed it.
   *
   * @param case_ the case that did; null if none
   * @param verdict there; null if none
   */
  record Mutant(String id, boolean killed, @JsonProperty("case") String case_, Verdict verdict)
      implements ReportRecord {

    /** Checks that nothing is missing. */
    public Mutant {
      required("id", id);
    }
  }

  /**
   * Last line of a complete report.
   *
   * @param planned as in the header
   * @param accounted number of results written
   * @param verdicts how many of each verdict
   * @param finished ISO 8601, UTC
   */
  record Footer(long planned, long accounted, Map<Verdict, Long> verdicts, String finished)
      implements ReportRecord {

    /** Checks that nothing is missing. */
    public Footer {
      required("verdicts", verdicts);
      required("finished", finished);
      verdicts = Collections.unmodifiableMap(new LinkedHashMap<>(verdicts));
    }
  }

  private static <T> T required(String name, T value) {
    return Objects.requireNonNull(value, () -> "'" + name + "' is missing");
  }
}
