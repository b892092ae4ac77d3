using System.Text;
using Bakeoff.Options.Files;

namespace Bakeoff.Pipeline.Fingerprints;

/// <summary>Everything that decides a stage's result, and its digest: the cache key.</summary>
/// <remarks>
/// Determinism: keys are written in ordinal order, values as given; equal content gives an equal digest on every machine.
/// </remarks>
[OutsideFingerprint("carries results and makes none")]
public sealed record FingerprintContent
{
    /// <summary>Version of the digest's text form; a new one makes every stage run again.</summary>
    private const string Form = "bakeoff-fingerprint 1";

    private const string SourcePrefix = "source ";

    /// <summary>Name of the stage.</summary>
    public required string Stage { get; init; }

    /// <summary>Dotted keys that the stage reads, with canonical values.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>Content digests of the inputs, by stage or source name.</summary>
    public required IReadOnlyDictionary<string, string> Inputs { get; init; }

    /// <summary>Code digests by assembly.</summary>
    public required IReadOnlyDictionary<string, string> Code { get; init; }

    /// <summary>The key in <see cref="Inputs"/> of a source outside the store.</summary>
    /// <param name="index">Position among the stage's sources, from 0.</param>
    public static string SourceKey(int index) => FormattableString.Invariant($"{SourcePrefix}{index + 1}");

    /// <summary>True for a key that <see cref="SourceKey"/> made; no stage has a blank in its name.</summary>
    public static bool IsSourceKey(string key) => key.StartsWith(SourcePrefix, StringComparison.Ordinal);

    /// <summary>SHA-256 over this content, as 64 lower-case hex digits.</summary>
    public string ComputeDigest()
    {
        var text = new StringBuilder();
        text.Append(Form).Append('\n').Append("stage ").Append(Stage).Append('\n');
        Append(text, "parameter", Parameters);
        Append(text, "input", Inputs);
        Append(text, "code", Code);
        return ContentDigest.OfText(text.ToString());
    }

    private static void Append(StringBuilder text, string kind, IReadOnlyDictionary<string, string> values)
    {
        foreach (var (key, value) in values.OrderBy(v => v.Key, StringComparer.Ordinal))
        {
            // Lengths keep a value with line breaks from imitating another set of keys.
            text.Append(kind).Append(' ').Append(key).Append(' ').Append(value.Length).Append(' ').Append(value).Append('\n');
        }
    }
}
