package org.conv4j.verify.mutant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import org.conv4j.ConvDirection;
import org.conv4j.check.ConvCase;
import org.conv4j.check.Verdict;
import org.conv4j.reference.CompensatedReference;
import org.conv4j.reference.DirectReference;
import org.conv4j.reference.MirroredReference;
import org.conv4j.verify.cases.Suites;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class KillTableTest {

  private static final List<ConvCase> SMOKE = Suites.named("smoke", 1, 1).cases();

  @Test
  void smoke_finds_out_every_mutant() {
    KillTable table = KillTable.of(Mutants.all(), SMOKE);
    assertEquals(List.of(), table.survivors().stream().map(Mutant::id).toList());
    assertTrue(table.entries().stream().allMatch(entry -> entry.verdict().kills()));
  }

  @Test
  void smoke_finds_out_the_published_mutants_with_any_seed() {
    for (long seed = 2; seed < 5; seed++) {
      KillTable table = KillTable.of(Mutants.published(), Suites.named("smoke", seed, 1).cases());
      assertEquals(List.of(), table.survivors().stream().map(Mutant::id).toList());
    }
  }

  @Test
  void smoke_accuses_no_right_implementation() {
    List<Mutant> right =
        List.of(
            new Mutant("direct", "Right.", DirectReference::new),
            new Mutant("mirrored", "Right.", MirroredReference::new),
            new Mutant("compensated", "Right.", CompensatedReference::new),
            new Mutant(
                "wired",
                "Right.",
                problem -> new WiredConvolution(new Wiring(problem), Arithmetic.RIGHT)),
            new Mutant(
                "distorted",
                "Right.",
                problem ->
                    new DistortedConvolution(
                        problem, (same, direction, operand, result) -> result)));
    assertEquals(right, KillTable.of(right, SMOKE).survivors());
  }

  @Test
  void the_killer_is_the_first_case_that_shows_the_mistake() {
    List<ConvCase> cases =
        List.of(
            ConvCase.parse("n1_c2h5w5_k2r3s3/integer/1"),
            ConvCase.parse("n1_c2h5w5_k2r1s1/integer/1"),
            ConvCase.parse("n1_c2h5w5_k2r3s3_dh2dw2/integer/1"));
    KillTable.Entry entry =
        KillTable.of(List.of(Mutants.named("no_dilation")), cases).entries().get(0);
    assertTrue(entry.killed());
    assertEquals(cases.get(2), entry.killer());
    assertEquals(ConvDirection.FORWARD, entry.direction());
    assertEquals(Verdict.FAIL, entry.verdict());
    assertFalse(
        KillTable.of(List.of(Mutants.named("no_dilation")), cases.subList(0, 2))
            .entries()
            .get(0)
            .killed());
  }

  @Test
  void an_exception_kills_as_an_error() {
    KillTable table =
        KillTable.of(
            List.of(Mutants.named("throws_on_stride")),
            List.of(ConvCase.parse("n1_c2h5w5_k2r3s3_sh2sw2/real/1")));
    assertEquals(Verdict.ERROR, table.entries().get(0).verdict());
  }

  @Test
  void mutants_have_ids_of_their_own_and_say_what_is_wrong() {
    assertEquals(16, Mutants.published().size());
    assertTrue(Mutants.all().size() >= 40, Mutants.all().size() + " mutants");
    HashSet<String> ids = new HashSet<>();
    for (Mutant mutant : Mutants.all()) {
      assertTrue(ids.add(mutant.id()), mutant.id());
      assertTrue(mutant.description().endsWith("."), mutant.description());
      assertEquals(mutant.id(), Mutants.named(mutant.id()).id());
    }
  }
}
