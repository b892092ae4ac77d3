using System.Text.Json.Serialization;
using Bakeoff.Corpora.Sources;
using Bakeoff.Options;

namespace Bakeoff.Corpora;

/// <summary>
/// The part of a corpus description that decides which recordings are acquired. The acquirer reads this and nothing else of the
/// description.
/// </summary>
/// <remarks>Created by <see cref="DatasetDescription.AcquiredFrom"/>. Its flattened form is the fingerprint of the download.</remarks>
public sealed record AcquisitionOptions
{
    /// <summary>Name of the corpus.</summary>
    [JsonPropertyName("name")]
    public string Name { get; init; } = "";

    /// <summary>
    /// Places to fetch the recordings from, tried in order. Empty where an archive or folder is at hand, because nothing is fetched then.
    /// </summary>
    [JsonPropertyName("sources")]
    public IReadOnlyList<DatasetSource> Sources { get; init; } = [];

    /// <summary>Encoding of file names in archives that do not state it; null for UTF-8.</summary>
    [JsonPropertyName("archive_encoding")]
    public string? ArchiveEncoding { get; init; }

    /// <summary>Size of the corpus to synthesise; null for a corpus of recordings.</summary>
    [JsonPropertyName("synthetic")]
    public SyntheticCorpusOptions? Synthetic { get; init; }

    /// <summary>Conversion of recordings by ffmpeg; null where none may be needed.</summary>
    [JsonPropertyName("convert"), ParameterIfGiven]
    public ConversionOptions? Conversion { get; init; }

    /// <summary>Title, licence and citation, shown before a download.</summary>
    [JsonPropertyName("identity"), NotAParameter("Shown to people; changes no recording.")]
    public CorpusIdentity Identity { get; init; } = new();
}
