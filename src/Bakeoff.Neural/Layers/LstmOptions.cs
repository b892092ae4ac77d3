using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Neural.Layers;

/// <summary>Long short-term memory over live frames; PyTorch's equations, with its two biases and gate order i, f, g, o.</summary>
[Kind("lstm")]
public sealed record LstmOptions : LayerOptions
{
    /// <summary>Hidden units per direction. Range 1..8192. Default 128.</summary>
    [AlsoCalled("hidden_size", "hidden", "hidden_units", "size", "out_features")]
    [JsonPropertyName("units")]
    [Range(1, 8192)]
    public int Units { get; init; } = 128;

    /// <summary>Stacked layers, each over the output of the one before. Range 1..16. Default 1.</summary>
    [JsonPropertyName("layers")]
    [Range(1, 16)]
    public int Layers { get; init; } = 1;

    /// <summary>True to add a second run that reads each clip backwards; outputs are joined, forward first. Default false.</summary>
    [JsonPropertyName("bidirectional")]
    public bool Bidirectional { get; init; }

    /// <summary>True to return one row per frame instead of the last state per clip. Default false.</summary>
    [JsonPropertyName("return_sequences")]
    public bool ReturnSequences { get; init; }

    /// <summary>Share of the previous state that is dropped at each step while training, one
    /// mask per clip. Range 0 to below 1. Default 0.</summary>
    [JsonPropertyName("recurrent_dropout")]
    public double RecurrentDropout { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate() =>
        [.. AtLeastOne("units", Units), .. AtLeastOne("layers", Layers), .. ShareBelowOne("recurrent_dropout", RecurrentDropout)];

    /// <inheritdoc/>
    public override Layer Build(LayerBuilder builder, LayerShape input) =>
        new RecurrentLayer(
            builder,
            input,
            new RecurrentPlan(Units, Layers, Bidirectional, ReturnSequences, RecurrentDropout, GatedRecurrentUnit: false));
}
