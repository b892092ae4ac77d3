using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Bakeoff.Experiments.Projects;
using Bakeoff.Options;
using Bakeoff.Options.Files;
using Bakeoff.Options.Resolution;

namespace Bakeoff.Experiments.Reproduction;

/// <summary>Reads and writes <c>experiments/NAME.lock.yaml</c>.</summary>
/// <remarks>
/// The last line holds the SHA-256 of the lines above it, so that an edit by hand or a careless merge is noticed. Line ends do not count:
/// git may change them.
/// </remarks>
public static partial class LockFile
{
    private const string ChecksumKey = "checksum: ";

    private const string Header =
        "# Pinned by bakeoff; for git, not for editing. 'bakeoff reproduce' runs the experiment from scratch and compares.\n";

    /// <summary>Path of an experiment's lock below the project's root, with forward slashes.</summary>
    public static string RelativePathOf(string experiment) => $"experiments/{experiment}.lock.yaml";

    /// <summary>Writes a lock whole or not at all. Equal locks give equal bytes.</summary>
    /// <returns>Full path of the file.</returns>
    public static string Write(Workspace workspace, ExperimentLock pinned)
    {
        var path = Path.Combine(workspace.ExperimentsFolder, $"{pinned.Experiment}.lock.yaml");
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(TextOf(pinned)));
        return path;
    }

    /// <summary>Content of a lock's file.</summary>
    internal static string TextOf(ExperimentLock pinned)
    {
        var text = Header + OptionsWriter.Write(pinned);
        return $"{text}{ChecksumKey}{ContentDigest.OfText(text)}\n";
    }

    /// <summary>Reads a lock.</summary>
    /// <exception cref="ConfigurationException">
    /// It is missing, of another version, cut, edited by hand, or another experiment's.
    /// </exception>
    public static ExperimentLock Read(Workspace workspace, string experiment)
    {
        var source = RelativePathOf(experiment);
        var path = Path.Combine(workspace.ExperimentsFolder, $"{experiment}.lock.yaml");
        if (!File.Exists(path))
        {
            throw Fault(
                source,
                0,
                string.Empty,
                $"there is no such file, expected the pin of experiment '{experiment}'. Run it, look at its results, then pin them "
                    + $"with {CommandName.Hint("pin", experiment)}.");
        }

        var text = YamlOptions.ReadText(path, source).ReplaceLineEndings("\n");
        CheckVersion(text, source);
        var pinned = YamlOptions.Parse<ExperimentLock>(WithoutChecksum(text, source), source);
        return pinned.Experiment == experiment
            ? pinned
            : throw Fault(
                source,
                0,
                "experiment",
                $"experiment is '{pinned.Experiment}', expected '{experiment}'. The file was copied or renamed; pin this experiment "
                    + $"with {CommandName.Hint("pin", experiment)}.");
    }

    /// <summary>Comes before all else, for a file of another version may hold other keys.</summary>
    private static void CheckVersion(string text, string source)
    {
        var version = VersionLine().Match(text);
        if (!version.Success)
        {
            throw Fault(
                source,
                0,
                "version",
                $"version is missing, expected 'version: {ExperimentLock.CurrentVersion}'. The file was cut or is no lock; restore it "
                    + $"from git or pin again.");
        }

        var number = version.Groups["number"].Value;
        if (number != ExperimentLock.CurrentVersion.ToString(CultureInfo.InvariantCulture))
        {
            throw Fault(
                source,
                LineOf(text, version.Index),
                "version",
                $"version is {number}, expected {ExperimentLock.CurrentVersion}. Another version of Bakeoff wrote this lock; use that "
                    + $"one, or pin again.");
        }
    }

    private static string WithoutChecksum(string text, string source)
    {
        var start = text.LastIndexOf("\n" + ChecksumKey, StringComparison.Ordinal) + 1;
        if (start == 0)
        {
            throw Fault(
                source,
                0,
                "checksum",
                "checksum is missing, expected it in the last line. The file was cut; restore it from git or pin again.");
        }

        var content = text[..start];
        var written = text[(start + ChecksumKey.Length)..].Trim();
        var actual = ContentDigest.OfText(content);
        return written == actual
            ? content
            : throw Fault(
                source,
                LineOf(text, start),
                "checksum",
                $"checksum is {Shorten(written)}, expected {Shorten(actual)} for the lines above. The file was edited by hand; restore "
                    + $"it from git or pin again.");
    }

    private static string Shorten(string digest) => digest.Length > 12 ? digest[..12] + "..." : $"'{digest}'";

    private static int LineOf(string text, int index) => text.AsSpan(0, index).Count('\n') + 1;

    private static ConfigurationException Fault(string source, int line, string key, string message) =>
        new([new ConfigurationProblem(source, line, line == 0 ? 0 : 1, key, Value: null, Rule: string.Empty, message)]);

    [GeneratedRegex("^version: (?<number>.*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VersionLine();
}
