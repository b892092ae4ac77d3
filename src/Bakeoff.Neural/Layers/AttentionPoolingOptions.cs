using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Neural.Layers;

/// <summary>Weighted mean over a clip's live frames; weights are softmax(v · tanh(W x + b)) over the frames.</summary>
/// <remarks>Source: Bahdanau, Cho and Bengio, 2015 (additive attention) with a learned query, as
/// used for speech emotion by Mirsamadi et al., 2017; with deviations the attentive statistics of Okabe, Koshinaka and Shinoda, 2018.</remarks>
[Kind("attention_pooling")]
[AlsoCalled("attention", "attentive_statistics_pooling", "asp")]
public sealed record AttentionPoolingOptions : LayerOptions
{
    /// <summary>Width of the scoring layer. Range 1..8192. Default 64.</summary>
    [JsonPropertyName("units")]
    [Range(1, 8192)]
    public int Units { get; init; } = 64;

    /// <summary>Mean, or mean_std: the weighted mean and, beside it, the weighted standard deviation. Default null: mean.</summary>
    [AlsoCalled("statistics")]
    [JsonPropertyName("summary"), ParameterIfGiven]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PoolingSummary? Summary { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate() => AtLeastOne("units", Units);

    /// <inheritdoc/>
    public override Layer Build(LayerBuilder builder, LayerShape input) =>
        new AttentionPoolingLayer(builder, input, Units, Summary ?? PoolingSummary.Mean);
}
