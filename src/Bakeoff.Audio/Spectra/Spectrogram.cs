namespace Bakeoff.Audio.Spectra;

/// <summary>Spectra of all frames of a signal.</summary>
/// <param name="Values">Values of shape [FrameCount, BinCount], row-major.</param>
/// <param name="FrameCount">Rows.</param>
/// <param name="BinCount">Columns: FftLength / 2 + 1.</param>
public sealed record Spectrogram(float[] Values, int FrameCount, int BinCount)
{
    /// <summary>Spectrum of one frame, [BinCount].</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame.</exception>
    public ReadOnlySpan<float> Frame(int index) => Values.AsSpan(index * BinCount, BinCount);
}
