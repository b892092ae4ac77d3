using Bakeoff.Options;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Corpora.Sets;

/// <summary>Flattens the options of one or several corpora into fingerprint parameters.</summary>
[OutsideFingerprint("writes parameters, which count by themselves")]
internal static class SetParameters
{
    /// <summary>Dotted keys and canonical values in ordinal order of the keys.</summary>
    /// <param name="section">Key that all keys begin with.</param>
    /// <param name="options">Option records with the corpus that each belongs to; a single one stands directly below the section.</param>
    /// <param name="setName">Name of a set of several; null where it decides nothing.</param>
    public static IReadOnlyDictionary<string, string> Of(string section, IReadOnlyList<NamedOptions> options, string? setName = null)
    {
        var parameters = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (corpus, record) in options)
        {
            foreach (var (key, value) in YamlOptions.Flatten(record, options.Count == 1 ? section : $"{section}.corpora.{corpus}"))
            {
                parameters.Add(key, value);
            }
        }

        if (setName is not null)
        {
            parameters.Add($"{section}.name", setName);
        }

        return parameters;
    }
}

/// <summary>An option record of one corpus.</summary>
internal sealed record NamedOptions(string Corpus, object Record);
