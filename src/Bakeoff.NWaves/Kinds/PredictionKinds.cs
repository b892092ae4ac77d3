using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Audio.Features;
using Bakeoff.Options;
using NWaves.FeatureExtractors;
using NWaves.FeatureExtractors.Options;
using FeatureExtractor = NWaves.FeatureExtractors.Base.FeatureExtractor;

namespace Bakeoff.NWaves.Kinds;

/// <summary>Coefficients of linear prediction behind the error of the prediction, by NWaves. Columns: order + 1.</summary>
[Kind("lpc")]
public sealed record LpcKind : NWavesKind
{
    /// <summary>Samples that the next is predicted from. Default 12.</summary>
    [JsonPropertyName("order")]
    [Range(1, 128)]
    public int Order { get; init; } = 12;

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate(FeatureOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (Order >= NWavesMeasure.FrameLength(options))
        {
            yield return new OptionProblem(
                "lpc.order",
                FormattableString.Invariant(
                    $"is {Order}, expected less than win_length ({NWavesMeasure.FrameLength(options)}). Lower it or raise win_length."));
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> ColumnNames(FeatureOptions options) => ["lpc_error", .. Numbered("lpc", Order, first: 1)];

    /// <inheritdoc/>
    internal override FeatureExtractor CreateExtractor(FrameAnalysis analysis) =>
        new LpcExtractor(Framed(analysis, new LpcOptions { LpcOrder = Order }));
}

/// <summary>Cepstral coefficients of linear prediction of order coefficients - 1, liftered over 22, by NWaves.</summary>
[Kind("lpcc")]
public sealed record LpccKind : NWavesKind
{
    /// <summary>Coefficients. Default 13.</summary>
    [JsonPropertyName("coefficients")]
    [Range(2, 128)]
    public int Coefficients { get; init; } = 13;

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate(FeatureOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (Coefficients > NWavesMeasure.FrameLength(options))
        {
            yield return new OptionProblem(
                "lpcc.coefficients",
                FormattableString.Invariant(
                    $"is {Coefficients}, expected at most win_length ({NWavesMeasure.FrameLength(options)}). Lower it or raise win_length."));
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> ColumnNames(FeatureOptions options) => Numbered("lpcc", Coefficients);

    /// <inheritdoc/>
    internal override FeatureExtractor CreateExtractor(FrameAnalysis analysis) =>
        new LpccExtractor(Framed(analysis, new LpccOptions { FeatureCount = Coefficients, LpcOrder = Coefficients - 1 }));
}
