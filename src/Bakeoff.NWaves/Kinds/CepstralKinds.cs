using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Audio.Features;
using Bakeoff.Options;
using NWaves.FeatureExtractors;
using NWaves.FeatureExtractors.Options;
using NWaves.Filters.Fda;
using FeatureExtractor = NWaves.FeatureExtractors.Base.FeatureExtractor;

namespace Bakeoff.NWaves.Kinds;

/// <summary>Cepstral coefficients of a spectrum that filters have summed.</summary>
public abstract record FilteredCepstrumKind : NWavesKind
{
    /// <summary>Coefficients, at most filters. Default 13.</summary>
    [JsonPropertyName("coefficients")]
    [Range(2, 256)]
    public int Coefficients { get; init; } = 13;

    /// <summary>Filters between fmin_hz and fmax_hz. Default 24 of equal width in Bark.</summary>
    [JsonPropertyName("filters")]
    [Range(2, 256)]
    public virtual int Filters { get; init; } = 24;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ColumnNames(FeatureOptions options) => Numbered(Name, Coefficients);

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate(FeatureOptions options)
    {
        if (Coefficients > Filters)
        {
            yield return new OptionProblem(
                $"{Name}.coefficients",
                FormattableString.Invariant($"is {Coefficients}, expected at most filters ({Filters}). Lower it or raise filters."));
        }
    }
}

/// <summary>Perceptual linear prediction: cepstral coefficients of the loudness over Bark bands, by NWaves.</summary>
/// <remarks>Source: H. Hermansky, Perceptual linear predictive (PLP) analysis of speech, JASA 87 (1990).</remarks>
[Kind("plp")]
public record PlpKind : FilteredCepstrumKind
{
    /// <summary>Pole of the RASTA filter; 0 for none.</summary>
    internal virtual double Rasta => 0;

    /// <inheritdoc/>
    internal override FeatureExtractor CreateExtractor(FrameAnalysis analysis) =>
        new PlpExtractor(Filtered(analysis, Filters, new PlpOptions { FeatureCount = Coefficients, Rasta = Rasta }));
}

/// <summary>PLP whose bands lose what changes slower or faster than speech, such as the colour of a line, by NWaves.</summary>
/// <remarks>
/// Source: H. Hermansky and N. Morgan, RASTA processing of speech, IEEE Transactions on Speech and Audio Processing 2 (1994).
/// </remarks>
[Kind("rasta_plp")]
public sealed record RastaPlpKind : PlpKind
{
    /// <inheritdoc/>
    internal override double Rasta => 0.94;
}

/// <summary>Gammatone cepstral coefficients: DCT of the logarithm over bands of equal ERB, by NWaves.</summary>
[Kind("gtcc")]
[AlsoCalled("gfcc")]
public sealed record GtccKind : FilteredCepstrumKind
{
    /// <summary>Gammatone filters between fmin_hz and fmax_hz. Default 32.</summary>
    [JsonPropertyName("filters")]
    [Range(2, 256)]
    public override int Filters { get; init; } = 32;

    /// <inheritdoc/>
    internal override FeatureExtractor CreateExtractor(FrameAnalysis analysis)
    {
        var options = Filtered(analysis, Filters, new MfccOptions { FeatureCount = Coefficients });
        options.FilterBank = FilterBanks.Erb(
            Filters, options.FftSize, options.SamplingRate, options.LowFrequency, options.HighFrequency);
        return new MfccExtractor(options);
    }
}

/// <summary>Power-normalised cepstral coefficients, which withstand noise; the first two frames have none. By NWaves.</summary>
/// <remarks>
/// Source: C. Kim and R. Stern, Power-normalized cepstral coefficients (PNCC) for robust speech recognition, IEEE/ACM Transactions on
/// Audio, Speech and Language Processing 24 (2016).
/// </remarks>
[Kind("pncc")]
public sealed record PnccKind : FilteredCepstrumKind
{
    /// <summary>Gammatone filters between fmin_hz and fmax_hz. Default 40.</summary>
    [JsonPropertyName("filters")]
    [Range(2, 256)]
    public override int Filters { get; init; } = 40;

    /// <inheritdoc/>
    internal override FeatureExtractor CreateExtractor(FrameAnalysis analysis) =>
        new PnccExtractor(Filtered(analysis, Filters, new PnccOptions { FeatureCount = Coefficients }));
}

/// <summary>PNCC in its simple form, without the suppression of noise, by NWaves.</summary>
[Kind("spncc")]
public sealed record SpnccKind : FilteredCepstrumKind
{
    /// <summary>Gammatone filters between fmin_hz and fmax_hz. Default 40.</summary>
    [JsonPropertyName("filters")]
    [Range(2, 256)]
    public override int Filters { get; init; } = 40;

    /// <inheritdoc/>
    internal override FeatureExtractor CreateExtractor(FrameAnalysis analysis) =>
        new SpnccExtractor(Filtered(analysis, Filters, new PnccOptions { FeatureCount = Coefficients }));
}
