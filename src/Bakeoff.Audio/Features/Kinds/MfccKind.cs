using Bakeoff.Audio.Spectra;
using Bakeoff.Options;

namespace Bakeoff.Audio.Features.Kinds;

/// <summary>Mel-frequency cepstral coefficients: orthonormal DCT-II of the log-mel spectrum. Columns: n_mfcc.</summary>
[Kind("mfcc")]
public sealed record MfccKind : FeatureKind
{
    /// <inheritdoc/>
    public override FeatureNeeds Needs => FeatureNeeds.Spectrum | FeatureNeeds.Mel;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ColumnNames(FeatureOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Numbered("mfcc", options.MfccCount);
    }

    /// <inheritdoc/>
    public override FrameMeasure CreateMeasure(FrameAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        return MfccMeasure.Create(analysis);
    }
}

/// <summary>
/// Mel-frequency cepstral coefficients: orthonormal DCT-II of the log-mel spectrum, no liftering, as librosa.feature.mfcc.
/// </summary>
/// <remarks>Source: S. Davis and P. Mermelstein, IEEE Transactions on Acoustics, Speech and Signal Processing 28 (1980).</remarks>
internal sealed class MfccMeasure(LogMelMeasure logMel, float[] cosines, int count) : StretchMeasure
{
    private readonly AlignedBuffer _spectrum = new();

    /// <summary>The measure over log-mel spectra of its own.</summary>
    public static MfccMeasure Create(FrameAnalysis analysis) =>
        new(new LogMelMeasure(analysis.Filterbank, analysis.Options.TopDb), analysis.Cosines, analysis.Options.MfccCount);

    /// <inheritdoc/>
    public override int RowCount => count;

    /// <inheritdoc/>
    public override int GatherCount => logMel.GatherCount;

    /// <inheritdoc/>
    public override void BeginClip(int frameCount) => logMel.BeginClip(frameCount);

    /// <inheritdoc/>
    public override void Begin(int stride) => _spectrum.EnsureLength(logMel.RowCount * stride);

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<float> signal, FrameGroup group, Span<float> rows, int stride) =>
        logMel.Measure(signal, group, _spectrum.Span, stride);

    /// <inheritdoc/>
    public override void Gather(int pass, Span<float> rows, int stride, FrameStretch stretch) =>
        logMel.Gather(pass, _spectrum.Span, stride, stretch);

    /// <inheritdoc/>
    public override void Complete(ReadOnlySpan<float> signal, Span<float> rows, int stride, FrameStretch stretch)
    {
        logMel.Complete(signal, _spectrum.Span, stride, stretch);
        CosineTransform.Apply(cosines, logMel.RowCount, _spectrum.Span, rows, stride);
    }
}
