using Bakeoff.Numerics;

namespace Bakeoff.Audio.Spectra;

/// <summary>Weights over one analysis frame.</summary>
/// <remarks>
/// Periodic form, as scipy.signal.get_window(..., fftbins=True). Determinism: equal arguments give equal bits on every machine.
/// </remarks>
public static class AnalysisWindow
{
    /// <summary>Builds a window, centred in a frame of zeros as librosa.util.pad_center does.</summary>
    /// <param name="kind">Shape of the window.</param>
    /// <param name="windowLength">Samples of the window; 1 to <paramref name="frameLength"/>.</param>
    /// <param name="frameLength">Samples of the frame.</param>
    /// <returns>[frameLength] weights, computed in float64 and rounded to float32.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The window is longer than the frame or not positive.</exception>
    public static float[] Create(WindowKind kind, int windowLength, int frameLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(windowLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(windowLength, frameLength);
        var weights = new float[frameLength];
        var start = (frameLength - windowLength) / 2;
        for (var n = 0; n < windowLength; n++)
        {
            var cosine = DeterministicMath.Cos(2 * Math.PI * n / windowLength);
            weights[start + n] = kind switch
            {
                WindowKind.Hann => (float)(0.5 - 0.5 * cosine),
                WindowKind.Hamming => (float)(0.54 - 0.46 * cosine),
                _ => 1f,
            };
        }

        return weights;
    }
}
