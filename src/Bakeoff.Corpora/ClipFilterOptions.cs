using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Corpora;

/// <summary>The clips of a corpus to use, by names that the index knows. A clip is selected if it fits every key that is given.</summary>
/// <remarks>Names are those after the description's maps; they are compared without regard to case and normal form.</remarks>
public sealed record ClipFilterOptions : IValidatedOptions
{
    /// <summary>Texts to use. Default null: all.</summary>
    [JsonPropertyName("texts")]
    public IReadOnlyList<string>? Texts { get; init; }

    /// <summary>Speakers to use. Default null: all.</summary>
    [JsonPropertyName("speakers")]
    public IReadOnlyList<string>? Speakers { get; init; }

    /// <summary>Labels to use. Default null: all.</summary>
    [JsonPropertyName("labels")]
    public IReadOnlyList<string>? Labels { get; init; }

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        foreach (var (key, names) in new[] { ("texts", Texts), ("speakers", Speakers), ("labels", Labels) })
        {
            if (names is { Count: 0 })
            {
                yield return new OptionProblem(key, $"has 0 items, expected {key} to use. Add some, or remove the key to use all.");
            }
        }
    }
}
