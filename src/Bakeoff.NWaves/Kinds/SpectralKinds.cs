using System.ComponentModel.DataAnnotations;
using System.Numerics;
using System.Text.Json.Serialization;
using Bakeoff.Audio.Features;
using Bakeoff.Options;
using NWaves.FeatureExtractors;
using NWaves.FeatureExtractors.Multi;
using NWaves.FeatureExtractors.Options;
using NWaves.Filters.Fda;
using FeatureExtractor = NWaves.FeatureExtractors.Base.FeatureExtractor;

namespace Bakeoff.NWaves.Kinds;

/// <summary>
/// MPEG-7 descriptors of the energy in six octave bands: centroid, spread, flatness, noiseness, crest, entropy and decrease, by
/// NWaves. Seven columns.
/// </summary>
[Kind("mpeg7")]
public sealed record Mpeg7Kind : NWavesKind
{
    private const string Features = "centroid,spread,flatness,noiseness,crest,entropy,decrease";

    /// <inheritdoc/>
    public override IReadOnlyList<string> ColumnNames(FeatureOptions options) =>
        [.. Features.Split(',').Select(static name => $"mpeg7_{name}")];

    /// <inheritdoc/>
    internal override FeatureExtractor CreateExtractor(FrameAnalysis analysis) =>
        new Mpeg7SpectralFeaturesExtractor(
            Framed(analysis, new MultiFeatureOptions { FeatureList = Features, FftSize = analysis.Options.FftLength }));
}

/// <summary>Loudness and sharpness over 24 Bark bands, by NWaves. Two columns.</summary>
[Kind("perceptual")]
public sealed record PerceptualKind : NWavesKind
{
    private const int BarkBands = 24;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ColumnNames(FeatureOptions options) => ["loudness", "sharpness"];

    /// <inheritdoc/>
    internal override FeatureExtractor CreateExtractor(FrameAnalysis analysis)
    {
        var options = Framed(
            analysis, new MultiFeatureOptions { FeatureList = "loudness,sharpness", FftSize = analysis.Options.FftLength });
        options.FrequencyBands = FilterBanks.BarkBands(BarkBands, options.SamplingRate, overlap: false);
        return new Mpeg7SpectralFeaturesExtractor(options);
    }
}

/// <summary>
/// Ten harmonics of the strongest peak between pitch_min_hz and pitch_max_hz: centroid, spread, inharmonicity, odd to even ratio and
/// tristimulus, by NWaves. Seven columns.
/// </summary>
[Kind("harmonics")]
public sealed record HarmonicsKind : NWavesKind
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> ColumnNames(FeatureOptions options) =>
        [
            "harmonic_centroid",
            "harmonic_spread",
            "inharmonicity",
            "odd_even_ratio",
            "tristimulus_1",
            "tristimulus_2",
            "tristimulus_3",
        ];

    /// <inheritdoc/>
    internal override FeatureExtractor CreateExtractor(FrameAnalysis analysis) => new HarmonicsExtractor(analysis);

    /// <summary>NWaves computes harmonic descriptors behind at least one of the spectrum, which is left out here.</summary>
    private sealed class HarmonicsExtractor : Mpeg7SpectralFeaturesExtractor
    {
        public HarmonicsExtractor(FrameAnalysis analysis)
            : base(Framed(analysis, new MultiFeatureOptions { FeatureList = "centroid", FftSize = analysis.Options.FftLength }))
        {
            _extractors.Clear();
            FeatureCount = 0;
            IncludeHarmonicFeatures(
                "all",
                lowPitch: (float)analysis.Options.PitchMinHz,
                highPitch: (float)analysis.Options.PitchMaxHz);
        }
    }
}

/// <summary>
/// Amplitude modulation spectrum: the power by which each of twelve mel bands from 100 to 3,200 Hz swings at each rate, over the
/// frames that follow, by NWaves. Columns: 12 * (modulation_fft / 2 + 1).
/// </summary>
[Kind("ams")]
public sealed record AmsKind : NWavesKind
{
    private const int Bands = 12;
    private const int LeastRateHz = 6400;

    /// <summary>Frames that a modulation is looked for in, a power of two. Default 16.</summary>
    [JsonPropertyName("modulation_fft")]
    [Range(4, 256)]
    public int ModulationFrames { get; init; } = 16;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ColumnNames(FeatureOptions options) =>
        [.. Enumerable.Range(1, Bands).SelectMany(band => Numbered($"ams_{band}", (ModulationFrames / 2) + 1))];

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate(FeatureOptions options)
    {
        if (!BitOperations.IsPow2(ModulationFrames))
        {
            yield return new OptionProblem(
                "ams.modulation_fft", FormattableString.Invariant($"is {ModulationFrames}, expected a power of two. Choose one."));
        }

        if (options.SampleRateHz < LeastRateHz)
        {
            yield return new OptionProblem(
                "sample_rate_hz",
                FormattableString.Invariant(
                    $"is {options.SampleRateHz}, expected at least {LeastRateHz} for {Name}. Raise it or leave {Name} out."));
        }
    }

    /// <inheritdoc/>
    internal override FeatureExtractor CreateExtractor(FrameAnalysis analysis)
    {
        if (analysis.SampleRateHz < LeastRateHz)
        {
            throw new UnusableSignalException(
                new ErrorDetails("sample rate")
                {
                    Value = FormattableString.Invariant($"{analysis.SampleRateHz} Hz"),
                    Rule = FormattableString.Invariant($"at least {LeastRateHz} Hz for {Name}"),
                    NextStep = $"Leave {Name} out.",
                });
        }

        return new AmsExtractor(
            Framed(
                analysis,
                new AmsOptions
                {
                    FftSize = analysis.Options.FftLength,
                    ModulationFftSize = ModulationFrames,
                    ModulationHopSize = 1,
                }));
    }
}
