using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Audio.Features;
using Bakeoff.Experiments.Configuration.Sweeps;
using Bakeoff.Experiments.Splits;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Training;
using Bakeoff.Numerics.Options;

namespace Bakeoff.Experiments.Configuration;

/// <summary>One experiment: a question, and everything that decides its answer. The file <c>experiments/NAME.yaml</c>.</summary>
public sealed record ExperimentOptions : IValidatedOptions
{
    /// <summary>Name of the experiment, equal to the file's name without <c>.yaml</c>.</summary>
    [JsonPropertyName("name"), MinLength(1), NotAParameter("Names the results and changes none.")]
    public required string Name { get; init; }

    /// <summary>The question asked, from the comment that opens the file; empty when there is none.</summary>
    [JsonIgnore]
    public string Question { get; init; } = "";

    /// <summary>Seed of everything random: split, first weights, shuffling, dropout. Default 0.</summary>
    [JsonPropertyName("seed")]
    public ulong Seed { get; init; }

    /// <summary>Corpus, by name.</summary>
    [JsonPropertyName("dataset")]
    public required DatasetReference Dataset { get; init; }

    /// <summary>What is measured in each clip. Default: 40 MFCCs a frame at 22050 Hz.</summary>
    [JsonPropertyName("features")]
    public FeatureOptions Features { get; init; } = new();

    /// <summary>Which clips train, validate and test.</summary>
    [JsonPropertyName("split")]
    public required SplitOptions Split { get; init; }

    /// <summary>Layers of the network from the input on; the output layer follows from the labels.</summary>
    [JsonPropertyName("model"), MinLength(1)]
    public required IReadOnlyList<LayerOptions> Model { get; init; }

    /// <summary>How the network is trained. Default: Adam, 40 epochs.</summary>
    [JsonPropertyName("training")]
    public TrainingOptions Training { get; init; } = new();

    /// <summary>Seeds to repeat the experiment with, for the mean and deviation over them. Default null: only seed.</summary>
    [JsonPropertyName("seeds"), MinLength(1), NotAParameter("Members of a sweep carry their own seed.")]
    public IReadOnlyList<ulong>? Seeds { get; init; }

    /// <summary>Variants of this experiment. Default null: none.</summary>
    [JsonPropertyName("sweep"), NotAParameter("Members of a sweep carry their own values.")]
    public SweepOptions? Sweep { get; init; }

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        if (Seeds is not null && Sweep is { Grid: { } grid } && grid.ContainsKey("seed"))
        {
            yield return new OptionProblem("seeds", "is given, but sweep.grid sets seed as well. Remove one of the two.");
        }
    }
}
