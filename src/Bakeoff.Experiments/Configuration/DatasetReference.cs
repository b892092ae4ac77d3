using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Experiments.Configuration;

/// <summary>Which corpus an experiment uses. <c>dataset: tess</c> is short for <c>dataset: {name: tess}</c>.</summary>
[ScalarShorthand("name")]
public sealed record DatasetReference
{
    /// <summary>
    /// Name of the corpus, described in <c>experiments/datasets/NAME.yaml</c>. Several names with commas between, such as <c>tess,urdu</c>,
    /// join these corpora under the labels that all of them have.
    /// </summary>
    [JsonPropertyName("name"), MinLength(1)]
    public required string Name { get; init; }

    /// <summary>Archive or folder with the recordings on this machine; null uses the sources that the corpus names. Default null.</summary>
    /// <remarks>Given by <c>--set=dataset.source=PATH</c> only. What the path holds is fingerprinted by content, never by place.</remarks>
    [JsonPropertyName("source"), MinLength(1), CommandLineOnly]
    public string? Source { get; init; }
}
