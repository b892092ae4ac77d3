using Bakeoff.Audio.Spectra;

namespace Bakeoff.Audio.Features.Measures;

/// <summary>Mel-frequency cepstral coefficients: orthonormal DCT-II of the log-mel spectrum, no liftering, as librosa.feature.mfcc.</summary>
/// <remarks>Source: S. Davis and P. Mermelstein, IEEE Transactions on Acoustics, Speech and Signal Processing 28 (1980).</remarks>
internal sealed class MfccMeasure(LogMelMeasure logMel, float[] cosines, int count) : FrameMeasure
{
    private readonly AlignedBuffer _spectrum = new();

    /// <inheritdoc/>
    public override int RowCount => count;

    /// <inheritdoc/>
    public override void Begin(int stride) => _spectrum.EnsureLength(logMel.RowCount * stride);

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<float> signal, FrameGroup group, Span<float> rows, int stride) => logMel.Measure(signal, group, _spectrum.Span, stride);

    /// <inheritdoc/>
    public override void Finish(ReadOnlySpan<float> signal, Span<float> rows, int stride, int frameCount)
    {
        logMel.Finish(signal, _spectrum.Span, stride, frameCount);
        CosineTransform.Apply(cosines, logMel.RowCount, _spectrum.Span, rows, stride);
    }
}
