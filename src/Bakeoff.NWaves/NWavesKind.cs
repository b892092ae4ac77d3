using Bakeoff.Audio.Features;
using Bakeoff.Audio.Spectra;
using NWaves.FeatureExtractors.Options;
using NWaves.Windows;
using FeatureExtractor = NWaves.FeatureExtractors.Base.FeatureExtractor;

namespace Bakeoff.NWaves;

/// <summary>A measure that the library NWaves takes, in the frames that the other keys of <c>features:</c> describe.</summary>
/// <remarks>
/// Samples are handed over at the scale of 16-bit numbers, for which the floors and the noise estimates of PLP and PNCC are made.
/// Every clip has an extractor of its own: a shared one mixes clips up. The window is NWaves' own, which is symmetric. Frames for
/// which NWaves gives no finite number have no value. Equal bits on other machines are NWaves' promise, not Bakeoff's: it calls the
/// platform's exp, log and cos.
/// </remarks>
public abstract record NWavesKind : FeatureKind
{
    /// <inheritdoc/>
    public sealed override FeatureNeeds Needs => FeatureNeeds.None;

    /// <inheritdoc/>
    public sealed override bool MayLackValues => true;

    /// <inheritdoc/>
    public sealed override FrameMeasure CreateMeasure(FrameAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        return new NWavesMeasure(analysis, ColumnNames(analysis.Options).Count, () => CreateExtractor(analysis));
    }

    /// <summary>Creates NWaves' extractor for one clip.</summary>
    internal abstract FeatureExtractor CreateExtractor(FrameAnalysis analysis);

    /// <summary>Hands rate, frames and window to the options of an extractor.</summary>
    internal static T Framed<T>(FrameAnalysis analysis, T options)
        where T : FeatureExtractorOptions
    {
        options.SamplingRate = analysis.SampleRateHz;
        options.FrameSize = NWavesMeasure.FrameLength(analysis.Options);
        options.HopSize = analysis.Options.HopLength;
        options.Window = analysis.Options.Window switch
        {
            WindowKind.Hann => WindowType.Hann,
            WindowKind.Hamming => WindowType.Hamming,
            _ => WindowType.Rectangular,
        };
        return options;
    }

    /// <summary>Hands the filters' edges to the options of an extractor.</summary>
    internal static T Filtered<T>(FrameAnalysis analysis, int filters, T options)
        where T : FilterbankOptions
    {
        options.FftSize = analysis.Options.FftLength;
        options.FilterBankSize = filters;
        options.LowFrequency = analysis.Options.MinFrequencyHz;
        options.HighFrequency = analysis.Options.MaxFrequencyHz ?? analysis.SampleRateHz / 2.0;
        return Framed(analysis, options);
    }
}
