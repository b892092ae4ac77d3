using System.Runtime.CompilerServices;
using System.Text;
using Bakeoff.Options.Files;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Pipeline.Store;

/// <summary>The record beside an entry's outputs. It is written last: present means complete.</summary>
[OutsideFingerprint("carries results and makes none")]
public sealed record StoreRecord
{
    /// <summary>Version of this format. An entry of a newer one is refused, never guessed at.</summary>
    public const int CurrentVersion = 1;

    /// <summary>File name of the record within an entry.</summary>
    public const string FileName = "record.json";

    // Every stage that reads this one asks, at every look; a corpus has a line a recording. Beside the record, which is compared by value.
    private static readonly ConditionalWeakTable<StoreRecord, string> OutputDigests = [];

    /// <summary>Version of the format this record was written in.</summary>
    public required int Version { get; init; }

    /// <summary>The cache key: digest of <see cref="Content"/>.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The content that the fingerprint is a digest of.</summary>
    public required FingerprintContent Content { get; init; }

    /// <summary>Outputs in ordinal order of their paths.</summary>
    public required IReadOnlyList<StoreFile> Files { get; init; }

    /// <summary>Content outside the store that counts as output: name to SHA-256.</summary>
    public required IReadOnlyDictionary<string, string> ExternalItems { get; init; }

    /// <summary>Time at which the stage ended, UTC. Not part of any digest.</summary>
    public required DateTimeOffset FinishedAt { get; init; }

    /// <summary>Duration of the run, in seconds. Not part of any digest.</summary>
    public required double Seconds { get; init; }

    /// <summary>The machine that made the result; null in records of versions that did not note it. Not part of any digest.</summary>
    public MachineState? MadeOn { get; init; }

    /// <summary>The result in one line of facts for people; empty for none. Not part of any digest.</summary>
    public string Summary { get; init; } = "";

    /// <summary>
    /// Digest of the outputs, on which the stages that read them depend. Where an output is kept, in the store or outside, does not count.
    /// </summary>
    public string ComputeOutputDigest() => OutputDigests.GetValue(this, static record => record.DigestOutputs());

    private string DigestOutputs()
    {
        var text = new StringBuilder();
        foreach (var (name, digest) in Items().OrderBy(i => i.Key, StringComparer.Ordinal))
        {
            text.Append(digest).Append(' ').Append(name).Append('\n');
        }

        return ContentDigest.OfText(text.ToString());
    }

    /// <summary>All outputs, inside and outside the store, by name with their digests.</summary>
    public IReadOnlyDictionary<string, string> Items() =>
        Files.Select(f => KeyValuePair.Create(f.Path, f.Sha256)).Concat(ExternalItems).ToDictionary(StringComparer.Ordinal);
}
