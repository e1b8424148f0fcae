import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import software.amazon.event.ruler.GenericMachine;

/**
 * Runs AWS's event-ruler under the protocol of the other engines: one command a line on stdin, one JSON object a line on
 * stdout. See worker-protocol.ts.
 */
public final class Harness {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final List<byte[]> events;
  private final GenericMachine<Integer> machine = new GenericMachine<>();
  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private Harness(Path eventsFile, Path rulesFile) throws IOException {
    events = lines(Files.readAllBytes(eventsFile));
    JsonNode rules = new ObjectMapper().readTree(Files.readAllBytes(rulesFile));
    for (int rule = 0; rule < rules.size(); rule++) {
      try {
        machine.addRule(rule, rules.get(rule).toString());
      } catch (IOException | RuntimeException refused) {
        throw new IOException("event-ruler refuses rule " + rule + ": " + refused.getMessage(), refused);
      }
    }
  }

  public static void main(String[] args) throws Exception {
    Harness harness;
    try {
      harness = new Harness(Path.of(args[0]), Path.of(args[1]));
    } catch (IOException failure) {
      System.err.println(failure.getMessage());
      System.exit(2);
      return;
    }
    harness.serve();
  }

  private void serve() throws Exception {
    out.println("{\"ready\":true,\"events\":" + events.size() + "}");
    BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      String[] words = line.split(" ", 2);
      switch (words[0]) {
        case "round":
          round();
          break;
        case "verify":
          verify(Integer.parseInt(words[1]));
          break;
        case "pairs":
          pairs(Path.of(words[1]));
          out.println("{}");
          break;
        default:
          return;
      }
    }
  }

  private List<Integer> matching(byte[] event) {
    try {
      return machine.rulesForJSONEvent(new String(event, StandardCharsets.UTF_8));
    } catch (Exception invalid) {
      return List.of();
    }
  }

  private long pass() {
    long matches = 0;
    for (byte[] event : events) matches += matching(event).size();
    return matches;
  }

  private void round() {
    long start = SYSTEM.getProcessCpuTime();
    long matches = pass();
    double seconds = (SYSTEM.getProcessCpuTime() - start) / 1e9;
    out.println("{\"cpuSeconds\":" + seconds + ",\"matches\":" + matches + "}");
  }

  private void verify(int limit) {
    long matches = 0;
    int checksum = 0;
    for (int line = 0; line < Math.min(limit, events.size()); line++) {
      for (int rule : matching(events.get(line))) {
        matches++;
        checksum += fnv1a(line + ":" + rule);
      }
    }
    out.println("{\"matches\":" + matches + ",\"checksum\":" + Integer.toUnsignedLong(checksum) + "}");
  }

  private void pairs(Path file) throws IOException {
    try (PrintWriter writer = new PrintWriter(Files.newBufferedWriter(file))) {
      for (int line = 0; line < events.size(); line++) {
        List<Integer> rules = new ArrayList<>(matching(events.get(line)));
        rules.sort(null);
        for (int rule : rules) writer.println(line + ":" + rule);
      }
    }
  }

  private static int fnv1a(String text) {
    int hash = 0x811c9dc5;
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) hash = (hash ^ (octet & 0xff)) * 0x01000193;
    return hash;
  }

  /** Splits at line feeds; a line of white space only is no record and counts as none. */
  private static List<byte[]> lines(byte[] file) {
    List<byte[]> found = new ArrayList<>();
    int start = 0;
    for (int at = 0; at <= file.length; at++) {
      if (at < file.length && file[at] != '\n') continue;
      byte[] line = java.util.Arrays.copyOfRange(file, start, at);
      if (!new String(line, StandardCharsets.ISO_8859_1).isBlank()) found.add(line);
      start = at + 1;
    }
    return found;
  }
}
