using System.Numerics;
using Bakeoff.Numerics;

namespace Bakeoff.Audio.Features;

/// <summary>Modulation spectrum of a feature: mean power of its trajectory in bands of modulation frequency, in dB.</summary>
/// <remarks>
/// The trajectory, gaps without a value bridged by straight lines, less its mean, under a Hann window that spans it; power as in a
/// periodogram, so that clips of any length are comparable. The bands reach from phrases (below 1.5 Hz) over syllables (3 to 8 Hz) to
/// vibration and roughness (above 12 Hz). Source: H. Hermansky, The modulation spectrum in the automatic recognition of speech, ASRU 1997.
/// Not thread-safe.
/// </remarks>
internal sealed class ModulationSpectrum
{
    private const int FewestPoints = 1024;
    private const double SmallestPower = 1e-3;

    private static readonly double[] EdgesHz = [0.5, 1.5, 3, 5, 8, 12, 20, 50];

    private readonly Dictionary<int, RealFft> _transforms = [];
    private double[] _trajectory = [];
    private double[] _power = [];

    /// <summary>Bands.</summary>
    public static int BandCount => EdgesHz.Length - 1;

    /// <summary>Measures one trajectory.</summary>
    /// <param name="values">[T] values, NaN where there is none.</param>
    /// <param name="framesPerSecond">Rate of the frames.</param>
    /// <param name="bands">[BandCount] receives dB; -30 for what does not change, and for bands above half the frame rate.</param>
    public void Compute(ReadOnlySpan<float> values, double framesPerSecond, Span<float> bands)
    {
        var length = Math.Max(FewestPoints, (int)BitOperations.RoundUpToPowerOf2((uint)values.Length));
        if (!_transforms.TryGetValue(length, out var transform))
        {
            transform = _transforms[length] = new RealFft(length);
        }

        if (_trajectory.Length < length)
        {
            (_trajectory, _power) = (new double[length], new double[length / 2 + 1]);
        }

        var trajectory = _trajectory.AsSpan(0, length);
        trajectory.Clear();
        Bridge(values, trajectory);
        var windowPower = Shape(trajectory[..values.Length]);
        var power = _power.AsSpan(0, transform.BinCount);
        transform.PowerSpectrum(1, trajectory, power);
        for (var band = 0; band < BandCount; band++)
        {
            bands[band] = (float)Level(
                power, EdgesHz[band] * length / framesPerSecond, EdgesHz[band + 1] * length / framesPerSecond, windowPower);
        }
    }

    /// <summary>
    /// Copies the values; gaps become straight lines, both ends are continued by the nearest value. Nothing at all becomes zeros.
    /// </summary>
    private static void Bridge(ReadOnlySpan<float> values, Span<double> trajectory)
    {
        var last = -1;
        for (var t = 0; t < values.Length; t++)
        {
            if (float.IsNaN(values[t]))
            {
                continue;
            }

            trajectory[t] = values[t];
            for (var gap = last + 1; gap < t; gap++)
            {
                trajectory[gap] = last < 0 ? values[t] : values[last] + (gap - last) * ((double)values[t] - values[last]) / (t - last);
            }

            last = t;
        }

        if (last >= 0)
        {
            trajectory[(last + 1)..values.Length].Fill(values[last]);
        }
    }

    /// <summary>Subtracts the mean and applies the window; returns the sum of its squares.</summary>
    private static double Shape(Span<double> trajectory)
    {
        var mean = 0.0;
        foreach (var value in trajectory)
        {
            mean += value;
        }

        mean /= trajectory.Length;
        var sum = 0.0;
        for (var t = 0; t < trajectory.Length; t++)
        {
            var weight = trajectory.Length == 1 ? 1 : 0.5 - 0.5 * DeterministicMath.Cos(2 * Math.PI * t / (trajectory.Length - 1));
            trajectory[t] = (trajectory[t] - mean) * weight;
            sum += weight * weight;
        }

        return sum;
    }

    private static double Level(ReadOnlySpan<double> power, double firstBin, double endBin, double windowPower)
    {
        var (sum, count) = (0.0, 0);
        for (var bin = (int)Math.Ceiling(firstBin); bin < Math.Min(endBin, power.Length); bin++)
        {
            sum += power[bin];
            count++;
        }

        return 10 * DeterministicMath.Log10((count == 0 || windowPower == 0 ? 0 : sum / count / windowPower) + SmallestPower);
    }
}
