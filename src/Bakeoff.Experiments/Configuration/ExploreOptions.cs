using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Experiments.Configuration;

/// <summary>Clips that the pages show: the <c>explore:</c> section. Changes no metric.</summary>
public sealed record ExploreOptions
{
    /// <summary>
    /// Clips to draw side by side, by their path in the index or its end, such as <c>OAF_back_angry.wav</c>. Default empty: one typical
    /// clip a label, all with the same voice and words where the corpus has such a set.
    /// </summary>
    [JsonPropertyName("clips")]
    public IReadOnlyList<string> Clips { get; init; } = [];

    /// <summary>
    /// Measures that the maps of all clips compare: spectrum, the mean and deviation of 40 mel bands, or features, those of the experiment, which are
    /// then computed first. Default spectrum.
    /// </summary>
    [JsonPropertyName("map"), ParameterIfGiven]
    public MappedMeasures Map { get; init; } = MappedMeasures.Spectrum;
}
