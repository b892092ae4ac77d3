using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Corpora;

/// <summary>A corpus within a combined one.</summary>
public sealed record CorpusPartOptions : IValidatedOptions
{
    /// <summary>Name of the corpus, described in a file of its own.</summary>
    [JsonPropertyName("dataset"), MinLength(1)]
    public required string Dataset { get; init; }

    /// <summary>
    /// From this corpus's labels to the common ones, without regard to case; clips of labels that are not listed are left out. Empty: all
    /// labels as they are.
    /// </summary>
    [JsonPropertyName("labels")]
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Clips of this corpus to use, in place of its own <c>where</c>. Default null: as the corpus says.</summary>
    [JsonPropertyName("where")]
    public ClipFilterOptions? Where { get; init; }

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate() => DatasetDescription.MapProblems("labels", Labels);
}
