using System.Text.Json.Serialization;

namespace Bakeoff.Corpora.Sets;

/// <summary>Everything that decides which clips an experiment has: the input of <see cref="CorpusSetIndexer"/>.</summary>
/// <param name="Name">Name of the experiment's corpus.</param>
/// <param name="Parts">The corpora, at least one, in ordinal order of their names.</param>
public sealed record CorpusSetIndexing(string Name, IReadOnlyList<IndexingPart> Parts)
{
    /// <summary>True to leave out clips whose label, after the maps, not every part has. Default false.</summary>
    public bool OnlyCommonLabels { get; init; }

    /// <summary>
    /// Fingerprint parameters: the options of one corpus below the section; those of several below <c>section.corpora.NAME</c>, with the
    /// set's name and label maps, and that labels must be common where they must.
    /// </summary>
    /// <param name="section">Key that all keys begin with, such as <c>dataset</c>.</param>
    public IReadOnlyDictionary<string, string> Parameters(string section)
    {
        if (Parts is [var one])
        {
            return SetParameters.Of(section, [new NamedOptions(one.Options.Name, one.Options)]);
        }

        var parameters = SetParameters.Of(
            section,
            [
                .. Parts.Select(static part => new NamedOptions(part.Options.Name, part.Options)),
                .. Parts.Select(static part => new NamedOptions(part.Options.Name, new LabelMap { CommonLabels = part.CommonLabels })),
            ],
            Name);
        return OnlyCommonLabels
            ? new SortedDictionary<string, string>(parameters.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal)
            {
                [$"{section}.only_common_labels"] = "true",
            }
            : parameters;
    }

    private sealed record LabelMap
    {
        [JsonPropertyName("common_labels")]
        public IReadOnlyDictionary<string, string> CommonLabels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
    }
}

/// <summary>One corpus to index.</summary>
/// <param name="Options">Its part of the description.</param>
/// <param name="CommonLabels">Its labels and the set's common ones, without regard to case; empty: all labels as they are.</param>
public sealed record IndexingPart(IndexOptions Options, IReadOnlyDictionary<string, string> CommonLabels);
